import {parseReference} from '../checks/reference.ts';
import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** Docker speaks plain HTTP with loopback addresses only. */
export const registryNeedsTls = defineCause({
  cause: 'registry-needs-tls',
  verdict: 'unmet',
  params: ['registry'],
  says: {
    usual: {
      en: '{registry} speaks plain HTTP, and Docker insists on HTTPS for every registry but those on localhost. Name it as localhost:PORT, tag again and push.',
      zh: '{registry} 说的是明文 HTTP，而除了 localhost 上的镜像仓库服务，Docker 一律要求 HTTPS。改用 localhost:PORT 这个名字，重新打标签再推送。',
    },
  },
  explains(found) {
    const plain = answered(found, /server gave HTTP response to HTTPS client/);
    return plain && {registry: parseReference(plain.refusal.target).registry};
  },
});
