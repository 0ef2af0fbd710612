import {existsSync, readFileSync, rmSync, watch} from 'node:fs';
import {basename, dirname} from 'node:path';
import {parse} from 'yaml';
import type {Clock} from '../../clock.ts';
import {systemCode} from '../../errors.ts';
import {writeWhole} from '../../whole-file.ts';
import {createKubernetesApi, type KubernetesApi} from './api.ts';
import {atHome, currentCluster, type Front, follow, hasCluster, takeOver} from './kubeconfig.ts';
import {listAt, objectAt, textAt} from './read-object.ts';
import {discover, type Resource} from './resources.ts';
import {sameUpstream, type Upstream} from './upstream.ts';

/** Where in a cluster the course is at home. */
export interface ClusterHome {
  /** The learner's context: `kind-k8s-learn`. */
  readonly context: string;
  /** Where things go that name no namespace. */
  readonly namespace: string;
  /** The whole cluster is the course's; else that namespace alone, and nothing beyond it is looked at or changed. */
  readonly whole: boolean;
}

/** The course's cluster, as far as there is one. */
export interface Cluster {
  /** `k8s-learn` */
  readonly name: string;
  readonly home: ClusterHome;
  readonly api: KubernetesApi;
  /** Where the API server really is; undefined while there is no cluster. */
  upstream(): Upstream | undefined;
  /** Everything the API server has; asked once, and again when told so. */
  resources(how?: 'known' | 'anew'): Promise<readonly Resource[]>;
  /** The context the learner's kubectl works in. */
  learnersContext(): {readonly context: string; readonly namespace: string; readonly leadsHere: boolean};
  /** The learner's kubectl works in this cluster and its first namespace again. */
  leadHome(): void;
  /** Calls back when a cluster came, went or is another one; returns how to stop. */
  onChange(listener: () => void): () => void;
  close(): void;
}

export interface ClusterOptions {
  readonly name: string;
  /** The learner's private kubeconfig: kind writes it, and we put our listener into it. */
  readonly kubeconfig: string;
  /** Where the real address and keys are kept, for the next host. */
  readonly keysFile: string;
  readonly front: Front;
  readonly clock: Clock;
}

/** Watches the learner's kubeconfig: a cluster that kind has written into it is taken over at once. */
export function openCluster(options: ClusterOptions): Cluster {
  const {name, kubeconfig, keysFile, front, clock} = options;
  const entry = `kind-${name}`;
  const listeners = new Set<() => void>();
  let upstream = readKeys(keysFile);
  let known: Promise<readonly Resource[]> | undefined;
  const api = createKubernetesApi(() => upstream);

  function take(): void {
    const text = readText(kubeconfig);
    const before = upstream;
    try {
      const taken = takeOver(text, entry, front);
      if (taken) {
        upstream = taken.upstream;
        // The keys first: a file that leads to us without them would lead nowhere.
        writeWhole(keysFile, JSON.stringify(upstream), 0o600);
        writeWhole(kubeconfig, taken.text, 0o600);
      } else if (!hasCluster(text, entry) && existsSync(kubeconfig)) forget();
    } catch {
      // Half-written, or broken by hand: the next change of the file is looked at again.
      return;
    }
    if (sameUpstream(before, upstream)) return;
    known = undefined;
    for (const listener of listeners) listener();
  }

  function forget(): void {
    upstream = undefined;
    rmSync(keysFile, {force: true});
  }

  /** The file of an earlier host leads to a listener that is gone. */
  function leadHere(): void {
    if (!upstream) return;
    const text = readText(kubeconfig);
    try {
      const led = follow(text, entry, front);
      if (led !== undefined) writeWhole(kubeconfig, led, 0o600);
    } catch {
      // Broken by hand: kind export kubeconfig writes it anew.
    }
  }

  leadHere();
  take();
  const watcher = watchFile(kubeconfig, clock, take);
  return {
    name,
    home: {context: entry, namespace: 'default', whole: true},
    api,
    upstream: () => upstream,
    resources(how = 'known') {
      if (known === undefined || how === 'anew') known = discover(api);
      known.catch(() => {
        known = undefined;
      });
      return known;
    },
    learnersContext: () => contextIn(readText(kubeconfig), entry),
    leadHome() {
      const led = atHome(readText(kubeconfig), entry, front);
      if (upstream && led !== undefined) writeWhole(kubeconfig, led, 0o600);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      watcher();
      api.close();
    },
  };
}

/** What a kubeconfig says of its current context; `entry` is the cluster that counts as here. */
export function contextIn(text: string, entry: string): ReturnType<Cluster['learnersContext']> {
  try {
    const document: unknown = parse(text) ?? {};
    const context = textAt(document, 'current-context');
    const found = listAt(document, 'contexts').find((one) => one['name'] === context);
    const namespace = textAt(objectAt(found, 'context'), 'namespace');
    return {context, namespace, leadsHere: currentCluster(text) === entry};
  } catch {
    return {context: '', namespace: '', leadsHere: false};
  }
}

/** Editors and kind replace a file rather than write into it: its folder is watched. */
function watchFile(file: string, clock: Clock, changed: () => void): () => void {
  let cancel = (): void => {};
  const watcher = watch(dirname(file), {persistent: false}, (_, name) => {
    if (name !== null && name !== basename(file)) return;
    cancel();
    // kind writes, then renames, then removes its lock.
    cancel = clock.after(10, changed);
  });
  watcher.on('error', () => watcher.close());
  return () => {
    cancel();
    watcher.close();
  };
}

/** '' for a file that is not there. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return '';
  }
}

function readKeys(file: string): Upstream | undefined {
  try {
    const value: unknown = JSON.parse(readText(file));
    const upstream = {
      server: textAt(value, 'server'),
      authority: textAt(value, 'authority'),
      certificate: textAt(value, 'certificate'),
      key: textAt(value, 'key'),
      token: textAt(value, 'token'),
    };
    return upstream.server === '' ? undefined : upstream;
  } catch {
    return undefined;
  }
}
