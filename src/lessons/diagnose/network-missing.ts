import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** A container asked for a network that does not exist. */
export const networkMissing = defineCause({
  cause: 'network-missing',
  verdict: 'unmet',
  params: ['network', 'name'],
  says: {
    usual: {
      en: 'There is no network {network}. Make it first, `docker network create {network}`[, then remove {name} and run it again].',
      zh: '没有叫 {network} 的网络。先创建它：`docker network create {network}`[，再删掉 {name} 重新运行]。',
    },
  },
  explains(found) {
    const missing = answered(found, /network ([^\s"]+) not found|no network "([^"]+)" in this course/);
    if (missing === undefined || !/^container/.test(missing.refusal.verb)) return undefined;
    return {network: missing.match[1] ?? missing.match[2] ?? '', name: missing.refusal.target};
  },
});
