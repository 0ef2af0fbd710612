import {hex} from '../../bytes/bytes.ts';
import {OverlayDirectory} from '../../runtime/fs/overlay.ts';
import {releaseLayer} from '../../runtime/fs/release-layer.ts';
import {tmpfs} from '../../runtime/fs/tmpfs.ts';
import {badRequest, conflict, notFound} from '../api/refusal.ts';
import type {Daemon, Volumes} from '../daemon.ts';
import type {Volume} from './volume.ts';
import {anonymousLabel} from './volume-json.ts';
import {type DriverOptions, sizeLimitOf} from './volume-options.ts';

const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** What a volume is made of. */
export interface NewVolume {
  /** '': it gets one of its own, and is anonymous. */
  readonly name: string;
  readonly driver: string;
  readonly labels: {readonly [name: string]: string};
  readonly options: DriverOptions;
}

/** The volumes of the engine. */
export class VolumeStore implements Volumes {
  readonly #daemon: () => Daemon;
  /** By name, the oldest first. */
  readonly #volumes = new Map<string, Volume>();

  constructor(daemon: () => Daemon) {
    this.#daemon = daemon;
  }

  list(): readonly Volume[] {
    return [...this.#volumes.values()];
  }

  find(name: string): Volume | undefined {
    return this.#volumes.get(name);
  }

  require(name: string): Volume {
    const volume = this.#volumes.get(name);
    if (!volume) throw notFound(`get ${name}: no such volume`);
    return volume;
  }

  ensure(name: string, labels: {readonly [name: string]: string} = {}): Volume {
    return this.create({name, driver: 'local', labels, options: {}});
  }

  /** `docker volume create`: one of that name is given as it is. Throws in Docker's words. */
  create({name: asked, driver, labels, options}: NewVolume): Volume {
    const {outside, kernel, events} = this.#daemon();
    const name = asked === '' ? hex(outside.random(32)) : asked;
    if (driver !== '' && driver !== 'local')
      throw notFound(`create ${name}: error looking up volume plugin ${driver}: plugin "${driver}" not found`);
    const known = this.#volumes.get(name);
    if (known) return known;
    checkName(name);
    const sizeBytes = sizeLimitOf(name, options);
    const now = outside.clock.now();
    const isAnonymous = asked === '';
    const volume: Volume = {
      name,
      createdMs: now,
      labels: isAnonymous ? {[anonymousLabel]: '', ...labels} : labels,
      options,
      anonymous: isAnonymous,
      root: tmpfs({sizeBytes, mode: 0o755, now, whole: kernel.disk}),
      users: new Set(),
    };
    this.#volumes.set(name, volume);
    events.tell('volume', 'create', name, {driver: 'local'});
    return volume;
  }

  remove(name: string, force: boolean): void {
    const volume = this.#volumes.get(name);
    if (!volume && force) return;
    const {root, users} = volume ?? this.require(name);
    if (users.size > 0) throw conflict(`remove ${name}: volume is in use - [${[...users].join(', ')}]`);
    this.#volumes.delete(name);
    if (root instanceof OverlayDirectory) releaseLayer(root);
    this.#daemon().events.tell('volume', 'destroy', name, {driver: 'local'});
  }
}

function checkName(name: string): void {
  if (name.length === 1)
    throw badRequest(`create ${name}: volume name is too short, names should be at least two alphanumeric characters`);
  if (!nameForm.test(name))
    throw badRequest(
      `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" ` +
        'are allowed. If you intended to pass a host directory, use absolute path',
    );
}

/** The volumes of a daemon as their own routes know them. */
export function storeOf({volumes}: Pick<Daemon, 'volumes'>): VolumeStore {
  if (volumes instanceof VolumeStore) return volumes;
  throw new TypeError('these routes serve the volumes of a VolumeStore');
}
