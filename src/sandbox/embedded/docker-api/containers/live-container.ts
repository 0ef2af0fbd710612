import type {StandardStreams, WriteOutput} from '../../runtime/container/container-io.ts';
import type {ContainerLog} from '../../runtime/container/container-log.ts';
import type {Output} from '../../runtime/container/output.ts';
import type {OverlayDirectory} from '../../runtime/fs/overlay.ts';
import type {Process} from '../../runtime/process/process.ts';
import type {ProcessSpace} from '../../runtime/process/space.ts';
import type {ContainerConfig} from './container-config.ts';
import type {ContainerMount} from './container-mounts.ts';
import type {ContainerNetworks} from './container-networks.ts';
import type {ContainerState} from './container-state.ts';
import type {HostConfig} from './host-config.ts';
import type {Links} from './links.ts';
import type {TableParts} from './mount-table.ts';
import type {PublishedPort} from './published-ports.ts';
import type {SimulatedHost} from './simulated-host.ts';

/** One life of a container: from a start to the end of its first process. */
export interface Run {
  readonly space: ProcessSpace;
  readonly first: Process;
  readonly streams: StandardStreams;
  readonly ports: readonly PublishedPort[];
  /** Gives back what it had: ports, memory file systems, its control group. */
  close(): void;
}

/** What starting, watching and ending a container need of it; `DockerContainer` is one. */
export interface LiveContainer {
  readonly id: string;
  readonly name: string;
  readonly config: ContainerConfig;
  readonly host: HostConfig;
  readonly hostname: string;
  readonly argv: readonly string[];
  readonly state: ContainerState;
  readonly layer: OverlayDirectory;
  readonly mounts: readonly ContainerMount[];
  readonly networks: ContainerNetworks;
  readonly links: Links;
  readonly log: ContainerLog;
  readonly output: Output;
  readonly write: WriteOutput;
  readonly simulatedHost: SimulatedHost;
  /** While it runs. */
  readonly run: Run | undefined;
  sandboxId: string;
  /** The container whose network it shares. */
  readonly networkOf: LiveContainer | undefined;
  tableParts(): TableParts;
  writeEtc(): void;
  releaseEtc(): void;
  /** A limit has killed one of its processes. */
  outOfMemory(): void;
  tell(action: string, more?: {readonly [name: string]: string}): void;
}
