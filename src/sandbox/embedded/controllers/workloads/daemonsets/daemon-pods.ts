import type {Toleration} from 'kubernetes-types/core/v1';
import type {Draft, Frozen} from '../../../kubernetes-api/object.ts';
import {controllerReference, makePod} from '../../pods/make-pod.ts';
import {isAskedFor, namedNodes} from '../../scheduler/node-selector.ts';
import {untolerated} from '../../scheduler/taints.ts';
import type {DaemonSetObject, NodeObject, PodObject} from '../kinds.ts';

export const revisionLabel = 'controller-revision-hash';
const generationLabel = 'pod-template-generation';
export const generationAnnotation = 'deprecated.daemonset.template.generation';

/** https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations */
const usualTolerations: readonly Frozen<Toleration>[] = [
  {key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute'},
  {key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute'},
  {key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule'},
  {key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule'},
  {key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule'},
  {key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule'},
];
const hostNetworkToleration: Frozen<Toleration> = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

/** Whether a node is to have a Pod of a DaemonSet, and whether one that is there may stay. */
export interface Placement {
  readonly shouldRun: boolean;
  readonly mayStay: boolean;
}

export function placementOf(set: DaemonSetObject, node: NodeObject): Placement {
  const spec = set.spec.template.spec ?? {containers: []};
  const {name, labels = {}} = node.metadata;
  if ((spec.nodeName ?? name) !== name || !isAskedFor({name, labels}, spec)) return {shouldRun: false, mayStay: false};
  const taints = node.spec.taints ?? [];
  const tolerations = tolerationsOf(set);
  const mayStay = !untolerated(taints, tolerations, ['NoExecute']);
  return {shouldRun: mayStay && !untolerated(taints, tolerations, ['NoSchedule']), mayStay};
}

function tolerationsOf({spec: {template}}: DaemonSetObject): readonly Frozen<Toleration>[] {
  const own = template.spec?.tolerations ?? [];
  const usual = template.spec?.hostNetwork ? [...usualTolerations, hostNetworkToleration] : usualTolerations;
  const missing = usual.filter(
    ({key, effect}) => !own.some((one) => one.key === key && one.effect === effect && one.operator === 'Exists'),
  );
  return [...own, ...missing];
}

/** The node a Pod is on, or is meant for. */
export function nodeOf({spec}: PodObject): string | undefined {
  if (spec.nodeName) return spec.nodeName;
  const [name] = namedNodes(spec) ?? [];
  return name;
}

/** A Pod of a DaemonSet for one node; the scheduler binds it there. */
export function daemonPod(set: DaemonSetObject, hash: string, nodeName: string): Draft {
  const {template} = set.spec;
  const draft = makePod(template, set);
  const generation = set.metadata.annotations?.[generationAnnotation];
  const labels = {
    ...template.metadata?.labels,
    [revisionLabel]: hash,
    ...(generation === undefined ? {} : {[generationLabel]: generation}),
  };
  const required = {
    nodeSelectorTerms: [{matchFields: [{key: 'metadata.name', operator: 'In', values: [nodeName]}]}],
  };
  const affinity = template.spec?.affinity;
  const nodeAffinity = {...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required};
  return {
    ...draft,
    metadata: {...draft.metadata, labels, ownerReferences: [controllerReference(set)]},
    spec: {...template.spec, affinity: {...affinity, nodeAffinity}, tolerations: tolerationsOf(set)},
  };
}

/** Whether a Pod is of the template as it is now. */
export function isUpdated(set: DaemonSetObject, {metadata}: PodObject, hash: string): boolean {
  const generation = set.metadata.annotations?.[generationAnnotation];
  return (
    metadata.labels?.[revisionLabel] === hash ||
    (generation !== undefined && metadata.labels?.[generationLabel] === generation)
  );
}
