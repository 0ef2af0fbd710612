import {defineCause} from './diagnosis.ts';

/** The container's log does not have the line. */
export const logsMissing = defineCause({
  cause: 'logs-missing',
  verdict: 'unmet',
  params: ['kind', 'name', 'expected', 'seen'],
  says: {
    pod: {
      en: 'The log of Pod {name} has no line with {expected} yet[; its last one is “{seen}”]. `kubectl logs` shows them all.',
      zh: 'Pod {name} 的日志里还没有 {expected}[；最后一行是“{seen}”]。用 `kubectl logs` 看全部日志。',
    },
    usual: {
      en: 'The log of container {name} has no line with {expected} yet; its last one is “{seen}”. `docker logs {name}` shows them all.',
      zh: '容器 {name} 的日志里还没有 {expected}；最后一行是“{seen}”。用 `docker logs {name}` 看全部日志。',
    },
    empty: {
      en: 'The log of container {name} is still empty; the step asks for {expected}. A log holds what the process prints: `docker logs {name}`.',
      zh: '容器 {name} 的日志还是空的，这一步要的是 {expected}。日志就是进程打印的内容：`docker logs {name}`。',
    },
  },
  variant: ({kind, seen}) => (kind === 'Pod' ? 'pod' : seen === '' ? 'empty' : 'usual'),
});
