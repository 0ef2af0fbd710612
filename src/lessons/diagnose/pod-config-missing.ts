import {defineCause} from './diagnosis.ts';
import {containersOf} from './kube-evidence.ts';

const kinds: {readonly [word: string]: string} = {configmap: 'ConfigMap', secret: 'Secret'};

/** A ConfigMap or Secret a container takes its variables from is not there, or lacks the key. */
export const podConfigMissing = defineCause({
  cause: 'pod-config-missing',
  verdict: 'unmet',
  params: ['pod', 'kind', 'name', 'key'],
  says: {
    usual: {
      en: 'Pod {pod} waits for the {kind} {name}, which is not there. `kubectl get configmaps,secrets` lists those that are; it goes on by itself once the {kind} exists.',
      zh: 'Pod {pod} 在等 {kind} {name}，而它不存在。`kubectl get configmaps,secrets` 会列出已有的；等 {kind} 有了，它会自己接着启动。',
    },
    key: {
      en: 'Pod {pod} wants the key {key} of the {kind} {name}, which has no such key. `kubectl describe {kind} {name}` lists its keys.',
      zh: 'Pod {pod} 要 {kind} {name} 里的键 {key}，而那里没有这个键。`kubectl describe {kind} {name}` 会列出它的键。',
    },
  },
  variant: ({key}) => (key === '' ? 'usual' : 'key'),
  explains(found) {
    for (const {podName, reason, message} of containersOf(found)) {
      if (reason !== 'CreateContainerConfigError') continue;
      const missing = /(configmap|secret) "([^"]+)" not found/.exec(message);
      if (missing) return {pod: podName, kind: kinds[missing[1] ?? ''] ?? '', name: missing[2] ?? '', key: ''};
      const key = /couldn't find key (\S+) in (ConfigMap|Secret) [^/]+\/(\S+)/.exec(message);
      if (key) return {pod: podName, kind: key[2] ?? '', name: key[3] ?? '', key: key[1] ?? ''};
    }
    return undefined;
  },
});
