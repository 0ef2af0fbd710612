import {z} from 'zod';
import {defineCheck, look} from './check.ts';
import {listDiffers} from './compare.ts';
import {matcher} from './matchers.ts';
import {judged, unmet} from './verdict.ts';
import {volumeView} from './views.ts';

const params = z.strictObject({name: z.string().min(1), usedBy: matcher.exactOptional()});

/** Passes when the volume exists and, where asked for, a container mounts it. */
export const volume = defineCheck({
  type: 'volume',
  params,
  subject: ({name}) => ({api: 'docker', resource: 'volume', name}),
  evaluate: ({name, usedBy}, seen) =>
    look(seen, {
      object: name,
      view: volumeView,
      absent: (similar) => unmet('not-there', {kind: 'volume', name, similar}),
      present: (object) =>
        judged(
          {kind: 'volume', name},
          listDiffers('usedBy', usedBy === undefined ? undefined : [usedBy], object.usedBy),
        ),
    }),
});
