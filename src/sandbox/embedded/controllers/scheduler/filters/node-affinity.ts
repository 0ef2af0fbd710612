import {type Filter, refusedFinally} from '../filter.ts';
import {isAskedFor} from '../node-selector.ts';

/** Keeps Pods to the nodes that their selector and their required affinity name. */
export const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  prepare({pod: {spec}}) {
    if (!spec?.nodeSelector && !spec?.affinity?.nodeAffinity) return undefined;
    return (node) =>
      isAskedFor(node, spec) ? undefined : refusedFinally("node(s) didn't match Pod's node affinity/selector");
  },
};
