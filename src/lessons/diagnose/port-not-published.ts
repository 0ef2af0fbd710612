import {defineCause} from './diagnosis.ts';
import {wantedPort} from './wanted-port.ts';

/** Run without `-p`. */
export const portNotPublished = defineCause({
  cause: 'port-not-published',
  verdict: 'unmet',
  params: ['name', 'port', 'option'],
  says: {
    usual: {
      en: 'Container {name} is there, but its port {port} is not published, so nothing outside reaches it. A port cannot be added later‹: `docker rm -f {name}`, then run it again with `-p {option}`›.',
      zh: '容器 {name} 在，但它的 {port} 端口没有发布，外面访问不到。端口不能事后再加‹：先 `docker rm -f {name}`，再用 `-p {option}` 重新运行›。',
    },
  },
  explains(found) {
    const wanted = wantedPort(found);
    if (wanted === undefined || wanted.container.ports.length > 0) return undefined;
    const {container, host, port} = wanted;
    return {name: container.name, port, option: `${host}:${port}`};
  },
});
