import {defineCause} from './diagnosis.ts';
import {containerNamed} from './evidence.ts';
import {fetched, insidePort, isSelf} from './fetched.ts';

/** `http://web:8080` from another container, where 8080 is only published on the machine. */
export const publishedPortInside = defineCause({
  cause: 'published-port-inside',
  verdict: 'unmet',
  params: ['container', 'host', 'inside', 'self'],
  says: {
    usual: {
      en: '{host} is the port on your machine; between containers it is {inside}.',
      zh: '{host} 是你电脑上的端口；容器之间用 {inside}。',
    },
    itself: {
      en: '{host} is the port on your machine; inside {container} it is {inside}.',
      zh: '{host} 是你电脑上的端口；在 {container} 里面用 {inside}。',
    },
  },
  variant: ({self}) => (self === 'true' ? 'itself' : 'usual'),
  explains(found) {
    const asked = fetched(found);
    if (asked === undefined) return undefined;
    const to = isSelf(asked.host) ? asked.from : containerNamed(found, asked.host);
    const inside = to && insidePort(to, asked.port);
    if (to === undefined || inside === undefined) return undefined;
    return {container: to.name, host: asked.port, inside, self: to.name === asked.from.name};
  },
});
