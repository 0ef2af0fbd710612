import type {Base} from './base.ts';
import type {Cluster} from './cluster.ts';
import {type Snapshot, scopeOf, takeSnapshot} from './snapshot.ts';

const keptMarks = 40;

/** How the cluster was at each checkpoint. */
export interface Marks {
  put(at: number): Promise<void>;
  /** As it was when it was new where no checkpoint is named; undefined for one that is forgotten. */
  find(to: number | undefined): Promise<Snapshot | undefined>;
  forget(): void;
}

export function createMarks(cluster: Cluster, base: Base): Marks {
  const marks = new Map<number, Snapshot>();
  return {
    async put(at) {
      if (!cluster.upstream()) return;
      marks.set(at, await takeSnapshot(cluster.api, await cluster.resources('anew'), scopeOf(cluster)));
      for (const oldest of [...marks.keys()].slice(0, -keptMarks)) marks.delete(oldest);
    },
    find: async (to) => (to === undefined ? base.read() : marks.get(to)),
    forget: () => marks.clear(),
  };
}
