import {z} from 'zod';
import type {ImageView} from '../../observation.ts';
import {defineCheck, look} from './check.ts';
import {commandDiffers, differs, listDiffers, mapDiffers} from './compare.ts';
import {imageReference} from './image-reference.ts';
import {matcher, matcherMap} from './matchers.ts';
import {type Difference, judged, unmet} from './verdict.ts';
import {imageView} from './views.ts';

const words = z.union([matcher, z.array(z.string())]);

const params = z.strictObject({
  reference: imageReference,
  sameAs: imageReference.exactOptional(),
  extends: imageReference.exactOptional(),
  env: matcherMap.exactOptional(),
  labels: matcherMap.exactOptional(),
  command: words.exactOptional(),
  entrypoint: words.exactOptional(),
  exposed: z.array(matcher).min(1).exactOptional(),
  user: matcher.exactOptional(),
  workingFolder: matcher.exactOptional(),
});

/** Passes when an image of that name is on this machine and its configuration is as written. */
export const image = defineCheck({
  type: 'image',
  params,
  subject: ({reference, sameAs: twin, extends: parent}) => ({
    api: 'docker',
    resource: 'image',
    reference,
    ...(twin === undefined ? {} : {twin}),
    ...(parent === undefined ? {} : {parent}),
  }),
  evaluate: (wanted, seen) =>
    look(seen, {
      object: wanted.reference,
      view: imageView,
      absent: (similar) => unmet('not-there', {kind: 'image', name: wanted.reference, similar}),
      present: (object) =>
        judged({kind: 'image', name: wanted.reference}, [
          ...sameAsDiffers(wanted.sameAs, object),
          ...extendsDiffers(wanted.extends, object.layers, object.parentLayers),
          ...commandDiffers('command', wanted.command, object.command),
          ...commandDiffers('entrypoint', wanted.entrypoint, object.entrypoint),
          ...mapDiffers('env', wanted.env, object.env),
          ...mapDiffers('labels', wanted.labels, object.labels),
          ...listDiffers('exposed', wanted.exposed, object.exposed),
          ...differs('user', wanted.user, object.user),
          ...differs('workingFolder', wanted.workingFolder, object.workingFolder),
        ]),
    }),
});

/** Two names of one image have one id. */
function sameAsDiffers(twin: string | undefined, {id, twinId = ''}: ImageView): readonly Difference[] {
  return twin === undefined || id === twinId ? [] : [{property: 'sameAs', key: '', expected: twin, seen: twinId}];
}

/** A child begins with every layer of its parent and adds at least one. */
function extendsDiffers(
  parent: string | undefined,
  layers: readonly string[],
  parents: readonly string[] | undefined,
): readonly Difference[] {
  if (parent === undefined) return [];
  const begins =
    parents !== undefined && parents.length > 0 && parents.every((layer, index) => layers[index] === layer);
  if (begins && layers.length > parents.length) return [];
  return [{property: begins ? 'layersAdded' : 'extends', key: '', expected: parent, seen: begins ? parent : ''}];
}
