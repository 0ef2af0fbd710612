import {defineCause} from './diagnosis.ts';
import {containerNamed, difference} from './evidence.ts';

/** A container is on other networks than the one asked for; seen from the container or from the network. */
export const wrongNetwork = defineCause({
  cause: 'wrong-network',
  verdict: 'unmet',
  params: ['name', 'expected', 'seen'],
  says: {
    usual: {
      en: 'Container {name} is on the network {seen}; the step asks for {expected}.‹ `docker network connect {expected} {name}` puts it there.›',
      zh: '容器 {name} 在网络 {seen} 上，而这一步要它在 {expected} 上。‹`docker network connect {expected} {name}` 就能接上去。›',
    },
  },
  explains(found) {
    const own = difference(found, 'networks');
    const member = difference(found, 'containers', 'network');
    const name = own?.['name'] ?? member?.['key'];
    const expected = own?.['expected'] ?? member?.['name'];
    const container = name === undefined ? undefined : containerNamed(found, name);
    if (container === undefined || expected === undefined) return undefined;
    return {name: container.name, expected, seen: container.networks.map((network) => network.name)};
  },
});
