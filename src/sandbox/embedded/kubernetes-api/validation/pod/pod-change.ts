import {same} from '../../object.ts';
import {without} from '../../values/filled.ts';
import {fieldsOf, isFields, listOf, textOf} from '../../values/reading.ts';
import type {At} from '../at.ts';
import {goForm} from '../go-form.ts';
import {jsonDifference} from '../line-difference.ts';

const allowed =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n';

/** What of a Pod may be changed: its images, a deadline, more tolerations, fewer gates. */
export function checkPodChange(root: At, before: At): void {
  const [spec, old] = [root.field('spec'), before.field('spec')];
  if (same(spec.value, old.value)) return;
  for (const name of ['containers', 'initContainers']) {
    if (spec.field(name).count === old.field(name).count) continue;
    spec.field(name).forbidden('pod updates may not add or remove containers');
    return;
  }
  checkDeadline(spec.field('activeDeadlineSeconds'), old.field('activeDeadlineSeconds'));
  checkGates(spec.field('schedulingGates'), old.field('schedulingGates'));
  checkTolerations(spec.field('tolerations'), old.field('tolerations'));
  if (old.field('schedulingGates').count > 0) checkNarrower(spec.field('nodeSelector'), old.field('nodeSelector'));
  const munged = asBefore(spec.fields, old.fields);
  if (!same(munged, old.value))
    spec.forbidden(allowed + jsonDifference(goForm('PodSpec', old.value), goForm('PodSpec', munged)));
}

function checkDeadline(deadline: At, old: At): void {
  if (old.number === undefined) return;
  if (deadline.number === undefined) deadline.invalid('must not update from a positive integer to nil value');
  else if (deadline.number > old.number) deadline.invalid('must be less than or equal to previous value');
}

function checkGates(gates: At, old: At): void {
  const names = new Set(old.items().map((gate) => gate.field('name').text));
  for (const gate of gates.items()) {
    const name = gate.field('name');
    if (!names.has(name.text)) name.forbidden(`only deletion is allowed, but found new scheduling gate '${name.text}'`);
  }
}

function checkTolerations(tolerations: At, old: At): void {
  const kept = (one: unknown) =>
    listOf(tolerations.value).some((other) => same(withoutSeconds(one), withoutSeconds(other)));
  if (!listOf(old.value).every(kept))
    tolerations.forbidden('existing toleration can not be modified except its tolerationSeconds');
}

function withoutSeconds(toleration: unknown): unknown {
  return without(fieldsOf(toleration), 'tolerationSeconds');
}

/** The spec with everything that may change put back as it was: what still differs is what may not. */
function asBefore(
  spec: {readonly [field: string]: unknown},
  old: {readonly [field: string]: unknown},
): {
  readonly [field: string]: unknown;
} {
  const next: Record<string, unknown> = {...spec};
  for (const name of ['activeDeadlineSeconds', 'tolerations', 'schedulingGates']) put(next, name, old[name]);
  for (const name of ['containers', 'initContainers']) put(next, name, withImages(spec[name], old[name]));
  const seconds = old['terminationGracePeriodSeconds'];
  if (typeof seconds === 'number' && seconds < 0 && spec['terminationGracePeriodSeconds'] === 1)
    next['terminationGracePeriodSeconds'] = seconds;
  if (listOf(old['schedulingGates']).length > 0) put(next, 'nodeSelector', old['nodeSelector']);
  return next;
}

/** While a Pod is gated, its node selector may become narrower. */
function checkNarrower(selector: At, old: At): void {
  if (Object.entries(old.fields).every(([key, value]) => selector.fields[key] === value)) return;
  selector.invalid('only additions to spec.nodeSelector are allowed (no mutations or deletions)');
}

function put(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined) Reflect.deleteProperty(fields, name);
  else fields[name] = value;
}

function withImages(containers: unknown, old: unknown): unknown {
  if (!Array.isArray(containers)) return containers;
  return containers.map((container: unknown, index) => {
    const image = textOf(fieldsOf(listOf(old)[index]).image);
    return isFields(container) && image !== '' ? {...container, image} : container;
  });
}
