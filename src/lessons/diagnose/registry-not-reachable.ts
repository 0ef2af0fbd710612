import {parseReference} from '../checks/reference.ts';
import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

const SILENT =
  /connection refused|i\/o timeout|TLS handshake timeout|deadline exceeded|Client\.Timeout|network is unreachable|no route to host|connection reset|: EOF/;

/** Nothing answers where the registry should be: seen by the check itself, or by a pull or push. */
export const registryNotReachable = defineCause({
  cause: 'registry-not-reachable',
  verdict: 'unmet',
  params: ['registry'],
  says: {
    usual: {
      en: '{registry} does not answer. Look at your network; in a closed or slow one pull from a registry nearby: `k8s-learn --mirror HOST:PORT`.',
      zh: '{registry} 没有应答。检查网络；如果网络封闭或很慢，可改用附近的镜像仓库服务：`k8s-learn --mirror HOST:PORT`。',
    },
    local: {
      en: 'No registry answers at {registry}. Is its container running, and is that its published port? Look at `docker ps -a`.',
      zh: '{registry} 上没有镜像仓库服务应答。它的容器在运行吗？发布的是这个端口吗？看一看 `docker ps -a`。',
    },
  },
  variant: ({registry}) => (/^(localhost|127\.)/.test(registry) ? 'local' : 'usual'),
  explains(found) {
    if (found.verdict.cause === 'registry-not-reachable' && found.subject.api === 'registry')
      return {registry: parseReference(found.subject.reference).registry};
    const silent = answered(found, SILENT);
    if (silent === undefined || !/(pull|push|create|run)$/.test(silent.refusal.verb)) return undefined;
    return {registry: parseReference(silent.refusal.target).registry || 'Docker Hub'};
  },
});
