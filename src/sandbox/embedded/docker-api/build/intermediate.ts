import {hex} from '../../bytes/bytes.ts';
import {MountTable} from '../../runtime/fs/mounts.ts';
import {layerOver, type OverlayDirectory} from '../../runtime/fs/overlay.ts';
import {ApiRefusal} from '../api/refusal.ts';
import {workingFolder} from '../containers/container-run.ts';
import {parseCreateBody} from '../containers/create-body.ts';
import type {DockerContainer} from '../containers/docker-container.ts';
import {storeOf} from '../containers/query.ts';
import type {Daemon} from '../daemon.ts';
import type {ContainerConfig, Image} from '../images/image.ts';
import {type BuildOutput, shortId} from './build-output.ts';

/** The container a step is done in. */
export interface StepContainer {
  readonly id: string;
  /** The image's merged in. */
  readonly config: ContainerConfig;
  readonly layer: OverlayDirectory;
  /** Undefined on nothing: there only settings can be changed. */
  readonly container: DockerContainer | undefined;
}

/** The containers of a build's steps. As long as they are there, `docker ps -a` shows them. */
export class Intermediates {
  readonly #daemon: Daemon;
  readonly #output: BuildOutput;
  readonly #host: {readonly [key: string]: unknown};
  /** By id; undefined for one on nothing. */
  readonly #made = new Map<string, DockerContainer | undefined>();

  constructor(daemon: Daemon, output: BuildOutput, host: {readonly [key: string]: unknown}) {
    this.#daemon = daemon;
    this.#output = output;
    this.#host = host;
  }

  /** Makes a container and tells of it. Throws as `docker create`. */
  async create(image: Image | undefined, config: ContainerConfig): Promise<StepContainer> {
    const made = image ? this.#over(image, config) : this.#overNothing(config);
    this.#made.set(made.id, made.container);
    await this.#output.text(` ---> Running in ${shortId(made.id)}\n`);
    return made;
  }

  /** Removes them all, and tells of each. */
  async removeAll(): Promise<void> {
    for (const [id, container] of [...this.#made]) {
      try {
        if (container) await storeOf(this.#daemon).remove(container, {force: true, volumes: true});
      } catch (error) {
        // Somebody else removes it, or has: nothing is left to do.
        if (!(error instanceof ApiRefusal)) throw error;
      }
      this.#made.delete(id);
      await this.#output.text(`Removing intermediate container ${shortId(id)}\n`);
    }
  }

  #over(image: Image, config: ContainerConfig): StepContainer {
    const said = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
    const request = parseCreateBody({...said, Image: image.id, HostConfig: this.#host});
    const container = storeOf(this.#daemon).create(request);
    return {id: container.id, config: container.config, layer: container.layer, container};
  }

  #overNothing(config: ContainerConfig): StepContainer {
    const {outside, kernel} = this.#daemon;
    const id = hex(outside.random(32));
    const layer = layerOver(undefined, {budget: kernel.disk});
    workingFolder(new MountTable(layer), config.WorkingDir ?? '', outside.clock.now);
    return {id, config: {...config, Hostname: shortId(id)}, layer, container: undefined};
  }
}
