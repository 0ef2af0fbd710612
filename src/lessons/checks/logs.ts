import {z} from 'zod';
import {defineCheck, look} from './check.ts';
import {contains, matcher} from './matchers.ts';
import {passed, unmet} from './verdict.ts';
import {logsView} from './views.ts';

const params = z
  .strictObject({
    /** In Docker; with `pod`, one of its containers. */
    container: z.string().min(1).exactOptional(),
    /** A Pod's name, or a label that selects it: `app=web`. */
    pod: z.string().min(1).exactOptional(),
    namespace: z.string().min(1).exactOptional(),
    contains: matcher.exactOptional(),
  })
  .refine(({container, pod}) => container !== undefined || pod !== undefined, {message: 'expected container or pod'})
  .refine(({pod, namespace}) => pod !== undefined || namespace === undefined, {message: 'namespace goes with pod'});

/** Passes when a container's log has a line with the text; without `contains`, when it has any line. */
export const logs = defineCheck({
  type: 'logs',
  params,
  subject: ({container = '', pod, namespace = ''}) =>
    pod === undefined
      ? {api: 'docker', resource: 'logs', container}
      : {api: 'kubernetes', resource: 'pod-logs', namespace, pod, container},
  evaluate({container = '', pod, contains: wanted}, seen) {
    const kind = pod === undefined ? 'container' : 'Pod';
    const name = pod ?? container;
    return look(seen, {
      object: name,
      view: logsView,
      absent: (similar) => unmet('not-there', {kind, name, similar}),
      present({lines}) {
        const found = wanted === undefined ? lines.length > 0 : lines.some((line) => contains(wanted, line));
        const last = lines.findLast((line) => line.trim() !== '') ?? '';
        return found ? passed : unmet('logs-missing', {kind, name, expected: String(wanted ?? 'present'), seen: last});
      },
    });
  },
});
