import {hex} from '../../bytes/bytes.ts';
import type {Files} from '../../runtime/fs/files.ts';
import {MemoryFile} from '../../runtime/fs/memory-file.ts';
import {rootFiles} from '../../runtime/fs/root-files.ts';
import {isSystemError} from '../../system-error.ts';
import type {Node} from '../node.ts';
import {PreparedImages} from './container-files.ts';
import type {ContainerSpec} from './container-spec.ts';
import {CriLog} from './cri-log.ts';
import {NodeContainer} from './node-container.ts';
import {PodSandbox, type SandboxSpec} from './sandbox.ts';

/**
 * containerd of one node, as far as the CRI shows it: sandboxes and containers, whoever made them. A kubelet that ends
 * leaves them running. https://github.com/kubernetes/cri-api
 */
export class ContainerRuntime {
  readonly node: Node;
  readonly #files: Files;
  readonly #prepared: PreparedImages;
  readonly #sandboxes = new Map<string, PodSandbox>();
  readonly #containers = new Map<string, NodeContainer>();
  readonly #ofPod = new Map<string, {readonly sandboxes: Set<PodSandbox>; readonly containers: Set<NodeContainer>}>();
  readonly #listeners = new Set<(podUid: string) => void>();

  constructor(node: Node) {
    this.node = node;
    this.#files = rootFiles(node.mounts, node.kernel.clock.now);
    this.#prepared = new PreparedImages(node);
  }

  sandboxes(): readonly PodSandbox[] {
    return [...this.#sandboxes.values()];
  }

  containers(): readonly NodeContainer[] {
    return [...this.#containers.values()];
  }

  /** Those of one Pod, the oldest first. */
  sandboxesOf(podUid: string): readonly PodSandbox[] {
    return [...(this.#ofPod.get(podUid)?.sandboxes ?? [])];
  }

  containersOf(podUid: string): readonly NodeContainer[] {
    return [...(this.#ofPod.get(podUid)?.containers ?? [])];
  }

  podUids(): readonly string[] {
    return [...this.#ofPod.keys()];
  }

  /** By id, or the beginning of one. */
  container(id: string): NodeContainer | undefined {
    return this.#containers.get(id) ?? this.containers().find((other) => id !== '' && other.id.startsWith(id));
  }

  sandbox(id: string): PodSandbox | undefined {
    return this.#sandboxes.get(id) ?? this.sandboxes().find((other) => id !== '' && other.id.startsWith(id));
  }

  /** Told of every container that has ended; returns how to stop. */
  onChange(listener: (podUid: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Throws a SystemError when the node has no address left. */
  runSandbox(spec: SandboxSpec): PodSandbox {
    const sandbox = new PodSandbox(this.node, this.#newId(), spec);
    this.#sandboxes.set(sandbox.id, sandbox);
    this.#podOf(spec.podUid).sandboxes.add(sandbox);
    return sandbox;
  }

  /** Kills what still runs in it and gives its address back. */
  async stopSandbox(sandbox: PodSandbox): Promise<void> {
    if (!sandbox.ready) return;
    const running = this.containersOf(sandbox.spec.podUid).filter(
      (container) => container.sandbox === sandbox && container.state === 'running',
    );
    await Promise.all(running.map((container) => container.stop(0)));
    sandbox.stop();
    this.#tell(sandbox.spec.podUid);
  }

  removeSandbox(sandbox: PodSandbox): void {
    const {podUid} = sandbox.spec;
    for (const container of this.containersOf(podUid))
      if (container.sandbox === sandbox) this.removeContainer(container);
    this.#sandboxes.delete(sandbox.id);
    const pod = this.#podOf(podUid);
    pod.sandboxes.delete(sandbox);
    if (pod.sandboxes.size > 0 || pod.containers.size > 0) return;
    this.#ofPod.delete(podUid);
    const {namespace, podName} = sandbox.spec;
    this.#quietly(() => this.#removeTree(podLogFolder({namespace, name: podName, uid: podUid})));
  }

  createContainer(sandbox: PodSandbox, spec: ContainerSpec): NodeContainer {
    const {namespace, podName, podUid} = sandbox.spec;
    const id = this.#newId();
    const path = `${podLogFolder({namespace, name: podName, uid: podUid})}/${spec.name}/${spec.attempt}.log`;
    const log = new CriLog({files: this.#files, path, now: this.node.kernel.clock.now});
    const container = new NodeContainer({node: this.node, id, sandbox, spec, log, prepared: this.#prepared});
    container.onExit = () => this.#tell(podUid);
    this.#containers.set(id, container);
    this.#podOf(podUid).containers.add(container);
    this.#quietly(() => {
      this.#files.makeDirectories('/var/log/containers', 0o755);
      this.#files.makeSymlink(linkOf(container), path);
    });
    return container;
  }

  /** It is forgotten, with its log; it has ended before. */
  removeContainer(container: NodeContainer): void {
    if (container.state === 'running') return;
    const {podUid} = container.sandbox.spec;
    this.#containers.delete(container.id);
    this.#ofPod.get(podUid)?.containers.delete(container);
    container.remove();
    this.#quietly(() => this.#files.unlink(linkOf(container)));
    this.#quietly(() => this.#removeFile(container.log.path));
  }

  /** Kills everything at once: the node is switched off. */
  stopAll(): void {
    for (const container of this.#containers.values()) container.powerOff();
    for (const sandbox of this.#sandboxes.values()) sandbox.stop();
  }

  #podOf(uid: string): {readonly sandboxes: Set<PodSandbox>; readonly containers: Set<NodeContainer>} {
    const known = this.#ofPod.get(uid) ?? {sandboxes: new Set<PodSandbox>(), containers: new Set<NodeContainer>()};
    this.#ofPod.set(uid, known);
    return known;
  }

  #tell(podUid: string): void {
    for (const listener of [...this.#listeners]) listener(podUid);
  }

  #removeTree(path: string): void {
    for (const name of this.#files.list(path)) {
      const inner = `${path}/${name}`;
      if (this.#files.stat(inner, {follow: false})?.kind === 'directory') this.#removeTree(inner);
      else this.#removeFile(inner);
    }
    this.#files.removeDirectory(path);
  }

  /** Gives its room back as well. */
  #removeFile(path: string): void {
    const node = this.#files.stat(path, {follow: false})?.node;
    this.#files.unlink(path);
    if (node instanceof MemoryFile) node.release();
  }

  #newId(): string {
    return hex(this.node.kernel.outside.random(32));
  }

  #quietly(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }
}

/** `/var/log/pods/default_web_UID` */
export function podLogFolder(pod: {readonly namespace: string; readonly name: string; readonly uid: string}): string {
  return `/var/log/pods/${pod.namespace}_${pod.name}_${pod.uid}`;
}

/** The name collectors of logs find it by. */
function linkOf({id, sandbox, spec}: NodeContainer): string {
  const {namespace, podName} = sandbox.spec;
  return `/var/log/containers/${podName}_${namespace}_${spec.name}-${id}.log`;
}
