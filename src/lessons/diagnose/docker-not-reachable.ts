import {defineCause} from './diagnosis.ts';

/** Named by the sandbox: something is at the endpoint, and it does not answer as Docker does. */
export const dockerNotReachable = defineCause({
  cause: 'docker-not-reachable',
  verdict: 'blocked',
  params: ['endpoint', 'reason'],
  says: {
    usual: {
      en: 'Docker could not be reached[ at {endpoint}][ ({reason})]. Does `docker version` answer in another terminal? DOCKER_HOST and `docker context ls` say where it is looked for.',
      zh: '连不上 Docker[：{endpoint}][（{reason}）]。在另一个终端里 `docker version` 有回答吗？到哪里去找它，由 DOCKER_HOST 和 `docker context ls` 决定。',
    },
  },
});
