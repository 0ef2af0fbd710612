import {portText} from '../checks/container-differences.ts';
import {defineCause} from './diagnosis.ts';
import {wantedPort} from './wanted-port.ts';

/** Something is published, and not this. */
export const publishedOtherPort = defineCause({
  cause: 'published-other-port',
  verdict: 'unmet',
  params: ['name', 'expected', 'seen', 'option'],
  says: {
    usual: {
      en: 'Container {name} publishes {seen}; the step asks for {expected}. A port cannot be changed later‹: `docker rm -f {name}`, then run it again with `-p {option}`›.',
      zh: '容器 {name} 发布的是 {seen}，这一步要的是 {expected}。端口不能事后再改‹：先 `docker rm -f {name}`，再用 `-p {option}` 重新运行›。',
    },
  },
  explains(found) {
    const wanted = wantedPort(found);
    if (wanted === undefined) return undefined;
    const {container, host, port} = wanted;
    if (container.ports.some((one) => one.host === host && one.container === port)) return undefined;
    const seen = [...new Set(container.ports.map(portText))];
    return seen.length === 0
      ? undefined
      : {name: container.name, expected: `${host}->${port}`, seen, option: `${host}:${port}`};
  },
});
