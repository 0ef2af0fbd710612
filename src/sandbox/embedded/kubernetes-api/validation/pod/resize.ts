import {qosClassOf} from '../../defaults/pod-spec.ts';
import {same} from '../../object.ts';
import {without} from '../../values/filled.ts';
import type {At} from '../at.ts';
import {checkResources} from './resources.ts';

/** Containers that get more or less CPU and memory while they run. */
export function checkResize(spec: At, old: At): void {
  const [before, after] = [qosClassOf(old.value), qosClassOf(spec.value)];
  if (before !== after) spec.invalid('Pod QOS Class may not change as a result of resizing', before);
  for (const [index, container] of spec.field('containers').items().entries()) {
    const resources = container.field('resources');
    const former = old.field('containers').items()[index]?.field('resources');
    checkResources(resources);
    for (const part of ['requests', 'limits']) {
      const kept = Object.keys(former?.field(part).fields ?? {});
      const removed = kept.some((name) => !resources.field(part).key(name).isSet);
      if (removed) resources.field(part).forbidden(`resource ${part} cannot be removed`);
    }
    if (!same(unmovable(resources), former ? unmovable(former) : {}))
      spec.forbidden('only cpu and memory resources are mutable');
  }
}

/** What of the resources a container keeps as long as it runs. */
function unmovable(resources: At): unknown {
  const rest = (part: string) => without(resources.field(part).fields, 'cpu', 'memory');
  return {requests: rest('requests'), limits: rest('limits')};
}
