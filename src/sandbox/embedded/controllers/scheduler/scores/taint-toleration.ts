import {type Score, scaledDown} from '../score.ts';
import {tolerates} from '../taints.ts';

/** Prefers nodes with few of the taints that only ask to stay away. */
export const taintToleration: Score = {
  name: 'TaintToleration',
  weight: 3,
  rate({pod}, {nodes}) {
    const tolerations = (pod.spec?.tolerations ?? []).filter(
      ({effect}) => effect === undefined || effect === '' || effect === 'PreferNoSchedule',
    );
    const counts = nodes.map(
      ({taints}) =>
        taints.filter(
          (taint) =>
            taint.effect === 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, taint)),
        ).length,
    );
    return scaledDown(counts);
  },
};
