import {at, type Json, objects} from '../../json.ts';
import {listAt, nearby, type Subject} from '../describer.ts';
import {selectorText} from '../words.ts';

const phases = ['Running', 'Pending', 'Succeeded', 'Failed'] as const;

/** `2 Running / 1 Waiting / 0 Succeeded / 0 Failed`: the Pods that the subject controls. */
export async function podStatuses(subject: Subject, selector: unknown): Promise<string> {
  const found = await listAt(subject, nearby(subject, 'pods'), {labelSelector: selectorText(selector)});
  const own = found.filter((pod) => controllerUid(pod) === subject.meta['uid']);
  const [running, waiting, succeeded, failed] = phases.map(
    (phase) => own.filter((pod) => phaseOf(pod) === phase).length,
  );
  return `${running} Running / ${waiting} Waiting / ${succeeded} Succeeded / ${failed} Failed`;
}

/** The uid of the object that controls another. */
export function controllerUid(controlled: Json): unknown {
  return objects(at(controlled, 'metadata', 'ownerReferences')).find(({controller}) => controller === true)?.['uid'];
}

function phaseOf(pod: Json): unknown {
  return at(pod, 'status', 'phase');
}
