import {writeWhole} from '../../whole-file.ts';
import type {Base} from './base.ts';
import {type Cluster, readText} from './cluster.ts';
import {type Snapshot, scopeOf, takeSnapshot} from './snapshot.ts';

const keptMarks = 40;

/** How the cluster was at each checkpoint. */
export interface Marks {
  put(at: number): Promise<void>;
  /** As it was when it was new where no checkpoint is named; undefined for one that is forgotten. */
  find(to: number | undefined): Promise<Snapshot | undefined>;
  /** The learner's contexts are as they were too. */
  leadTo(to: number | undefined): void;
  forget(): void;
}

/** `kubeconfig`: the learner's private one. */
export function createMarks(cluster: Cluster, base: Base, kubeconfig: string): Marks {
  const marks = new Map<number, {readonly snapshot: Snapshot; readonly contexts: string}>();
  return {
    async put(at) {
      if (!cluster.upstream()) return;
      const contexts = readText(kubeconfig);
      const snapshot = await takeSnapshot(cluster.api, await cluster.resources('anew'), scopeOf(cluster));
      marks.set(at, {snapshot, contexts});
      for (const oldest of [...marks.keys()].slice(0, -keptMarks)) marks.delete(oldest);
    },
    find: async (to) => (to === undefined ? base.read() : marks.get(to)?.snapshot),
    leadTo(to) {
      if (to === undefined) return cluster.leadHome();
      const contexts = marks.get(to)?.contexts;
      if (contexts !== undefined && contexts !== readText(kubeconfig)) writeWhole(kubeconfig, contexts, 0o600);
    },
    forget: () => marks.clear(),
  };
}
