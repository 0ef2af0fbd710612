import type {Draft, KubeObject} from '../object.ts';
import {forbidden} from '../refusal.ts';
import {fieldsOf} from '../values/reading.ts';
import type {Admission, AdmissionRequest} from './admission.ts';
import {type Level, levelOf, violationsOf} from './pod-security/violations.ts';

const prefix = 'pod-security.kubernetes.io';

/**
 * Pods are held to what their namespace's labels ask for.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export const podSecurity: Admission = {
  name: 'PodSecurity',
  collections: [
    'pods',
    'namespaces',
    'replicationcontrollers',
    'deployments.apps',
    'replicasets.apps',
    'statefulsets.apps',
    'daemonsets.apps',
    'jobs.batch',
    'cronjobs.batch',
    'podtemplates',
  ],
  check(request) {
    const {operation, resource, namespace, context, subresource, object, before} = request;
    if (operation === 'delete' || (subresource !== '' && subresource !== 'ephemeralcontainers')) return;
    if (resource.plural === 'namespaces') return warnOfPods(request);
    const labels = context.get('namespaces', namespace)?.metadata.labels;
    if (!labels) return;
    const pod = podOf(resource.plural, object);
    // What was let in once may be changed in what nobody looks at here.
    if (resource.plural === 'pods' && before && subresource === '') return;
    if (resource.plural === 'pods') enforce(request, labels, pod);
    warn(request, labels, pod);
  },
};

type Labels = {readonly [name: string]: string};
type Pod = {readonly spec: unknown; readonly annotations: unknown};

function podOf(plural: string, object: Draft): Pod {
  if (plural === 'pods') return {spec: object.spec, annotations: object.metadata?.annotations};
  const holder = plural === 'podtemplates' ? fieldsOf(object) : fieldsOf(object.spec);
  const of = plural === 'cronjobs' ? fieldsOf(fieldsOf(holder.jobTemplate).spec) : holder;
  const template = fieldsOf(of.template);
  return {spec: template.spec, annotations: fieldsOf(template.metadata).annotations};
}

function says(level: Level, labels: Labels, mode: string): string {
  return `${level}:${labels[`${prefix}/${mode}-version`] ?? 'latest'}`;
}

function enforce({resource, name}: AdmissionRequest, labels: Labels, pod: Pod): void {
  const level = levelOf(labels[`${prefix}/enforce`]);
  const found = violationsOf(level, pod);
  if (found.length === 0) return;
  throw forbidden(resource, name, `violates PodSecurity "${says(level, labels, 'enforce')}": ${found.join(', ')}`);
}

function warn({warn: tell}: AdmissionRequest, labels: Labels, pod: Pod): void {
  // Who says nothing of warnings is warned of what is enforced.
  const mode = labels[`${prefix}/warn`] === undefined ? 'enforce' : 'warn';
  const level = levelOf(labels[`${prefix}/${mode}`]);
  const found = violationsOf(level, pod);
  if (found.length > 0) tell?.(`would violate PodSecurity "${says(level, labels, mode)}": ${found.join(', ')}`);
}

/** A stricter level says which Pods that are there it would not let in. */
function warnOfPods({object, before, context, name, warn: tell}: AdmissionRequest): void {
  const labels = object.metadata?.labels ?? {};
  const level = levelOf(labels[`${prefix}/enforce`]);
  if (!tell || level === 'privileged' || level === levelOf(before?.metadata.labels?.[`${prefix}/enforce`])) return;
  const groups = new Map<string, KubeObject[]>();
  for (const pod of context.list('pods', name)) {
    const found = violationsOf(level, {spec: pod.spec, annotations: pod.metadata.annotations}, false).join(', ');
    if (found !== '') groups.set(found, [...(groups.get(found) ?? []), pod]);
  }
  if (groups.size === 0) return;
  tell(
    `existing pods in namespace "${name}" violate the new PodSecurity enforce level "${says(level, labels, 'enforce')}"`,
  );
  for (const [found, [first, ...others]] of groups) {
    const more = others.length === 0 ? '' : ` (and ${others.length} other pod${others.length === 1 ? '' : 's'})`;
    tell(`${first?.metadata.name}${more}: ${found}`);
  }
}
