import {defineCause} from './diagnosis.ts';
import {askedObject} from './kube-evidence.ts';

/** Made by docker, where kubectl was meant. */
export const runInDocker = defineCause({
  cause: 'run-in-docker',
  verdict: 'unmet',
  params: ['name'],
  says: {
    usual: {
      en: 'There is a container {name} in Docker; the step asks for a Pod {name} in the cluster. `docker` talks to one machine, `kubectl` to the cluster.',
      zh: 'Docker 里有一个容器 {name}，而这一步要的是集群里的 Pod {name}。`docker` 面对的是一台机器，`kubectl` 面对的是集群。',
    },
  },
  explains(found) {
    const asked = askedObject(found);
    if (asked?.kind !== 'Pod' || found.verdict.cause !== 'not-there') return undefined;
    return found.surroundings.containers.some(({name}) => name === asked.name) ? {name: asked.name} : undefined;
  },
});
