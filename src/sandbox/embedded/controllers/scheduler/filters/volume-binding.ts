import {claimNamesOf} from '../../volumes/claims.ts';
import {type Filter, refusedFinally} from '../filter.ts';

/** Keeps Pods to the nodes from which their volumes can be reached, or where they can be made. */
export const volumeBinding: Filter = {
  name: 'VolumeBinding',
  forbids: ({pod}, {volumes}) => (claimNamesOf(pod).length === 0 ? undefined : volumes.problemOf(pod)),
  prepare({pod}, {volumes}) {
    if (claimNamesOf(pod).length === 0) return undefined;
    return (node) => {
      if (!volumes.areReachable(pod, node))
        return refusedFinally("node(s) didn't match PersistentVolume's node affinity");
      if (!volumes.choose(pod, node)) return refusedFinally("node(s) didn't find available persistent volumes to bind");
      return undefined;
    };
  },
};
