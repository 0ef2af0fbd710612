import type {WriteOutput} from '../../runtime/container/container-io.ts';
import type {ContainerLog} from '../../runtime/container/container-log.ts';
import {Output} from '../../runtime/container/output.ts';
import type {OverlayDirectory} from '../../runtime/fs/overlay.ts';
import type {NetworkStack} from '../../runtime/net/stack.ts';
import type {ProcessSpace} from '../../runtime/process/space.ts';
import type {Image} from '../images/image.ts';
import type {DockerNetwork} from '../networks/docker-network.ts';
import type {NetworkEndpoint} from '../networks/endpoint.ts';
import {identity} from '../system/identity.ts';
import type {Container, ContainerSummary} from './container.ts';
import type {ContainerConfig, EndpointSettings} from './container-config.ts';
import {addHost, releaseEtcFiles, removeHost, writeEtcFiles} from './container-etc.ts';
import {type ShownContainer, summaryJson} from './container-json.ts';
import {ContainerLife} from './container-life.ts';
import type {ContainerMount} from './container-mounts.ts';
import {ContainerNetworks} from './container-networks.ts';
import {ContainerState, type ContainerStatus} from './container-state.ts';
import type {Exec} from './exec.ts';
import type {HostConfig} from './host-config.ts';
import {ownNames} from './host-files.ts';
import {type Linked, Links} from './links.ts';
import type {Run} from './live-container.ts';
import type {EtcFiles, TableParts} from './mount-table.ts';
import type {SimulatedHost} from './simulated-host.ts';

export interface ContainerParts {
  readonly id: string;
  readonly name: string;
  readonly image: Image;
  /** The image's merged in. */
  readonly config: ContainerConfig;
  readonly host: HostConfig;
  readonly wishes: ReadonlyMap<string, EndpointSettings>;
  readonly layer: OverlayDirectory;
  readonly log: ContainerLog;
}

/** A container: what it is, what it has and where it is in its life. */
export class DockerContainer implements Container, ShownContainer {
  readonly id: string;
  name: string;
  readonly createdMs: number;
  readonly image: Image;
  readonly config: ContainerConfig;
  /** Changed by `docker update`. */
  host: HostConfig;
  readonly layer: OverlayDirectory;
  readonly log: ContainerLog;
  /** Set once its volumes are there. */
  mounts: readonly ContainerMount[] = [];
  readonly state = new ContainerState();
  readonly networks: ContainerNetworks;
  readonly links: Links;
  readonly output = new Output();
  readonly life: ContainerLife;
  /** Made by `docker exec`, those that have ended among them for a while. */
  readonly execs = new Map<string, Exec>();
  readonly simulatedHost: SimulatedHost;
  etc: EtcFiles | undefined;
  /** Of the network namespace of its last run; '' before. */
  sandboxId = '';

  constructor(parts: ContainerParts, simulatedHost: SimulatedHost, onEnded: () => void) {
    const {daemon} = simulatedHost;
    this.simulatedHost = simulatedHost;
    this.id = parts.id;
    this.name = parts.name;
    this.createdMs = daemon().outside.clock.now();
    this.image = parts.image;
    this.config = parts.config;
    this.host = parts.host;
    this.layer = parts.layer;
    this.log = parts.log;
    const mode = parts.host.NetworkMode;
    this.networks = new ContainerNetworks({daemon, who: () => this, mode, wishes: parts.wishes});
    this.links = new Links(
      parts.host.Links ?? [],
      (name) => this.#linked(name),
      () => this.name,
    );
    this.life = new ContainerLife(this, onEnded);
  }

  get imageName(): string {
    return this.config.Image;
  }

  get labels(): {readonly [name: string]: string} {
    return this.config.Labels;
  }

  get status(): ContainerStatus {
    return this.state.status;
  }

  get run(): Run | undefined {
    return this.life.run;
  }

  get space(): ProcessSpace | undefined {
    return this.life.run?.space;
  }

  get stack(): NetworkStack {
    return this.networks.stack;
  }

  get endpoints(): ReadonlyMap<string, NetworkEndpoint> {
    return this.networks.endpoints;
  }

  /** What runs: entry point and arguments. */
  get argv(): readonly string[] {
    return [...(this.config.Entrypoint ?? []), ...(this.config.Cmd ?? [])];
  }

  get hostname(): string {
    if (this.networks.isHost || this.host.UTSMode === 'host') return identity.hostName;
    return this.networkOf?.hostname ?? this.config.Hostname;
  }

  /** The container whose network it shares (`--network container:x`). */
  get networkOf(): DockerContainer | undefined {
    const [kind, reference = ''] = this.networks.mode.split(/:(.*)/s);
    const other = kind === 'container' ? this.simulatedHost.daemon().containers.find(reference) : undefined;
    return other instanceof DockerContainer && other !== this ? other : undefined;
  }

  /** What its processes write goes to the log, then to everybody attached. */
  readonly write: WriteOutput = async (stream, bytes, signal) => {
    if (this.host.LogConfig.Type !== 'none') this.log.append(stream, bytes);
    await this.output.write(stream, bytes, signal);
  };

  /** Tells an event of it, with the attributes Docker gives all of them. */
  tell(action: string, more: {readonly [name: string]: string} = {}): void {
    const attributes = {...this.labels, image: this.config.Image, name: this.name, ...more};
    this.simulatedHost.daemon().events.tell('container', action, this.id, attributes);
  }

  outOfMemory(): void {
    this.state.oomKilled = true;
    this.tell('oom');
  }

  get restartCount(): number {
    return this.life.restartCount;
  }

  get execIds(): readonly string[] {
    return [...this.execs.values()].filter(({running}) => running).map(({id}) => id);
  }

  summary(options: {readonly size: boolean}): ContainerSummary {
    return summaryJson(this, options);
  }

  tableParts(): TableParts {
    return {layer: this.layer, mounts: this.mounts, host: this.host, etc: this.etc};
  }

  /** New files Docker writes into it; it is connected to its networks. */
  writeEtc(): void {
    const {kernel} = this.simulatedHost.daemon();
    const shared = this.networkOf;
    this.releaseEtc();
    if (shared) {
      this.etc = shared.etc;
      return;
    }
    const {config, host, hostname, networks, links} = this;
    this.etc = writeEtcFiles({config, host, hostname, networks, links, now: kernel.clock.now(), budget: kernel.disk});
  }

  /** Gives the room of those files back; another container's stay. */
  releaseEtc(): void {
    if (this.etc && !this.networks.mode.startsWith('container:')) releaseEtcFiles(this.etc);
    this.etc = undefined;
  }

  connectNetwork(network: DockerNetwork, settings: EndpointSettings): Promise<void> {
    return this.life.queue.run(() => {
      this.life.checkNotRemoving('cannot be connected or disconnected to the network');
      const endpoint = this.networks.connect(network, settings);
      if (endpoint && this.etc)
        addHost(this.etc.hosts, endpoint.address, ownNames(this.hostname, this.config.Domainname));
    });
  }

  disconnectNetwork(network: DockerNetwork): Promise<void> {
    return this.life.queue.run(() => {
      this.life.checkNotRemoving('cannot be connected or disconnected to the network');
      const endpoint = this.networks.disconnect(network);
      if (endpoint && this.etc) removeHost(this.etc.hosts, endpoint.address);
    });
  }

  #linked(name: string): Linked | undefined {
    const other = this.simulatedHost.daemon().containers.find(name);
    if (!(other instanceof DockerContainer)) return undefined;
    return {
      id: other.id,
      name: other.name,
      hostname: other.hostname,
      running: other.state.running && !other.state.restarting,
      address: other.endpoints.get('bridge')?.address ?? '',
      ports: Object.keys(other.config.ExposedPorts ?? {}).sort(),
      env: other.config.Env,
    };
  }
}
