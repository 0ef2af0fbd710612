import {defineCause} from './diagnosis.ts';
import {containerNamed, containerOf, difference, lastLine} from './evidence.ts';

/** A restart policy starts again and again what ends at once. */
export const restarting = defineCause({
  cause: 'restarting',
  verdict: 'unmet',
  params: ['name', 'exitCode', 'last'],
  says: {
    usual: {
      en: 'Container {name} ends and is restarted again and again (exit code {exitCode}).[ Its last line: “{last}”.] `docker logs {name}` says why.',
      zh: '容器 {name} 一次次退出，又一次次被重启（退出码 {exitCode}）。[最后一行输出：“{last}”。]用 `docker logs {name}` 看原因。',
    },
  },
  explains(found) {
    const state = difference(found, 'state');
    const container = state ? containerNamed(found, state['name'] ?? '') : containerOf(found);
    if (container?.state !== 'restarting' || found.verdict.verdict === 'waiting') return undefined;
    return {name: container.name, exitCode: container.exitCode, last: lastLine(container)};
  },
});
