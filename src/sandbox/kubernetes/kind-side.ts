import type {LearnError} from '../../errors.ts';
import type {Operation} from '../../observation.ts';
import {writeWhole} from '../../whole-file.ts';
import {leadToRegistries} from '../docker/node-registries.ts';
import {listNodes, putManifestsBack, readManifests, startNodes} from '../docker/nodes.ts';
import {clusterName} from '../guard/kind.ts';
import {openBase} from './base.ts';
import {openCluster, readText} from './cluster.ts';
import {freePort} from './free-port.ts';
import {openFront} from './front.ts';
import {createCluster, deleteCluster, type KindRun, loadImages, nodePort} from './kind.ts';
import {listenTo} from './listen.ts';
import {createMarks} from './marks.ts';
import {missingImages} from './node-images.ts';
import {observeKubernetes} from './observe.ts';
import {isReady, notReady, until} from './ready.ts';
import {inventoryCluster, resetCluster} from './reset.ts';
import type {KubernetesOptions, KubernetesSide} from './side.ts';
import {surveyKubernetes} from './survey.ts';
import type {Upstream} from './upstream.ts';

/** The course's own cluster, which kind makes out of containers. */
export async function openKind(options: KubernetesOptions): Promise<KubernetesSide> {
  const {paths, docker, session, clock, log} = options;
  let upstream = (): Upstream | undefined => undefined;
  const {front, close} = await openFront({upstream: () => upstream(), policy: {namespace: ''}, log, clock});
  const {kubeconfig, clusterKeys: keysFile} = paths;
  const cluster = openCluster({name: clusterName, kubeconfig, keysFile, front, clock});
  upstream = () => cluster.upstream();
  const base = openBase(cluster, paths.clusterBase, async () =>
    readManifests(docker, await listNodes(docker, session)),
  );
  const marks = createMarks(cluster, base, kubeconfig);
  const operations = new Set<(operation: Operation | undefined) => void>();
  const stop = new AbortController();
  const loaded = new Set<string>();
  const adopt = async (): Promise<void> => {
    if (!cluster.upstream()) return;
    await base.take();
    await leadToRegistries(docker, session);
  };
  // A cluster that is still coming up is looked at again when somebody needs it.
  const adopting = (): void => void adopt().catch(() => {});
  cluster.onChange(() => {
    loaded.clear();
    marks.forget();
    base.doubt();
    adopting();
  });
  adopting();

  const kind: KindRun = {
    name: clusterName,
    env: options.env,
    tell: (operation) => {
      for (const listener of operations) listener(operation);
    },
    signal: stop.signal,
  };

  async function ensure(): Promise<void> {
    const nodes = await listNodes(docker, session);
    if (nodes.length === 0 || !cluster.upstream()) {
      if (nodes.length > 0) await deleteCluster(kind);
      await createCluster(kind, await freePort(nodePort));
      await until(
        () => cluster.upstream() !== undefined,
        () => lost('kind wrote no kubeconfig'),
      );
    } else if (nodes.some(({running}) => !running)) {
      kind.tell({kind: 'cluster', what: clusterName, phase: 'restart', done: 0, total: nodes.length});
      await startNodes(docker, nodes);
    }
    await until(
      () => isReady(cluster),
      () => lost('its nodes do not become ready'),
    );
    const wanted = options.images.filter((image) => !loaded.has(image));
    await loadImages(kind, await missingImages(cluster, wanted));
    // A node says what it has only every few minutes.
    for (const image of wanted) loaded.add(image);
    kind.tell(undefined);
    await adopt();
  }

  async function remove(): Promise<void> {
    if (cluster.upstream() || (await listNodes(docker, session)).length > 0) await deleteCluster(kind);
    // kind takes out its own entries alone; contexts the learner made would lead into the next cluster.
    if (readText(kubeconfig) !== '') writeWhole(kubeconfig, 'apiVersion: v1\nkind: Config\n', 0o600);
  }

  return {
    observe: (subject) => observeKubernetes(cluster, subject),
    survey: () => surveyKubernetes(cluster),
    changes: (onChange, signal) => listenTo({cluster, clock, operations, onChange, signal}),
    mark: (at) => marks.put(at),
    async reset(to) {
      if (!cluster.upstream()) return undefined;
      const snapshot = await marks.find(to);
      if (!snapshot) return {removed: [], exact: false};
      const nodes = await listNodes(docker, session);
      const started = await startNodes(docker, nodes);
      await putManifestsBack(docker, nodes, base.manifests());
      await until(
        () => isReady(cluster),
        () => lost('its nodes do not become ready'),
      );
      marks.leadTo(to);
      const {removed, exact} = await resetCluster(cluster, snapshot);
      return {removed, exact: exact && started.length === 0};
    },
    async inventory(to) {
      const snapshot = cluster.upstream() && ((await marks.find(to)) ?? (await base.read()));
      return snapshot ? inventoryCluster(cluster, snapshot) : [];
    },
    ensure,
    remove,
    async clean() {
      // Its nodes are containers: those are told as such.
      await remove();
      return [];
    },
    async close() {
      stop.abort();
      cluster.close();
      await close();
    },
  };
}

function lost(what: string): LearnError {
  return notReady(what, `Make it anew: kind delete cluster --name ${clusterName}; the lesson then makes another one.`);
}
