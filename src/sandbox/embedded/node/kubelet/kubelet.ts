import {EventRecorder} from '../../controllers/event-recorder.ts';
import {type Client, Unreachable} from '../../kubernetes-api/client.ts';
import type {KubeletApi} from '../../kubernetes-api/kubelet-api.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import type {ContainerRuntime} from '../containers/container-runtime.ts';
import type {Node} from '../node.ts';
import {refusalOf, reportRefusal} from './admission.ts';
import {createKubeletApi} from './api/kubelet-api.ts';
import {Backoff} from './backoff.ts';
import type {KubeletConfig, KubeletContext} from './context.ts';
import {ImagePulls} from './images/image-pulls.ts';
import {ensureMirror, removeMirror} from './mirror-pods.ts';
import {NodeRegistration} from './node-registration.ts';
import {graceMs, hashAnnotation, isMirror, isStatic, isTerminal, type KubePod, namespaceOf} from './pod.ts';
import {PodWorker} from './pod-worker.ts';
import {StaticPods} from './static-pods.ts';

/** How often it looks at its manifests and its network: a file that is moved is seen soon. */
const lookMs = 200;
/** How often it makes sure that its static Pods are seen in the API. */
const mirrorMs = 1000;

export interface KubeletOptions {
  readonly node: Node;
  readonly runtime: ContainerRuntime;
  /** As `system:node:NAME`. */
  readonly client: Client;
  readonly config: KubeletConfig;
  /** One line of its journal. */
  readonly say: (line: string) => void;
}

/** The agent of a node: what is assigned to it runs, and the API knows how it is. */
export interface Kubelet {
  /** Needs no API server: static Pods run without one. */
  start(): void;
  /** Containers go on. */
  stop(): void;
  readonly api: KubeletApi;
}

/** https://kubernetes.io/docs/concepts/architecture/#kubelet */
export function createKubelet(options: KubeletOptions): Kubelet {
  const {node, client} = options;
  const {clock} = node.kernel;
  const events = new EventRecorder({client, clock, component: 'kubelet', host: node.name});
  const pulls = new ImagePulls(node, new Backoff(clock.now));
  return new NodeAgent({...options, clock, events, pulls, restarts: new Backoff(clock.now)});
}

class NodeAgent implements Kubelet {
  readonly api: KubeletApi;
  readonly #context: KubeletContext;
  readonly #registration: NodeRegistration;
  readonly #manifests: StaticPods;
  /** By the uid of the Pod; of a static one, the hash of its manifest. */
  readonly #workers = new Map<string, PodWorker>();
  /** Static Pods that are to run, by namespace and name. */
  readonly #static = new Map<string, KubePod>();
  readonly #stops: (() => void)[] = [];
  #stopWatch: () => void = () => {};
  #cancelLook: () => void = () => {};
  #isStopped = false;
  #mirroredMs = Number.NEGATIVE_INFINITY;
  /** Whether it has been told once what is assigned to it: before, nothing is taken to be gone. */
  #knowsAll = false;

  constructor(context: KubeletContext) {
    const {node, config, say} = context;
    this.#context = context;
    this.#registration = new NodeRegistration(context);
    this.#manifests = new StaticPods(node, config.manifestFolder, say);
    this.api = createKubeletApi(context, (pod) => this.#find(pod));
  }

  start(): void {
    const {client, runtime} = this.#context;
    this.#stops.push(
      runtime.onChange((uid) => this.#workers.get(uid)?.wake()),
      client.onConnection((state) => {
        if (state === 'connected') this.#connect();
      }),
    );
    this.#look();
    this.#registration.start();
    this.#connect();
  }

  stop(): void {
    this.#isStopped = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.#stopWatch();
    this.#cancelLook();
    this.#registration.stop();
    for (const worker of this.#workers.values()) worker.stop();
    this.#workers.clear();
  }

  #look(): void {
    if (this.#isStopped) return;
    const pods = this.#manifests.look();
    if (pods) this.#setStatic(pods);
    this.#registration.look();
    if (this.#context.clock.now() - this.#mirroredMs >= mirrorMs) this.#mirrorAll();
    this.#cancelLook = this.#context.clock.after(lookMs, () => this.#look());
  }

  /** Learns what is assigned to it, and is told of every change from then on. */
  #connect(): void {
    if (this.#isStopped) return;
    const {client, node} = this.#context;
    this.#tried(() => {
      this.#registration.update();
      this.#stopWatch();
      const all = client.list<KubePod>('pods').filter(({spec}) => spec?.nodeName === node.name);
      this.#stopWatch = client.watch('pods', client.revision(), ({type, object}) => {
        const pod = object as KubePod;
        if (pod.spec?.nodeName === node.name) this.#onPod(type === 'DELETED' ? 'gone' : 'there', pod);
      });
      this.#knowsAll = true;
      for (const pod of all) this.#onPod('there', pod);
      this.#endUnknown(new Set(all.map(({metadata}) => metadata.uid)));
      this.#mirrorAll();
      // What happened meanwhile has not been told yet.
      for (const worker of this.#workers.values()) worker.wake();
    });
  }

  #mirrorAll(): void {
    this.#mirroredMs = this.#context.clock.now();
    for (const pod of this.#static.values()) this.#mirror(pod);
  }

  /** What runs and is not asked for any more: it was deleted while nobody told. */
  #endUnknown(wanted: ReadonlySet<string>): void {
    const isStatic = (uid: string): boolean => [...this.#static.values()].some(({metadata}) => metadata.uid === uid);
    for (const [uid, worker] of this.#workers)
      if (!wanted.has(uid) && !isStatic(uid)) worker.end(graceMs(worker.state.pod));
    const {runtime} = this.#context;
    for (const uid of runtime.podUids()) {
      if (wanted.has(uid) || this.#workers.has(uid) || isStatic(uid)) continue;
      for (const sandbox of runtime.sandboxesOf(uid))
        void runtime.stopSandbox(sandbox).then(() => runtime.removeSandbox(sandbox));
    }
  }

  #onPod(what: 'there' | 'gone', pod: KubePod): void {
    if (this.#isStopped) return;
    if (isMirror(pod)) return this.#onMirror(what, pod);
    const {uid} = pod.metadata;
    const worker = this.#workers.get(uid);
    if (what === 'gone') {
      if (worker) this.#say('REMOVE', 'api', pod);
      worker?.end(graceMs(pod));
    } else if (worker) {
      if (pod.metadata.deletionTimestamp !== undefined && !worker.isEnding) this.#say('DELETE', 'api', pod);
      worker.update(pod);
    } else this.#take(pod);
  }

  #take(pod: KubePod): void {
    this.#say('ADD', isStatic(pod) ? 'file' : 'api', pod);
    if (this.#isRefused(pod)) return;
    const worker = new PodWorker(this.#context, pod, (gone) => this.#onGone(gone));
    this.#workers.set(pod.metadata.uid, worker);
    if (pod.metadata.deletionTimestamp === undefined) worker.wake();
    else worker.end(graceMs(pod));
  }

  /** Whether a Pod that was put here by hand cannot be here: its status says so then, and it is nobody's any more. */
  #isRefused(pod: KubePod): boolean {
    const {node, client, events, clock} = this.#context;
    if (isStatic(pod) || isTerminal(pod.status?.phase) || pod.metadata.deletionTimestamp !== undefined) return false;
    const labels = this.#registration.node()?.metadata.labels ?? {};
    const others = (): readonly KubePod[] => [...this.#workers.values()].map(({state}) => state.stored() ?? state.pod);
    const refusal = refusalOf(pod, {node, labels, others});
    if (!refusal) return false;
    events.record(pod, {type: 'Warning', ...refusal});
    clock.soon(() => this.#tried(() => reportRefusal(client, pod, refusal, clock.now())));
    return true;
  }

  #onGone(worker: PodWorker): void {
    this.#workers.delete(worker.state.uid);
    // A manifest that was changed begins anew once the old Pod is gone.
    const next = this.#static.get(keyOf(worker.state.pod));
    if (next && !this.#workers.has(next.metadata.uid)) this.#context.clock.soon(() => this.#startStatic(next));
  }

  #setStatic(pods: readonly KubePod[]): void {
    const before = new Map(this.#static);
    this.#static.clear();
    for (const pod of pods) this.#static.set(keyOf(pod), pod);
    for (const [key, old] of before) {
      if (this.#static.get(key)?.metadata.uid === old.metadata.uid) continue;
      this.#workers.get(old.metadata.uid)?.end(graceMs(old));
    }
    for (const pod of this.#static.values()) this.#startStatic(pod);
  }

  #startStatic(pod: KubePod): void {
    if (this.#isStopped || this.#static.get(keyOf(pod)) !== pod || this.#workers.has(pod.metadata.uid)) return;
    const isOldThere = [...this.#workers.values()].some(({state}) => keyOf(state.pod) === keyOf(pod));
    if (isOldThere) return;
    this.#mirror(pod);
    this.#take(pod);
  }

  #mirror(pod: KubePod): void {
    const node = this.#registration.node();
    if (!node) return;
    const {client} = this.#context;
    this.#tried(() => {
      if (ensureMirror(client, pod, {name: node.metadata.name, uid: node.metadata.uid}))
        this.#workers.get(pod.metadata.uid)?.wake();
    });
  }

  /** A mirror that somebody deletes comes back; one without a manifest goes. */
  #onMirror(what: 'there' | 'gone', mirror: KubePod): void {
    const pod = this.#static.get(keyOf(mirror));
    const {clock, client} = this.#context;
    const isMeant = pod?.metadata.uid === mirror.metadata.annotations?.[hashAnnotation];
    if (what === 'there' && isMeant && mirror.metadata.deletionTimestamp === undefined) return;
    const isEnding = [...this.#workers.values()].some(({state}) => state.ending && keyOf(state.pod) === keyOf(mirror));
    // The Pod that ends takes its mirror along.
    if (isEnding && mirror.metadata.deletionTimestamp === undefined) return;
    clock.soon(() =>
      this.#tried(() => {
        if (what === 'there') removeMirror(client, mirror);
        const wanted = this.#static.get(keyOf(mirror));
        if (!wanted || !this.#workers.has(wanted.metadata.uid)) return;
        this.#mirror(wanted);
        this.#workers.get(wanted.metadata.uid)?.wake();
      }),
    );
  }

  #find(pod: {readonly namespace: string; readonly name: string; readonly uid: string}): PodWorker | undefined {
    const known = this.#workers.get(pod.uid);
    if (known) return known;
    return [...this.#workers.values()].find(({state}) => keyOf(state.pod) === `${pod.namespace}/${pod.name}`);
  }

  /** As upstream's journal tells of Pods that come and go. */
  #say(what: 'ADD' | 'DELETE' | 'REMOVE', source: 'api' | 'file', pod: KubePod): void {
    this.#context.say(`"SyncLoop ${what}" source="${source}" pods=["${keyOf(pod)}"]`);
  }

  /** What does not go now goes once the API server is there again. */
  #tried(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof KubeRefusal)) throw error;
      this.#context.say(`"Unable to reach the API server" err="${error.message}"`);
      if (!this.#knowsAll && error instanceof KubeRefusal) this.#context.clock.after(lookMs, () => this.#connect());
    }
  }
}

function keyOf(pod: KubePod): string {
  return `${namespaceOf(pod)}/${pod.metadata.name}`;
}
