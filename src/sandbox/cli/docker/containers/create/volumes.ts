import {resolvePath} from '../../../paths.ts';
import type {Json} from '../../json.ts';
import {text} from '../../json.ts';

/** What `-v` says, told apart. */
export interface Volumes {
  /** `source:target[:options]`. */
  readonly binds: readonly string[];
  /** Targets alone: volumes without a name. */
  readonly anonymous: readonly string[];
}

/** Tells binds from anonymous volumes; a source that starts with a dot is a path from the working folder. */
export function splitVolumes(given: readonly string[], folder: string): Volumes {
  const binds = given.filter(hasSource).map((bind) => {
    const [source = '', ...rest] = bind.split(':');
    const absolute = source.startsWith('.') ? resolvePath(folder, source) : source;
    return [absolute, ...rest].join(':');
  });
  return {binds, anonymous: given.filter((volume) => !hasSource(volume))};
}

function hasSource(volume: string): boolean {
  return /^[^:]+:./.test(volume) || (volume.includes(':') && !volume.startsWith(':'));
}

/** A mount whose source, when it binds a path from the working folder, is absolute. */
export function withAbsoluteSource(mount: Json, folder: string): Json {
  const source = text(mount['Source']);
  if (mount['Type'] !== 'bind' || !/^\.{1,2}(\/|$)/.test(source)) return mount;
  return {...mount, Source: resolvePath(folder, source)};
}
