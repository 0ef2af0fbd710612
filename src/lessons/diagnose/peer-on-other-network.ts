import {defineCause} from './diagnosis.ts';
import {containerNamed} from './evidence.ts';
import {unresolved} from './unresolved.ts';

/** Both containers are there, on different networks. */
export const peerOnOtherNetwork = defineCause({
  cause: 'peer-on-other-network',
  verdict: 'unmet',
  params: ['name', 'host', 'network', 'other'],
  says: {
    usual: {
      en: 'Container {name} is on {network}, {host} on {other}: names are found on a shared network only. `docker network connect {network} {host}`.',
      zh: '容器 {name} 在网络 {network} 上，{host} 在 {other} 上：名字只在共同的网络里找得到。`docker network connect {network} {host}`。',
    },
  },
  explains(found) {
    const lost = unresolved(found);
    const peer = lost && containerNamed(found, lost.host);
    if (lost === undefined || peer === undefined) return undefined;
    const others = peer.networks.map(({name}) => name);
    const [network] = lost.networks.filter((name) => name !== 'bridge');
    if (network === undefined || others.includes(network)) return undefined;
    return {name: lost.name, host: lost.host, network, other: others};
  },
});
