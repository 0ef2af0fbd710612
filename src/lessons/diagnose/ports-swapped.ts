import {defineCause} from './diagnosis.ts';
import {wantedPort} from './wanted-port.ts';

/** `-p 80:8080` where `-p 8080:80` was meant. */
export const portsSwapped = defineCause({
  cause: 'ports-swapped',
  verdict: 'unmet',
  params: ['name', 'expected', 'seen', 'option'],
  says: {
    usual: {
      en: 'Container {name} publishes {seen}; the step asks for {expected}. In `-p HOST:CONTAINER` yours comes first: `docker rm -f {name}`, then run it again with `-p {option}`.',
      zh: '容器 {name} 发布的是 {seen}，这一步要的是 {expected}。`-p 主机端口:容器端口`，你的在前：先 `docker rm -f {name}`，再用 `-p {option}` 重新运行。',
    },
  },
  explains(found) {
    const wanted = wantedPort(found);
    if (wanted === undefined) return undefined;
    const {container, host, port} = wanted;
    const swapped = container.ports.find((one) => one.host === port && one.container === host);
    if (swapped === undefined || host === port) return undefined;
    return {name: container.name, expected: `${host}->${port}`, seen: `${port}->${host}`, option: `${host}:${port}`};
  },
});
