import {readFileSync} from 'node:fs';
import {systemCode} from '../../errors.ts';
import {writeWhole} from '../../whole-file.ts';
import type {Cluster} from './cluster.ts';
import {textAt} from './read-object.ts';
import {type Kept, keyOf, type Snapshot, scopeOf, takeSnapshot} from './snapshot.ts';

/** How the cluster was before anybody did anything in it. */
export interface Base {
  /** Takes it, unless it is known of this very cluster. Rejects with a KubernetesRefusal. */
  take(): Promise<void>;
  read(): Promise<Snapshot>;
}

interface Stored {
  readonly cluster: string;
  readonly kept: readonly Kept[];
}

/** Kept in a file, since the next host must know it as well; a cluster is known by the uid of its first namespace, a namespace by its own. */
export function openBase(cluster: Cluster, file: string): Base {
  let known: Stored | undefined = readStored(file);

  async function take(): Promise<Snapshot> {
    const first = cluster.home.whole ? 'kube-system' : cluster.home.namespace;
    const uid = textAt(await cluster.api.ask({path: `/api/v1/namespaces/${first}`}), 'metadata', 'uid');
    if (known?.cluster !== uid) {
      const snapshot = await takeSnapshot(cluster.api, await cluster.resources('anew'), scopeOf(cluster));
      known = {cluster: uid, kept: [...snapshot.values()]};
      writeWhole(file, JSON.stringify(known), 0o600);
    }
    return new Map(known.kept.map((kept) => [keyOf(kept), kept]));
  }

  return {
    async take() {
      await take();
    },
    read: take,
  };
}

function readStored(file: string): Stored | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const isStored = typeof value === 'object' && value !== null && 'cluster' in value && 'kept' in value;
    return isStored && Array.isArray(value.kept) ? {cluster: String(value.cluster), kept: value.kept} : undefined;
  } catch (error) {
    // Damaged or not there: what is in the cluster when it is looked at next counts as its base.
    if (error instanceof SyntaxError || systemCode(error) !== '') return undefined;
    throw error;
  }
}
