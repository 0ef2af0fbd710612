import type {Node, Taint} from 'kubernetes-types/core/v1';
import {type Frozen, type Stored, same} from '../../kubernetes-api/object.ts';

type Taints = readonly Frozen<Taint>[];

const notReady = 'node.kubernetes.io/not-ready';
const unreachable = 'node.kubernetes.io/unreachable';
const unschedulable = 'node.kubernetes.io/unschedulable';

/** Conditions that keep Pods away while they are as said. */
const byCondition: readonly {readonly type: string; readonly status: string; readonly key: string}[] = [
  {type: 'Ready', status: 'False', key: notReady},
  {type: 'Ready', status: 'Unknown', key: unreachable},
  {type: 'MemoryPressure', status: 'True', key: 'node.kubernetes.io/memory-pressure'},
  {type: 'DiskPressure', status: 'True', key: 'node.kubernetes.io/disk-pressure'},
  {type: 'PIDPressure', status: 'True', key: 'node.kubernetes.io/pid-pressure'},
  {type: 'NetworkUnavailable', status: 'True', key: 'node.kubernetes.io/network-unavailable'},
];

const keptUp: readonly Pick<Taint, 'key' | 'effect'>[] = [
  ...byCondition.map(({key}) => ({key, effect: 'NoSchedule'})),
  {key: unschedulable, effect: 'NoSchedule'},
  {key: notReady, effect: 'NoExecute'},
  {key: unreachable, effect: 'NoExecute'},
];

/**
 * The taints a node is to have; the very same list when it has them. `evicts` is false while no node at all is ready:
 * then it is likely the control plane that cannot see.
 */
export function taintsOf(node: Stored<Node>, evicts: boolean, now: string): Taints {
  const taints = node.spec?.taints ?? [];
  const wanted = wantedTaints(node, evicts);
  const kept = taints.filter((taint) => !isIn(keptUp, taint) || isIn(wanted, taint));
  const added = wanted.filter((taint) => !isIn(taints, taint)).map((taint) => ({...taint, timeAdded: now}));
  const next = [...kept, ...added];
  return same(next, taints) ? taints : next;
}

function wantedTaints({spec, status}: Stored<Node>, evicts: boolean): readonly Pick<Taint, 'key' | 'effect'>[] {
  const keys = byCondition
    .filter(({type, status: state}) => status?.conditions?.some((one) => one.type === type && one.status === state))
    .map(({key}) => key);
  return [
    ...(spec?.unschedulable === true ? [unschedulable, ...keys] : keys).map((key) => ({key, effect: 'NoSchedule'})),
    ...keys
      .filter((key) => (key === notReady || key === unreachable) && (evicts || hadToLeave(spec?.taints, key)))
      .map((key) => ({key, effect: 'NoExecute'})),
  ];
}

/** A node that Pods had to leave stays so while others go the same way. */
function hadToLeave(taints: Taints | undefined, key: string): boolean {
  return isIn(taints ?? [], {key, effect: 'NoExecute'});
}

function isIn(
  taints: readonly Pick<Frozen<Taint>, 'key' | 'effect'>[],
  {key, effect}: Pick<Taint, 'key' | 'effect'>,
): boolean {
  return taints.some((taint) => taint.key === key && taint.effect === effect);
}
