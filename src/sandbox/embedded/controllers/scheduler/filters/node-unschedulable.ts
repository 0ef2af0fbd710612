import {type Filter, refusedFinally} from '../filter.ts';
import {tolerates} from '../taints.ts';

const taint = {key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule'};

/** Keeps Pods off nodes that are cordoned. */
export const nodeUnschedulable: Filter = {
  name: 'NodeUnschedulable',
  prepare({pod}) {
    if ((pod.spec?.tolerations ?? []).some((toleration) => tolerates(toleration, taint))) return undefined;
    return ({node}) => (node.spec?.unschedulable === true ? refusedFinally('node(s) were unschedulable') : undefined);
  },
};
