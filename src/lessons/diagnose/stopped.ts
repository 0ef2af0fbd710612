import {defineCause} from './diagnosis.ts';
import {did, endedContainer} from './evidence.ts';

/** It ran well and was stopped: by a command, or by the signal that `docker stop` sends. */
export const stopped = defineCause({
  cause: 'stopped',
  verdict: 'unmet',
  params: ['name', 'exitCode'],
  says: {
    usual: {
      en: 'Container {name} was running and has been stopped (exit code {exitCode}).‹ `docker start {name}` starts it again.›',
      zh: '容器 {name} 运行过，后来被停止了（退出码 {exitCode}）。‹用 `docker start {name}` 再启动它。›',
    },
  },
  explains(found) {
    const container = endedContainer(found);
    if (container === undefined) return undefined;
    const asked = did(found, /^container (stop|kill|restart)$/, container.name);
    return asked || container.exitCode === 143 ? {name: container.name, exitCode: container.exitCode} : undefined;
  },
});
