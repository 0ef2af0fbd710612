import {ContainerLog, logLimits} from '../../runtime/container/container-log.ts';
import {MountTable} from '../../runtime/fs/mounts.ts';
import type {OverlayDirectory} from '../../runtime/fs/overlay.ts';
import {ApiRefusal, badRequest, conflict, notFound} from '../api/refusal.ts';
import type {Containers, Daemon} from '../daemon.ts';
import type {Image} from '../images/image.ts';
import {prepareMounts} from './container-mounts.ts';
import {workingFolder} from './container-run.ts';
import type {CreateRequest} from './create-body.ts';
import {DockerContainer} from './docker-container.ts';
import type {Exec} from './exec.ts';
import type {HostConfig} from './host-config.ts';
import {containerLayer, makeInitLayer} from './init-layer.ts';
import {mergeConfig} from './merge-config.ts';
import {type MountPoint, mountPointsOf, parseSize} from './mount-points.ts';
import {checkExposedPorts} from './ports.ts';
import {randomName} from './random-names.ts';
import {type RemoveOptions, remove} from './removal.ts';
import {createSimulatedHost, type SimulatedHost} from './simulated-host.ts';

const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
/** Execs that have ended are kept for `docker inspect` of them; the oldest of a container go first. */
const mostEndedExecs = 100;

/** The containers of the engine. */
export class ContainerStore implements Containers {
  readonly #daemon: () => Daemon;
  readonly #simulatedHost: SimulatedHost;
  /** By id, the oldest first. */
  readonly #containers = new Map<string, DockerContainer>();
  /** By the topmost layer of an image. */
  readonly #initLayers = new WeakMap<OverlayDirectory, OverlayDirectory>();

  constructor(daemon: () => Daemon) {
    this.#daemon = daemon;
    this.#simulatedHost = createSimulatedHost(daemon);
  }

  list(): readonly DockerContainer[] {
    return [...this.#containers.values()];
  }

  find(reference: string): DockerContainer | undefined {
    const found = this.#matches(reference);
    return found.length === 1 ? found[0] : undefined;
  }

  require(reference: string): DockerContainer {
    const [found, ...more] = this.#matches(reference);
    if (more.length > 0) throw badRequest(`Multiple IDs found with provided prefix: ${reference}`);
    if (!found) throw notFound(`No such container: ${reference}`);
    return found;
  }

  /** Makes a container. Throws in Docker's words; nothing of it is left then. */
  create(request: CreateRequest): DockerContainer {
    const daemon = this.#daemon();
    const host = {...request.host, NetworkMode: this.#networkMode(request.host.NetworkMode)};
    const image = daemon.images.require(request.config.Image);
    const merged = mergeConfig(request.config, image.file.config);
    checkExposedPorts(merged.ExposedPorts ?? {});
    const name = this.#freeName(request.name);
    const id = this.#simulatedHost.newId();
    const config = {...merged, Hostname: merged.Hostname || id.slice(0, 12)};
    const layer = containerLayer(this.#initLayer(image));
    const {clock} = daemon.outside;
    workingFolder(new MountTable(layer), config.WorkingDir, clock.now);
    const log = new ContainerLog({limits: limitsOfLog(host), budget: daemon.kernel.disk, now: clock.now});
    const parts = {id, name, image, config, host, wishes: request.networks, layer, log};
    const container: DockerContainer = new DockerContainer(parts, this.#simulatedHost, () => {
      // Nobody waits for it; `docker rm` may have been faster.
      this.remove(container, {force: true, volumes: true}).catch(() => {});
    });
    container.links.check();
    const points = mountPointsOf(config, host, this.#inherited(host));
    container.mounts = this.#prepare(points, id, layer);
    this.#containers.set(id, container);
    container.tell('create');
    return container;
  }

  remove(container: DockerContainer, options: RemoveOptions): Promise<void> {
    return remove(container, options, () => this.#containers.delete(container.id));
  }

  /** `docker rename`. Throws 400 and 409 in Docker's words. */
  rename(container: DockerContainer, asked: string): void {
    const before = container.name;
    const name = asked.replace(/^\//, '');
    if (name === '') throw badRequest('Neither old nor new names may be empty');
    if (name === before) throw badRequest('Renaming a container with the same name as its current name');
    try {
      this.#checkName(name, `/${name}`);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      throw new ApiRefusal(error.status, `Error when allocating new name: ${error.message}`);
    }
    container.name = name;
    container.networks.renamed();
    container.tell('rename', {oldName: `/${before}`});
  }

  /** Keeps an exec, so that it is found again. */
  keepExec(container: DockerContainer, exec: Exec): void {
    const {execs} = container;
    execs.set(exec.id, exec);
    const ended = [...execs.values()].filter(({exitCode}) => exitCode !== undefined);
    for (const {id} of ended.slice(0, -mostEndedExecs)) execs.delete(id);
  }

  /** 404 when there is none, or its container is gone. */
  requireExec(id: string): Exec {
    for (const {execs} of this.#containers.values()) {
      const found = execs.get(id);
      if (found) return found;
    }
    throw notFound(`No such exec instance: ${id}`);
  }

  #matches(reference: string): readonly DockerContainer[] {
    const name = reference.replace(/^\//, '');
    const exact = this.#containers.get(reference) ?? this.list().find((container) => container.name === name);
    if (exact) return [exact];
    return /^[0-9a-f]+$/.test(reference) ? this.list().filter(({id}) => id.startsWith(reference)) : [];
  }

  #freeName(asked: string | undefined): string {
    const name = asked?.replace(/^\//, '') ?? '';
    const isTaken = (wanted: string): boolean => this.list().some((container) => container.name === wanted);
    if (name === '') return randomName(this.#daemon().outside.random, isTaken);
    this.#checkName(name, name);
    return name;
  }

  #checkName(name: string, shown: string): void {
    if (!nameForm.test(name))
      throw badRequest(`Invalid container name (${shown}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
    const other = this.list().find((container) => container.name === name);
    if (other)
      throw conflict(
        `Conflict. The container name "/${name}" is already in use by container "${other.id}". ` +
          'You have to remove (or rename) that container to be able to reuse that name.',
      );
  }

  /** Another container's network is kept by its id: names change. */
  #networkMode(mode: string): string {
    const [kind, reference = ''] = mode.split(/:(.*)/s);
    const other = kind === 'container' ? this.find(reference) : undefined;
    return other ? `container:${other.id}` : mode;
  }

  /** What comes from other containers (`--volumes-from web:ro`). */
  #inherited({VolumesFrom}: HostConfig): readonly MountPoint[] {
    return (VolumesFrom ?? []).flatMap((spec) => {
      const [reference = '', mode = 'rw'] = spec.split(':');
      if (!['rw', 'ro', 'z', 'Z'].includes(mode)) throw badRequest(`invalid mode: ${mode}`);
      const from = this.find(reference);
      if (!from) throw badRequest(`No such container: ${reference}`);
      const readOnly = mode === 'ro';
      return from.mounts
        .filter(({type}) => type !== 'tmpfs')
        .map((mount) => ({...mount, readWrite: mount.readWrite && !readOnly, mode: readOnly ? 'ro' : '', fill: false}));
    });
  }

  #prepare(points: readonly MountPoint[], id: string, layer: OverlayDirectory): DockerContainer['mounts'] {
    const daemon = this.#daemon();
    try {
      return prepareMounts({points, containerId: id, layer, daemon});
    } catch (error) {
      for (const {users} of daemon.volumes.list()) users.delete(id);
      throw error;
    }
  }

  #initLayer(image: Image): OverlayDirectory {
    const top = image.layers.at(-1)?.root;
    const known = top && this.#initLayers.get(top);
    if (known) return known;
    const daemon = this.#daemon();
    const made = makeInitLayer(daemon.images.layerOver(image), daemon.outside.clock.now());
    if (top) this.#initLayers.set(top, made);
    return made;
  }
}

function limitsOfLog({LogConfig: {Config}}: HostConfig): ReturnType<typeof logLimits> {
  const size = Config['max-size'];
  const bytes = size === undefined ? undefined : parseSize(size);
  if (size !== undefined && bytes === undefined)
    throw badRequest(`failed to initialize logging driver: invalid size: '${size}'`);
  const files = Number(Config['max-file'] ?? 1);
  if (!(files >= 1)) throw badRequest('failed to initialize logging driver: max-file cannot be less than 1');
  return logLimits(bytes, files);
}
