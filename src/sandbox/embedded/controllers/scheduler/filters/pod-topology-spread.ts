import {type Filter, refusedFinally, refusedFor} from '../filter.ts';
import {constraintsOf, countTopologies, type SpreadCounts} from '../topology.ts';

const unbalanced = "node(s) didn't match pod topology spread constraints";

/** Keeps Pods from crowding in one zone, or on one node, where they ask to be spread. */
export const podTopologySpread: Filter = {
  name: 'PodTopologySpread',
  prepare(pod, cluster) {
    const constraints = constraintsOf(pod, 'DoNotSchedule');
    if (constraints.length === 0) return undefined;
    const counts: readonly SpreadCounts[] = countTopologies(pod, cluster, constraints);
    return ({labels}) => {
      for (const {topologyKey, maxSkew, perValue, least, self} of counts) {
        const value = labels[topologyKey];
        if (value === undefined) return refusedFinally(`${unbalanced} (missing required label)`);
        if ((perValue.get(value) ?? 0) + self - least > maxSkew) return refusedFor(unbalanced);
      }
      return undefined;
    };
  },
};
