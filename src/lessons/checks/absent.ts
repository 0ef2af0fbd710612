import {z} from 'zod';
import type {Subject} from '../../observation.ts';
import {defineCheck} from './check.ts';
import {imageReference} from './image-reference.ts';
import {passed, unmet, unreachable} from './verdict.ts';

const name = z.string().min(1);
const params = z
  .strictObject({
    container: name.exactOptional(),
    image: imageReference.exactOptional(),
    volume: name.exactOptional(),
    network: name.exactOptional(),
    file: name.exactOptional(),
    object: z.strictObject({kind: name, name, namespace: name.exactOptional()}).exactOptional(),
  })
  .refine((wanted) => Object.keys(wanted).length === 1, {
    message: 'expected one of container, image, volume, network, file and object',
  });

/** Passes when the thing is gone. */
export const absent = defineCheck({
  type: 'absent',
  params,
  subject,
  evaluate(wanted, seen) {
    if (seen.state === 'absent') return passed;
    if (seen.state === 'unreachable') return unreachable(seen.reason);
    const {object, ...others} = wanted;
    if (object) return unmet('still-there', {kind: object.kind, name: object.name});
    const [[kind, called] = ['', '']] = Object.entries(others);
    return unmet('still-there', {kind, name: called});
  },
});

function subject({container, image, volume, network, file, object}: z.infer<typeof params>): Subject {
  if (object) {
    const {kind, name: called, namespace = ''} = object;
    return {api: 'kubernetes', resource: 'object', kind, apiVersion: '', namespace, name: called};
  }
  if (container !== undefined) return {api: 'docker', resource: 'container', name: container};
  if (image !== undefined) return {api: 'docker', resource: 'image', reference: image};
  if (volume !== undefined) return {api: 'docker', resource: 'volume', name: volume};
  if (network !== undefined) return {api: 'docker', resource: 'network', name: network};
  return {api: 'files', path: file ?? ''};
}
