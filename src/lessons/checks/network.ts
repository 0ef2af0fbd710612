import {z} from 'zod';
import {defineCheck, look} from './check.ts';
import {differs, listDiffers} from './compare.ts';
import {matcher} from './matchers.ts';
import {judged, unmet} from './verdict.ts';
import {networkView} from './views.ts';

const params = z.strictObject({
  name: z.string().min(1),
  driver: matcher.exactOptional(),
  containers: z.array(matcher).min(1).exactOptional(),
});

/** Passes when the network exists and every named container is on it. */
export const network = defineCheck({
  type: 'network',
  params,
  subject: ({name}) => ({api: 'docker', resource: 'network', name}),
  evaluate: ({name, driver, containers}, seen) =>
    look(seen, {
      object: name,
      view: networkView,
      absent: (similar) => unmet('not-there', {kind: 'network', name, similar}),
      present: (object) =>
        judged({kind: 'network', name}, [
          ...differs('driver', driver, object.driver),
          ...listDiffers('containers', containers, object.containers),
        ]),
    }),
});
