import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** A host name that DNS does not know: no network, or a misspelt registry. */
export const noSuchHost = defineCause({
  cause: 'no-such-host',
  verdict: 'unmet',
  params: ['host'],
  says: {
    usual: {
      en: 'Nobody knows the host {host}: the name is misspelt, or this machine has no network. In a closed network pull from a registry nearby: `k8s-learn --mirror HOST:PORT`.',
      zh: '找不到主机 {host}：要么名字拼错了，要么这台机器没有联网。网络封闭时可改用附近的镜像仓库服务：`k8s-learn --mirror HOST:PORT`。',
    },
  },
  explains(found) {
    if (found.verdict.cause === 'no-such-host') {
      if (found.subject.api === 'http') return {host: new URL(found.subject.url).hostname};
      if (found.subject.api === 'registry') return {host: found.subject.reference.split('/', 1)[0] ?? ''};
    }
    const host = answered(
      found,
      /lookup (\S+?)(?: on \S+)?: (?:no such host|.*server misbehaving|.*temporary failure)/i,
    )?.match[1];
    return host === undefined ? undefined : {host};
  },
});
