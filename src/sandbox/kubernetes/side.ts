import {randomBytes} from 'node:crypto';
import {createServer} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import type {Clock} from '../../clock.ts';
import {LearnError} from '../../errors.ts';
import type {Change, ClusterSurroundings, Observation, Operation, Subject} from '../../observation.ts';
import type {Paths} from '../../paths.ts';
import type {DockerClient} from '../docker/client.ts';
import {listNodes, type NodeFiles, putManifestsBack, readManifests, startNodes} from '../docker/nodes.ts';
import {selfSigned} from '../embedded/edge/certificate.ts';
import type {CallLog} from '../guard/call-log.ts';
import {clusterName} from '../guard/kind.ts';
import {KubernetesCalls} from '../guard/kubernetes-calls.ts';
import {createKubernetesProxy} from '../guard/kubernetes-proxy.ts';
import {KubernetesRefusal} from './api.ts';
import {openBase} from './base.ts';
import {type Cluster, openCluster} from './cluster.ts';
import {createCluster, deleteCluster, type KindRun, loadImages, nodePort} from './kind.ts';
import {clusterState, observeKubernetes} from './observe.ts';
import {listAt} from './read-object.ts';
import {type ClusterReset, inventoryCluster, resetCluster} from './reset.ts';
import {type Snapshot, takeSnapshot} from './snapshot.ts';
import {surveyKubernetes} from './survey.ts';
import {watchKubernetes} from './watch.ts';

export interface KubernetesOptions {
  readonly paths: Paths;
  /** The daemon itself, not the guard. */
  readonly docker: DockerClient;
  readonly session: string;
  readonly log: CallLog;
  readonly clock: Clock;
  /** What kind and kubectl are run with. */
  readonly env: {readonly [name: string]: string};
  /** Images every node gets. */
  readonly images: readonly string[];
}

/** The Kubernetes half of a sandbox: the course's cluster, the guard before it, and what is looked at there. */
export interface KubernetesSide {
  observe(subject: Extract<Subject, {api: 'kubernetes'}>): Promise<Observation>;
  survey(): Promise<ClusterSurroundings | undefined>;
  changes(onChange: (change: Change) => void, signal: AbortSignal): void;
  /** Remembers how the cluster is, under the number of a checkpoint. */
  mark(at: number): Promise<void>;
  /** Back to a checkpoint; to the bare cluster when absent. Undefined when there is no cluster. */
  reset(to?: number): Promise<ClusterReset | undefined>;
  inventory(to?: number): Promise<readonly string[]>;
  /** A cluster that is there and ready: made, brought back or only waited for. Rejects with a LearnError. */
  ensure(): Promise<void>;
  /** No cluster any more. */
  remove(): Promise<void>;
  close(): Promise<void>;
}

const readyMs = 120_000;
const lookAgainMs = 300;
const keptMarks = 40;

export async function openKubernetes(options: KubernetesOptions): Promise<KubernetesSide> {
  const {paths, docker, session, clock} = options;
  const {certificate, key} = selfSigned({name: 'k8s-learn', now: clock.now()});
  const token = randomBytes(24).toString('base64url');
  let cluster: Cluster | undefined;
  const proxy = await createKubernetesProxy({
    certificate,
    key,
    token,
    upstream: () => cluster?.upstream(),
    policy: () => ({namespace: ''}),
    calls: new KubernetesCalls(options.log, clock),
  });
  const there = openCluster({
    name: clusterName,
    kubeconfig: paths.kubeconfig,
    keysFile: paths.clusterKeys,
    front: {server: proxy.server, authority: certificate, token},
    clock,
  });
  cluster = there;
  const base = openBase(there, paths.clusterBase);
  const marks = new Map<number, Snapshot>();
  const operations = new Set<(operation: Operation | undefined) => void>();
  let manifests: NodeFiles | undefined;
  const loaded = new Set<string>();
  const adopt = async (): Promise<void> => {
    if (!there.upstream()) return;
    await base.take();
    manifests = await readManifests(docker, await listNodes(docker, session));
  };
  // A cluster that is still coming up is looked at again when somebody needs it.
  const adopting = (): void => void adopt().catch(() => {});
  there.onChange(() => {
    loaded.clear();
    marks.clear();
    adopting();
  });
  adopting();

  const run = (signal: AbortSignal): KindRun => ({
    name: clusterName,
    env: options.env,
    tell: (operation) => {
      for (const listener of operations) listener(operation);
    },
    signal,
  });
  const stop = new AbortController();

  async function ensure(): Promise<void> {
    const kind = run(stop.signal);
    const nodes = await listNodes(docker, session);
    if (nodes.length === 0 || !there.upstream()) {
      if (nodes.length > 0) await deleteCluster(kind);
      await createCluster(kind, await freePort(nodePort));
      await until(() => there.upstream() !== undefined, 'kind wrote no kubeconfig');
    } else if (nodes.some(({running}) => !running)) {
      kind.tell({kind: 'cluster', what: clusterName, phase: 'restart', done: 0, total: nodes.length});
      await startNodes(docker, nodes);
    }
    await until(() => isReady(there), 'its nodes do not become ready');
    const wanted = options.images.filter((image) => !loaded.has(image));
    await loadImages(kind, await missingImages(there, wanted));
    // A node says what it has only every few minutes.
    for (const image of wanted) loaded.add(image);
    kind.tell(undefined);
    await adopt();
  }

  return {
    observe: (subject) => observeKubernetes(there, subject),
    survey: () => surveyKubernetes(there),
    changes: (onChange, signal) => {
      listenTo({cluster: there, clock, operations, onChange, signal});
    },
    async mark(at) {
      if (!there.upstream()) return;
      marks.set(at, await takeSnapshot(there.api, await there.resources('anew')));
      for (const oldest of [...marks.keys()].slice(0, -keptMarks)) marks.delete(oldest);
    },
    async reset(to) {
      if (!there.upstream()) return undefined;
      const snapshot = to === undefined ? await base.read() : marks.get(to);
      if (!snapshot) return {removed: [], exact: false};
      const nodes = await listNodes(docker, session);
      const started = await startNodes(docker, nodes);
      if (manifests) await putManifestsBack(docker, nodes, manifests);
      await until(() => isReady(there), 'its nodes do not become ready');
      if (to === undefined) there.leadHome();
      const {removed, exact} = await resetCluster(there, snapshot);
      return {removed, exact: exact && started.length === 0};
    },
    async inventory(to) {
      const snapshot = there.upstream() && ((to === undefined ? undefined : marks.get(to)) ?? (await base.read()));
      return snapshot ? inventoryCluster(there, snapshot) : [];
    },
    ensure,
    async remove() {
      if (there.upstream() || (await listNodes(docker, session)).length > 0) await deleteCluster(run(stop.signal));
    },
    async close() {
      stop.abort();
      there.close();
      await proxy.close();
    },
  };
}

/** Watches are opened anew when the cluster is another one. */
function listenTo(given: {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly operations: Set<(operation: Operation | undefined) => void>;
  readonly onChange: (change: Change) => void;
  readonly signal: AbortSignal;
}): void {
  const {cluster, clock, operations, onChange, signal} = given;
  let watching = new AbortController();
  const tell = (what: string): void => onChange({at: clock.now(), what});
  const watch = (): void => {
    watching.abort();
    watching = new AbortController();
    if (cluster.upstream())
      watchKubernetes({api: cluster.api, clock, onChange: tell, signal: AbortSignal.any([signal, watching.signal])});
  };
  const stop = cluster.onChange(() => {
    watch();
    tell('cluster');
  });
  const operated = (operation: Operation | undefined): void =>
    onChange({at: clock.now(), what: 'cluster', operation: operation ?? null});
  operations.add(operated);
  watch();
  signal.addEventListener('abort', () => {
    stop();
    operations.delete(operated);
    watching.abort();
  });
}

/** Every node Ready, and names are resolved. */
async function isReady(cluster: Cluster): Promise<boolean> {
  try {
    const state = await clusterState(cluster);
    if (!state || state.nodes.length === 0 || !state.nodes.every(({ready}) => ready)) return false;
    const dns = await cluster.api.ask({path: '/apis/apps/v1/namespaces/kube-system/deployments/coredns'});
    return listAt(dns, 'status', 'conditions').some(({type, status}) => type === 'Available' && status === 'True');
  } catch (error) {
    if (error instanceof KubernetesRefusal) return false;
    throw error;
  }
}

async function until(is: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + readyMs;
  while (!(await is())) {
    if (performance.now() > end)
      throw new LearnError({
        code: 'CLUSTER_NOT_READY',
        message: `The cluster ${clusterName} does not come up: ${what}.`,
        fix: `Make it anew: kind delete cluster --name ${clusterName}; the lesson then makes another one.`,
        exitCode: 3,
      });
    await delay(lookAgainMs);
  }
}

/** Those some node does not have. */
async function missingImages(cluster: Cluster, images: readonly string[]): Promise<readonly string[]> {
  const nodes = listAt(await cluster.api.ask({path: '/api/v1/nodes'}), 'items');
  const has = (node: unknown, image: string): boolean =>
    listAt(node, 'status', 'images').some(
      ({names}) => Array.isArray(names) && names.some((name) => isNamed(String(name), image)),
    );
  return images.filter((image) => !nodes.every((node) => has(node, image)));
}

function isNamed(name: string, image: string): boolean {
  const full = image.includes('/') ? image : `library/${image}`;
  return name === image || name === `docker.io/${full}`;
}

/** The port itself when nobody has it, else any that is free. */
function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
      });
    });
  return tryPort(wanted).catch(() => tryPort(0));
}
