import {at, isObject, type Json, object, objects} from '../json.ts';
import type {Found} from '../resources/target.ts';

/** Where the Pod's spec is in an object of a kind that has one. */
function pathTo({resource: {kind}}: Pick<Found, 'resource'>): readonly string[] | undefined {
  if (kind === 'Pod') return ['spec'];
  if (kind === 'CronJob') return ['spec', 'jobTemplate', 'spec', 'template', 'spec'];
  const templated = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicationController'];
  return templated.includes(kind) ? ['spec', 'template', 'spec'] : undefined;
}

/** The spec of the Pod that an object is or makes; undefined for any other kind. */
export function podSpecOf(found: Found): Json | undefined {
  const path = pathTo(found);
  const spec = path === undefined ? undefined : at(found.object, ...path);
  return isObject(spec) ? spec : undefined;
}

/** The object with another Pod in it; throws for a kind that has none. */
export function withPodSpec(found: Found, change: (spec: Json) => Json): Json {
  const path = pathTo(found);
  const spec = podSpecOf(found);
  if (path === undefined || spec === undefined) {
    throw new Error(
      `${found.resource.plural}/${found.name} the object is not a pod or does not have a pod template: *${found.resource.version}.${found.resource.kind}`,
    );
  }
  return placed(found.object, path, change(spec));
}

function placed(whole: Json, path: readonly string[], value: Json): Json {
  const [key = '', ...rest] = path;
  return {...whole, [key]: rest.length === 0 ? value : placed(object(whole[key]), rest, value)};
}

/** The Pod with its containers changed, init containers included where they are meant too. */
export function withContainers(spec: Json, change: (container: Json) => Json): Json {
  const init =
    spec['initContainers'] === undefined ? {} : {initContainers: objects(spec['initContainers']).map(change)};
  return {...spec, ...init, containers: objects(spec['containers']).map(change)};
}

/** Whether a name is meant by `*`, by a name, or by a pattern with stars. */
export function isMeant(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
