import {type Filter, refusedFinally} from '../filter.ts';
import {untolerated} from '../taints.ts';

const effects = ['NoSchedule', 'NoExecute'];

/** Keeps Pods off nodes with a taint they do not tolerate. */
export const taintToleration: Filter = {
  name: 'TaintToleration',
  prepare({pod}) {
    const tolerations = pod.spec?.tolerations ?? [];
    return ({taints}) =>
      taints.length > 0 && untolerated(taints, tolerations, effects)
        ? refusedFinally('node(s) had untolerated taint(s)')
        : undefined;
  },
};
