import {readFileSync} from 'node:fs';
import {systemCode} from '../../errors.ts';
import {writeWhole} from '../../whole-file.ts';
import type {NodeFiles} from '../docker/nodes.ts';
import type {Cluster} from './cluster.ts';
import {objectAt, textAt} from './read-object.ts';
import {type Kept, keyOf, type Snapshot, scopeOf, takeSnapshot} from './snapshot.ts';

/** How the cluster was before anybody did anything in it. */
export interface Base {
  /** Takes it, unless it is known of this very cluster. Rejects with a KubernetesRefusal. */
  take(): Promise<void>;
  read(): Promise<Snapshot>;
  /** The control plane's manifests as they were then; none where its nodes are not ours. */
  manifests(): NodeFiles;
  /** Another cluster may be there now: it has no manifests until it is taken. */
  doubt(): void;
}

interface Stored {
  readonly cluster: string;
  readonly kept: readonly Kept[];
  readonly manifests: {readonly [file: string]: string};
}

/**
 * Kept in a file, since the next host must know it as well, and may come while the learner has moved a manifest away. A cluster
 * is known by the uid of its first namespace, a namespace by its own.
 */
export function openBase(
  cluster: Cluster,
  file: string,
  readManifests: () => Promise<NodeFiles | undefined> = async () => undefined,
): Base {
  let known: Stored | undefined = readStored(file);
  let isSure = true;

  async function take(): Promise<Snapshot> {
    const first = cluster.home.whole ? 'kube-system' : cluster.home.namespace;
    const uid = textAt(await cluster.api.ask({path: `/api/v1/namespaces/${first}`}), 'metadata', 'uid');
    if (known?.cluster !== uid) {
      const snapshot = await takeSnapshot(cluster.api, await cluster.resources('anew'), scopeOf(cluster));
      const manifests = Object.fromEntries((await readManifests()) ?? []);
      known = {cluster: uid, kept: [...snapshot.values()], manifests};
      writeWhole(file, JSON.stringify(known), 0o600);
    }
    isSure = true;
    return new Map(known.kept.map((kept) => [keyOf(kept), kept]));
  }

  return {
    async take() {
      await take();
    },
    read: take,
    manifests: () => new Map(isSure ? Object.entries(known?.manifests ?? {}) : []),
    doubt() {
      isSure = false;
    },
  };
}

function readStored(file: string): Stored | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isStored(value) ? value : undefined;
  } catch (error) {
    // Damaged or not there: what is in the cluster when it is looked at next counts as its base.
    if (error instanceof SyntaxError || systemCode(error) !== '') return undefined;
    throw error;
  }
}

function isStored(value: unknown): value is Stored {
  const kept: unknown = objectAt(value)['kept'];
  return textAt(value, 'cluster') !== '' && Array.isArray(kept) && 'manifests' in objectAt(value);
}
