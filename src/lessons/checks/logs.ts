import {z} from 'zod';
import {defineCheck, look} from './check.ts';
import {contains, matcher} from './matchers.ts';
import {passed, unmet} from './verdict.ts';
import {logsView} from './views.ts';

const params = z.strictObject({container: z.string().min(1), contains: matcher.exactOptional()});

/** Passes when a container's log has a line with the text; without `contains`, when it has any line. */
export const logs = defineCheck({
  type: 'logs',
  params,
  subject: ({container}) => ({api: 'docker', resource: 'logs', container}),
  evaluate: ({container, contains: wanted}, seen) =>
    look(seen, {
      object: container,
      view: logsView,
      absent: (similar) => unmet('not-there', {kind: 'container', name: container, similar}),
      present({lines}) {
        const found = wanted === undefined ? lines.length > 0 : lines.some((line) => contains(wanted, line));
        const last = lines.findLast((line) => line.trim() !== '') ?? '';
        return found
          ? passed
          : unmet('logs-missing', {name: container, expected: String(wanted ?? 'present'), seen: last});
      },
    }),
});
