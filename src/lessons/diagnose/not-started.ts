import type {ContainerView} from '../../observation.ts';
import {type Case, defineCause} from './diagnosis.ts';
import {containerOf, difference, downContainer} from './evidence.ts';

/** How long `docker run` may take between create and start. */
const STARTING_MS = 3000;

/** `docker create` alone: there is a container, and no process. */
export const notStarted = defineCause({
  cause: 'not-started',
  verdict: 'unmet',
  params: ['name'],
  says: {
    usual: {
      en: 'Container {name} is created but was never started: it has no process yet.‹ `docker start {name}`.›',
      zh: '容器 {name} 已创建，但从未启动过：里面还没有进程。‹`docker start {name}`。›',
    },
  },
  explains(found) {
    const container = shouldHaveStarted(found);
    if (container?.state !== 'created' || container.error !== '') return undefined;
    const {surroundings, now} = found;
    const typed = surroundings.commands.at(-1);
    const created =
      typed !== undefined && /\bdocker\s+(container\s+)?create\b/.test(typed.line) && typed.exitCode === 0;
    const old = now !== undefined && now - Date.parse(container.createdAt) > STARTING_MS;
    return created || old ? {name: container.name} : undefined;
  },
});

/** What should run, or should have run and ended. */
function shouldHaveStarted(found: Case): ContainerView | undefined {
  const wanted = difference(found, 'state')?.['expected'];
  const isOver = wanted === 'exited' || difference(found, 'exitCode') !== undefined;
  return isOver || found.verdict.cause === 'waiting-for-start' ? containerOf(found) : downContainer(found);
}
