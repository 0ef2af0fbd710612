import {defineCause} from './diagnosis.ts';

/** Named by the sandbox: there is a cluster, and nobody answers there. */
export const apiServerUnreachable = defineCause({
  cause: 'api-server-unreachable',
  verdict: 'blocked',
  params: ['reason'],
  says: {
    usual: {
      en: 'The API server does not answer[ ({reason})]. Are all nodes running? `docker ps -a --filter name=k8s-learn` shows them, `docker start k8s-learn-control-plane` starts it.',
      zh: 'API 服务器没有应答[（{reason}）]。节点都在运行吗？`docker ps -a --filter name=k8s-learn` 会列出它们，`docker start k8s-learn-control-plane` 可以启动它。',
    },
    clock: {
      en: 'The API server’s certificate is not valid at the time this machine has ({reason}). Set the clock, then the checks go on.',
      zh: '按这台机器的时间，API 服务器的证书不在有效期内（{reason}）。校准时钟，检查会接着进行。',
    },
  },
  variant: ({reason}) => (/EXPIRED|NOT_YET_VALID|not yet valid|expired/i.test(reason) ? 'clock' : 'usual'),
});
