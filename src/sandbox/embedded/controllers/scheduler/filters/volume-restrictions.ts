import {claimNamesOf} from '../../volumes/claims.ts';
import {type Filter, refusedFor} from '../filter.ts';

const inUse =
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod';

/** Keeps a Pod waiting while another has the volume that only one at a time may use. */
export const volumeRestrictions: Filter = {
  name: 'VolumeRestrictions',
  prepare({pod}, cluster) {
    if (claimNamesOf(pod).length === 0) return undefined;
    return cluster.volumes.isUsedAlone(pod, cluster.placed()) ? () => refusedFor(inUse) : undefined;
  },
};
