import type {Draft, KubeObject} from '../object.ts';
import {forbidden} from '../refusal.ts';
import {fieldsOf, numberOf, textOf} from '../values/reading.ts';
import type {Admission, AdmissionRequest} from './admission.ts';

const classes = 'priorityclasses.scheduling.k8s.io';

/**
 * Pods get the number that their PriorityClass stands for.
 * https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#priority
 */
export const priority: Admission = {
  name: 'Priority',
  collections: ['pods', classes],
  admit(request) {
    const {operation, object, resource, subresource} = request;
    if (resource.plural !== 'pods' || subresource !== '') return object;
    if (operation !== 'create') return request.before ? withOldPriority(object, request.before) : object;
    const spec = fieldsOf(object.spec);
    const found = classOf(request, textOf(spec.priorityClassName));
    const value = numberOf(found?.value);
    refuseOther(request, spec.priority, value);
    return {
      ...object,
      spec: {
        ...spec,
        priority: value,
        ...(found ? {priorityClassName: found.metadata.name} : {}),
        preemptionPolicy: textOf(spec.preemptionPolicy) || textOf(found?.preemptionPolicy) || 'PreemptLowerPriority',
      },
    };
  },
  check({operation, resource, object, name, context, before}) {
    if (resource.plural === 'pods' || operation === 'delete' || object.globalDefault !== true) return;
    const other = context.list(classes).find((one) => one.globalDefault === true && one.metadata.name !== name);
    if (!other || before?.globalDefault === true) return;
    const mark = 'default';
    const why = `PriorityClass ${other.metadata.name} is already marked as ${mark}. Only one default can exist`;
    throw forbidden(resource, name, why);
  },
};

/** Whoever writes a Pod anew need not say what was worked out when it was made. */
function withOldPriority(object: Draft, before: KubeObject): Draft {
  const spec = fieldsOf(object.spec);
  const old = fieldsOf(before.spec);
  const kept = ['priority', 'preemptionPolicy'].filter((name) => spec[name] === undefined && old[name] !== undefined);
  if (kept.length === 0) return object;
  return {...object, spec: {...spec, ...Object.fromEntries(kept.map((name) => [name, old[name]]))}};
}

/** The class that is named, or the default one. Throws 403 for one there is none of. */
function classOf({context, resource, name}: AdmissionRequest, className: string): KubeObject | undefined {
  if (className === '') {
    const usual = context.list(classes).filter((one) => one.globalDefault === true);
    return usual.reduce<KubeObject | undefined>((least, one) => {
      return least && numberOf(least.value) <= numberOf(one.value) ? least : one;
    }, undefined);
  }
  const found = context.get(classes, className);
  if (!found) throw forbidden(resource, name, `no PriorityClass with name ${className} was found`);
  return found;
}

function refuseOther({resource, name}: AdmissionRequest, given: unknown, value: number): void {
  if (given === undefined || given === null || given === value) return;
  const why = `the integer value of priority (${String(given)}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
  throw forbidden(resource, name, why);
}
