import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** Docker Hub counts pulls by address; a classroom shares one. */
export const rateLimited = defineCause({
  cause: 'rate-limited',
  verdict: 'unmet',
  params: ['reference'],
  says: {
    usual: {
      en: 'Docker Hub has counted too many pulls from your network and refuses {reference} for now. Log in with `docker login`, wait, or pull from a registry nearby: `k8s-learn --mirror HOST:PORT`.',
      zh: 'Docker Hub 认为你所在的网络拉取次数过多，暂时不给 {reference}。可以 `docker login` 登录，等一等，或改用附近的镜像仓库服务：`k8s-learn --mirror HOST:PORT`。',
    },
  },
  explains(found) {
    const limited = answered(found, /toomanyrequests|pull rate limit|429 Too Many Requests/i);
    return limited && {reference: limited.refusal.target};
  },
});
