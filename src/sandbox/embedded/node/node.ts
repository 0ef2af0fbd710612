import type {RunConfig} from '../docker-api/images/image.ts';
import type {MountTable} from '../runtime/fs/mounts.ts';
import type {OverlayDirectory} from '../runtime/fs/overlay.ts';
import type {Fabric} from '../runtime/net/fabric.ts';
import type {NetworkStack} from '../runtime/net/stack.ts';
import type {Cgroup} from '../runtime/process/cgroup.ts';
import type {Kernel} from '../runtime/process/kernel.ts';
import type {Program} from '../runtime/process/process.ts';

/** An image as a node's containerd has it. */
export interface NodeImage {
  /** Digest of its configuration: `sha256:…`. */
  readonly id: string;
  readonly config: RunConfig;
  /** Its uppermost layer, which is frozen; undefined for one without files. */
  readonly root: OverlayDirectory | undefined;
  /** In full: `docker.io/library/nginx:1.27-alpine`. */
  readonly tags: readonly string[];
  /** In full: `docker.io/library/nginx@sha256:…`. */
  readonly digests: readonly string[];
  readonly sizeBytes: number;
}

/** The images of one node, as the CRI's image service has them. */
export interface NodeImages {
  /** By an id or a name, as a Pod writes it: `nginx` means `docker.io/library/nginx:latest`. */
  find(reference: string): NodeImage | undefined;
  list(): readonly NodeImage[];
  /**
   * Brings an image, in a believable time. Rejects with an ImageRefusal; the sentence is containerd's, whole: `failed to
   * pull and unpack image "docker.io/library/x:y": failed to resolve …`.
   */
  pull(reference: string, signal: AbortSignal): Promise<NodeImage>;
}

/** An image that does not come, with containerd's sentence. */
export class ImageRefusal extends Error {
  /** gRPC's: what stands in `rpc error: code = NotFound desc = …`. */
  readonly code: 'NotFound' | 'Unknown' | 'InvalidArgument' | 'Unavailable';

  constructor(code: ImageRefusal['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** A Pod's own network stack. */
export interface PodStack {
  readonly stack: NetworkStack;
  readonly address: string;
  /** The Pod is gone: its address is free again. */
  release(): void;
}

/** What a node of the cluster offers its containers and its kubelet. */
export interface Node {
  /** As the cluster knows it: the host name. */
  readonly name: string;
  readonly kernel: Kernel;
  readonly fabric: Fabric;
  readonly programs: ReadonlyMap<string, Program>;
  /** The file tree of the node itself: manifests, hostPath volumes, /var/log/pods. */
  readonly mounts: MountTable;
  /** The node's own stack, which Pods on the host network share; it reaches every Pod of the cluster. */
  readonly stack: NetworkStack;
  /** All Pods are below it. */
  readonly cgroup: Cgroup;
  /** Its InternalIP. */
  readonly address: string;
  readonly machine: {readonly cpus: number; readonly memoryBytes: number; readonly diskBytes: number};
  readonly images: NodeImages;
  /** /dev of every container, frozen. */
  devices(): OverlayDirectory;
  /** Whether its network plugin is ready: it has a podCIDR and a CNI configuration. */
  hasPodNetwork(): boolean;
  /** A stack for one more Pod. Throws a SystemError when all addresses are taken; only while `hasPodNetwork`. */
  podStack(): PodStack;
}
