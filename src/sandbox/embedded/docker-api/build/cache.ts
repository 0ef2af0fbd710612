import type {Daemon} from '../daemon.ts';
import type {ContainerConfig, Healthcheck, Image} from '../images/image.ts';
import {createdMs} from '../images/image-json.ts';
import {restoreFrom} from './cache-from.ts';

/** Looks for the image a step would make among those that were made. After the first one that is missing it stops looking. */
export class BuildCache {
  readonly #daemon: Daemon;
  /** Undefined: `--no-cache`. */
  readonly #from: readonly string[] | undefined;
  #isBroken = false;

  /** `from`: only what these images were made by counts; all images when it is empty. */
  constructor(daemon: Daemon, options: {readonly usesCache: boolean; readonly cacheFrom: readonly string[]}) {
    this.#daemon = daemon;
    this.#from = options.usesCache ? options.cacheFrom : undefined;
  }

  /** A new stage begins. */
  reset(): void {
    this.#isBroken = false;
  }

  /** `config` is that of the container the step would be done in: its command says what it does. */
  find(parent: Image | undefined, config: ContainerConfig): Image | undefined {
    if (this.#isBroken || !this.#from) return undefined;
    const found =
      this.#from.length === 0
        ? madeHere(this.#daemon, parent, config)
        : restoreFrom(this.#daemon, this.#from, {parent, config, local: madeHere(this.#daemon, parent, config)});
    this.#isBroken = !found;
    return found;
  }
}

/** The newest image that was made of a parent by the same container. */
function madeHere({images}: Daemon, parent: Image | undefined, config: ContainerConfig): Image | undefined {
  const candidates = parent ? images.childrenOf(parent) : images.list().filter(({parentId}) => parentId === '');
  let newest: Image | undefined;
  for (const image of candidates) {
    const made = image.file.container_config;
    if (made && isSame(made, config) && (!newest || createdMs(newest) <= createdMs(image))) newest = image;
  }
  return newest;
}

/** Whether two containers would do the same; names and the image they were made of do not count. */
function isSame(one: ContainerConfig, other: ContainerConfig): boolean {
  return (
    flags.every((key) => (one[key] ?? false) === (other[key] ?? false)) &&
    words.every((key) => (one[key] ?? '') === (other[key] ?? '')) &&
    lists.every((key) => isSameList(one[key], other[key])) &&
    sets.every((key) => hasSameKeys(one[key], other[key])) &&
    isSameMap(one.Labels, other.Labels) &&
    isSameCheck(one.Healthcheck, other.Healthcheck)
  );
}

const flags = ['AttachStdin', 'AttachStdout', 'AttachStderr', 'Tty', 'OpenStdin', 'StdinOnce', 'ArgsEscaped'] as const;
const words = ['User', 'WorkingDir', 'StopSignal'] as const;
const lists = ['Cmd', 'Env', 'Entrypoint', 'Shell', 'OnBuild'] as const;
const sets = ['ExposedPorts', 'Volumes'] as const;

type List = readonly string[] | null | undefined;
type Keyed = {readonly [key: string]: unknown} | null | undefined;

function isSameList(one: List, other: List): boolean {
  const [a, b] = [one ?? [], other ?? []];
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function hasSameKeys(one: Keyed, other: Keyed): boolean {
  return isSameList(Object.keys(one ?? {}).sort(), Object.keys(other ?? {}).sort());
}

function isSameMap(one: Keyed, other: Keyed): boolean {
  return hasSameKeys(one, other) && Object.entries(one ?? {}).every(([key, value]) => other?.[key] === value);
}

function isSameCheck(one: Healthcheck | undefined, other: Healthcheck | undefined): boolean {
  if (!one || !other) return one === other;
  const times = ['Interval', 'Timeout', 'StartPeriod', 'StartInterval', 'Retries'] as const;
  return times.every((key) => (one[key] ?? 0) === (other[key] ?? 0)) && isSameList(one.Test, other.Test);
}
