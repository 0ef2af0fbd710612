import {defineCause} from './diagnosis.ts';
import {unresolved} from './unresolved.ts';

/** Docker's DNS serves networks one has made; the default bridge knows addresses only. */
export const nameNotFoundOnDefaultBridge = defineCause({
  cause: 'name-not-found-on-default-bridge',
  verdict: 'unmet',
  params: ['name', 'host'],
  says: {
    usual: {
      en: 'Container {name} is on the default network, bridge, where containers do not find each other by name. Make a network, `docker network create app`, and put {name} and {host} on it.',
      zh: '容器 {name} 在默认网络 bridge 上，那里的容器不能按名字找到彼此。用 `docker network create app` 建一个网络，把 {name} 和 {host} 都接上去。',
    },
  },
  explains(found) {
    const {name, host, networks} = unresolved(found) ?? {};
    return name !== undefined && host !== undefined && networks?.every((network) => network === 'bridge')
      ? {name, host}
      : undefined;
  },
});
