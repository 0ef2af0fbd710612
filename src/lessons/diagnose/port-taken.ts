import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

const TAKEN = /Bind for \S*:(\d+) failed: port is already allocated|listen (?:tcp|udp)\d? \S*:(\d+): bind:/;
/** Ports that macOS itself listens on when AirPlay Receiver is on. */
const AIRPLAY = ['5000', '7000'];

/** The container was created and could not start, because its host port is in use. */
export const portTaken = defineCause({
  cause: 'port-taken',
  verdict: 'unmet',
  params: ['name', 'port', 'by'],
  says: {
    other: {
      en: 'Container[ {name}] could not start: port {port} is taken by another program on your machine. Stop that program, or[ `docker rm {name}` and] run it again with another port.',
      zh: '容器[ {name}] 没能启动：{port} 端口被你机器上的另一个程序占用。停掉那个程序，或者[先 `docker rm {name}`，再]换一个端口重新运行。',
    },
    own: {
      en: 'Container[ {name}] could not start: port {port} is taken by your container {by}. `docker stop {by}` frees it[, then `docker start {name}`].',
      zh: '容器[ {name}] 没能启动：{port} 端口被你的容器 {by} 占用。用 `docker stop {by}` 腾出端口[，再 `docker start {name}`]。',
    },
    airplay: {
      en: 'Container[ {name}] could not start: port {port} is taken by another program on your machine. On macOS that is AirPlay Receiver: turn it off in System Settings, General, AirDrop & Handoff[, then `docker start {name}`].',
      zh: '容器[ {name}] 没能启动：{port} 端口被你机器上的另一个程序占用。在 macOS 上那是“隔空播放接收器”：在“系统设置 → 通用 → 隔空投送与接力”里关掉它[，再 `docker start {name}`]。',
    },
  },
  variant: ({by, port}) => (by !== '' ? 'own' : AIRPLAY.includes(port) ? 'airplay' : 'other'),
  explains(found) {
    const taken = answered(found, TAKEN);
    if (taken === undefined) return undefined;
    const port = taken.match[1] ?? taken.match[2] ?? '';
    const name = taken.refusal.target;
    const holder = found.surroundings.containers.find(
      (one) => one.name !== name && one.state === 'running' && one.ports.some(({host}) => String(host) === port),
    );
    return {name, port, by: holder?.name ?? ''};
  },
});
