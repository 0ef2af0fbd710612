import {defineCause} from './diagnosis.ts';
import {answered, containerNamed} from './evidence.ts';

/** `docker exec` into a container that does not run, or is paused. */
export const execNeedsRunning = defineCause({
  cause: 'exec-needs-running',
  verdict: 'unmet',
  params: ['name', 'state'],
  says: {
    usual: {
      en: 'Container {name} is not running ({state}), and `docker exec` enters a running one only. Start it first: `docker start {name}`.',
      zh: '容器 {name} 没有在运行（{state}），而 `docker exec` 只能进入运行中的容器。先启动它：`docker start {name}`。',
    },
    paused: {
      en: 'Container {name} is paused, and `docker exec` needs it awake: `docker unpause {name}`.',
      zh: '容器 {name} 已暂停，`docker exec` 要等它恢复才行：`docker unpause {name}`。',
    },
  },
  variant: ({state}) => (state === 'paused' ? 'paused' : 'usual'),
  explains(found) {
    const stopped = answered(found, /Container \S+ is (not running|paused)/);
    if (stopped === undefined || !/(exec|top|attach)$/.test(stopped.refusal.verb)) return undefined;
    const name = stopped.refusal.target;
    const state = stopped.match[1] === 'paused' ? 'paused' : (containerNamed(found, name)?.state ?? 'exited');
    return {name, state};
  },
});
