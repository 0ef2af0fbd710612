import type {Kubectl} from '../app.ts';
import {at, type Json, objects, text} from '../json.ts';

/** The names of a Pod's containers by kind. */
function named(pod: Json, key: string): readonly string[] {
  return objects(at(pod, 'spec', key)).map(({name}) => text(name));
}

/** All containers of a Pod, in the order they are started in. */
export function containerNames(pod: Json): readonly string[] {
  return [...named(pod, 'initContainers'), ...named(pod, 'containers'), ...named(pod, 'ephemeralContainers')];
}

/** The container that is meant where none is named; tells which of several it is, unless `quiet`. */
export async function defaultContainer(kubectl: Kubectl, pod: Json, quiet = false): Promise<string> {
  const chosen = text(at(pod, 'metadata', 'annotations', 'kubectl.kubernetes.io/default-container'));
  if (chosen !== '' && containerNames(pod).includes(chosen)) return chosen;
  const [first = ''] = named(pod, 'containers');
  const all = [
    ...named(pod, 'containers'),
    ...named(pod, 'ephemeralContainers').map((name) => `${name} (ephem)`),
    ...named(pod, 'initContainers').map((name) => `${name} (init)`),
  ];
  if (all.length > 1 && !quiet) {
    await kubectl.warn(`Defaulted container ${JSON.stringify(first)} out of: ${all.join(', ')}\n`);
  }
  return first;
}

/** Whether the Pod is over. */
export function isCompleted(pod: Json): boolean {
  return ['Succeeded', 'Failed'].includes(text(at(pod, 'status', 'phase')));
}
