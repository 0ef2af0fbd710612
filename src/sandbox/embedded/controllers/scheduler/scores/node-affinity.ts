import {meetsTerm} from '../node-selector.ts';
import {type Score, scaled} from '../score.ts';

/** Prefers the nodes that a Pod's affinity prefers. */
export const nodeAffinity: Score = {
  name: 'NodeAffinity',
  weight: 2,
  rate({pod}, {nodes}) {
    const preferred = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    if (preferred.length === 0) return undefined;
    return scaled(
      nodes.map((node) =>
        preferred.reduce((sum, {weight, preference}) => sum + (meetsTerm(node, preference) ? weight : 0), 0),
      ),
    );
  },
};
