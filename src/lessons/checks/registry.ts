import {z} from 'zod';
import {defineCheck, look} from './check.ts';
import {listDiffers} from './compare.ts';
import {imageReference} from './image-reference.ts';
import {matcher} from './matchers.ts';
import {parseReference} from './reference.ts';
import {judged, unmet} from './verdict.ts';
import {registryView} from './views.ts';

const params = z.strictObject({
  reference: imageReference.refine((text) => parseReference(text).registry !== '', {
    message: 'expected a reference with its registry, such as localhost:5001/web:1',
  }),
  tags: z.array(matcher).min(1).exactOptional(),
});

/** Passes when the registry itself has the tag or digest; what this machine has does not count. */
export const registry = defineCheck({
  type: 'registry',
  params,
  subject: ({reference}) => ({api: 'registry', reference}),
  evaluate: ({reference, tags}, seen) =>
    look(seen, {
      object: reference,
      view: registryView,
      absent: (similar) => unmet('not-in-registry', {...named(reference), similar}),
      present: (object) =>
        object.digest === ''
          ? unmet('not-in-registry', {...named(reference), similar: object.tags})
          : judged({kind: 'registry', name: reference}, listDiffers('tags', tags, object.tags)),
    }),
});

function named(reference: string): {readonly reference: string; readonly registry: string} {
  return {reference, registry: parseReference(reference).registry};
}
