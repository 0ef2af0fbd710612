import type {ContainerStatus, PodStatus} from 'kubernetes-types/core/v1';
import type {RecordedEvent} from '../../controllers/event-recorder.ts';
import {Unreachable} from '../../kubernetes-api/client.ts';
import type {Frozen} from '../../kubernetes-api/object.ts';
import type {MemoryFile} from '../../runtime/fs/memory-file.ts';
import type {NodeContainer} from '../containers/node-container.ts';
import type {PodSandbox} from '../containers/sandbox.ts';
import type {KubeletContext} from './context.ts';
import {
  type ContainerPlace,
  findContainer,
  isMirror,
  isSidecar,
  isStatic,
  type KubePod,
  namespaceOf,
  type PlacedContainer,
  restartPolicyOf,
} from './pod.ts';
import type {ContainerProbes} from './probes/container-probes.ts';
import type {WaitingReason} from './status/container-status.ts';
import {PodVolumes} from './volumes/pod-volumes.ts';

/** Why a Pod is made to fail by the kubelet: what its status says then. */
export interface PodFailure {
  readonly reason: string;
  readonly message: string;
}

/** What the kubelet knows of one Pod on its node. */
export class PodState {
  readonly context: KubeletContext;
  /** As it is asked for; of a static Pod, its manifest. */
  pod: KubePod;
  /** Why containers do not run, by name. */
  readonly waiting = new Map<string, WaitingReason>();
  /** By the id of the container. */
  readonly probes = new Map<string, ContainerProbes>();
  readonly terminationLogs = new Map<string, MemoryFile>();
  readonly volumes: PodVolumes;
  failure: PodFailure | undefined;
  /** It goes: nothing is started any more. */
  ending = false;

  constructor(context: KubeletContext, pod: KubePod) {
    this.context = context;
    this.pod = pod;
    const {node, client} = context;
    const placed = (): {readonly hostAddress: string; readonly podAddress: string} => this.placedAt();
    this.volumes = new PodVolumes({node, client, placed});
  }

  get uid(): string {
    return this.pod.metadata.uid;
  }

  /** The sandbox that is in use; undefined before there is one, and when it is gone. */
  get sandbox(): PodSandbox | undefined {
    return this.context.runtime.sandboxesOf(this.uid).findLast(({ready}) => ready);
  }

  /** All containers of a name that are known, the newest last. */
  made(name: string): readonly NodeContainer[] {
    return this.context.runtime.containersOf(this.uid).filter(({spec}) => spec.name === name);
  }

  newest(name: string): NodeContainer | undefined {
    return this.made(name).at(-1);
  }

  running(): readonly NodeContainer[] {
    return this.context.runtime.containersOf(this.uid).filter(({state}) => state === 'running');
  }

  placedAt(): {readonly hostAddress: string; readonly podAddress: string} {
    const hostAddress = this.context.node.address;
    return {hostAddress, podAddress: this.sandbox?.address ?? ''};
  }

  /** The Pod as the API has it: of a static one, its mirror. Undefined when it is not there, or another one is. */
  stored(): KubePod | undefined {
    try {
      const found = this.context.client.find<KubePod>('pods', namespaceOf(this.pod), this.pod.metadata.name);
      const isOurs = found?.metadata.uid === this.uid || (isStatic(this.pod) && found && isMirror(found));
      return isOurs ? found : undefined;
    } catch (error) {
      if (error instanceof Unreachable) return undefined;
      throw error;
    }
  }

  /** What the API says of a container. */
  statusBefore(
    name: string,
    status: Frozen<PodStatus> | undefined = this.stored()?.status,
  ): Frozen<ContainerStatus> | undefined {
    const all = [
      ...(status?.initContainerStatuses ?? []),
      ...(status?.containerStatuses ?? []),
      ...(status?.ephemeralContainerStatuses ?? []),
    ];
    return all.find((one) => one.name === name);
  }

  /** Whether a container is to be started: it never ran, or its end is not one the Pod takes for good. */
  isToRun(placed: PlacedContainer): boolean {
    if (this.ending || this.failure) return false;
    const newest = this.newest(placed.container.name);
    if (!newest) return true;
    if (newest.state !== 'exited') return false;
    if (isSidecar(placed)) return true;
    const isSuccess = newest.exit?.code === 0;
    if (placed.place === 'ephemeralContainers') return false;
    const policy = restartPolicyOf(this.pod);
    if (placed.place === 'initContainers') return !isSuccess && policy !== 'Never';
    return policy === 'Always' || (policy === 'OnFailure' && !isSuccess);
  }

  event(event: RecordedEvent): void {
    this.context.events.record(this.stored() ?? this.pod, event);
  }

  containerEvent(name: string, event: Omit<RecordedEvent, 'fieldPath'>): void {
    const place: ContainerPlace = findContainer(this.pod, name)?.place ?? 'containers';
    this.event({...event, fieldPath: `spec.${place}{${name}}`});
  }
}
