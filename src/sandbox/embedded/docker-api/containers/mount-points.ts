import {absolutePath} from '../../runtime/fs/path.ts';
import {badRequest, notSimulated} from '../api/refusal.ts';
import type {ContainerConfig} from './container-config.ts';
import type {HostConfig, MountSpec} from './host-config.ts';

/** Something that is put into a container's file tree, as its container was asked to have it. */
export interface MountPoint {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  /** Of a volume; '' while it has none: it is anonymous. */
  readonly name: string;
  /** Of a bind mount: the folder or file on the learner's machine. */
  readonly source: string;
  readonly destination: string;
  readonly readWrite: boolean;
  /** As it was written: `ro`, `z`, `nocopy`. */
  readonly mode: string;
  /** A new volume gets what the image has at this place. */
  readonly fill: boolean;
  /** A folder of the machine that is missing is made. */
  readonly makeSource: boolean;
  readonly labels: {readonly [name: string]: string};
  /** `docker inspect` shows it among the mounts. */
  readonly listed: boolean;
  readonly tmpfs: {readonly sizeBytes: number; readonly mode: number};
}

const plain = {
  name: '',
  source: '',
  readWrite: true,
  mode: '',
  fill: true,
  makeSource: false,
  labels: {},
  listed: true,
  tmpfs: {sizeBytes: 0, mode: 0o1777},
} as const;

const modes = /^(|ro|rw|z|Z|nocopy|consistent|cached|delegated|private|rprivate|slave|rslave|shared|rshared)$/;

/** One item of HostConfig.Binds: `SOURCE:TARGET[:MODE]`, or a target alone. Throws 400 in Docker's words. */
export function parseBind(spec: string): MountPoint {
  const parts = splitBind(spec);
  const [first = '', second = '', mode = ''] = parts;
  const invalid = badRequest(`invalid volume specification: '${spec}'`);
  if (parts.length > 3 || first === '' || (parts.length > 1 && second === '')) throw invalid;
  if (parts.length === 1) return {...plain, type: 'volume', destination: destination(first, 'volume', spec)};
  // `/foo:ro`: a place and a mode are no volume.
  if (parts.length === 2 && !second.startsWith('/') && isMode(second)) throw invalid;
  if (!isMode(mode)) throw badRequest(`invalid mode: ${mode}`);
  const words = mode.split(',');
  const shared = {readWrite: !words.includes('ro'), mode};
  if (isHostPath(first))
    return {
      ...plain,
      ...shared,
      type: 'bind',
      source: cleanHostPath(first),
      destination: destination(second, 'bind', spec),
      makeSource: true,
    };
  return {
    ...plain,
    ...shared,
    type: 'volume',
    name: first,
    mode: mode === '' ? 'z' : mode,
    destination: destination(second, 'volume', spec),
    fill: !words.includes('nocopy'),
  };
}

const drive = /^[a-zA-Z]:[\\/]/;

/** Windows' drive letters have a colon of their own. */
function splitBind(spec: string): readonly string[] {
  const [first = '', second = '', ...rest] = spec.split(':');
  return drive.test(spec) ? [`${first}:${second}`, ...rest] : spec.split(':');
}

function isHostPath(path: string): boolean {
  return path.startsWith('/') || drive.test(path);
}

function cleanHostPath(path: string): string {
  return drive.test(path) ? path.replace(/[\\/]+$/, '') : absolutePath(path);
}

function isMode(mode: string): boolean {
  return mode.split(',').every((word) => modes.test(word));
}

function destination(path: string, type: string, spec: string): string {
  return checkTarget(path, type, `invalid volume specification: '${spec}': `);
}

function checkTarget(path: string, type: string, before = ''): string {
  const why = `${before}invalid mount config for type "${type}": `;
  if (path === '') throw badRequest(`${why}field Target must not be empty`);
  if (!path.startsWith('/')) throw badRequest(`${why}invalid mount path: '${path}' mount path must be absolute`);
  const clean = absolutePath(path);
  if (clean === '/') throw badRequest(`${why}invalid specification: destination can't be '/'`);
  return clean;
}

/** One item of HostConfig.Mounts. Throws 400 in Docker's words. */
export function parseMount(spec: MountSpec): MountPoint {
  const {Type: type, Source: source = '', Target = ''} = spec;
  const why = `invalid mount config for type "${type}": `;
  if (type !== 'bind' && type !== 'volume' && type !== 'tmpfs') {
    if (['npipe', 'cluster', 'image'].includes(type)) throw notSimulated(`a mount of type ${type}`);
    throw badRequest(`${why}mount type unknown`);
  }
  const target = checkTarget(Target, type);
  const readWrite = spec.ReadOnly !== true;
  if (type === 'tmpfs') {
    if (source !== '') throw badRequest(`${why}field Source must not be specified`);
    const {SizeBytes = 0, Mode = 0o1777} = spec.TmpfsOptions ?? {};
    return {...plain, type, destination: target, readWrite, tmpfs: {sizeBytes: SizeBytes, mode: Mode}};
  }
  if (type === 'bind') {
    if (source === '') throw badRequest(`${why}field Source must not be empty`);
    if (!isHostPath(source)) throw badRequest(`${why}invalid mount path: '${source}' mount path must be absolute`);
    const makeSource = spec.BindOptions?.CreateMountpoint === true;
    return {...plain, type, source: cleanHostPath(source), destination: target, readWrite, makeSource};
  }
  const {NoCopy = false, Labels = {}, Subpath = ''} = spec.VolumeOptions ?? {};
  if (Subpath !== '') throw notSimulated('a part of a volume (volume-subpath)');
  return {...plain, type, name: source, destination: target, readWrite, mode: 'z', fill: !NoCopy, labels: Labels};
}

/** Places of a `--tmpfs`, by path: options as `mount` has them. Throws 400. */
export function parseTmpfs(path: string, options: string): MountPoint {
  if (!path.startsWith('/')) throw badRequest(`invalid mount path: '${path}' mount path must be absolute`);
  const destination = absolutePath(path);
  if (destination === '/') throw badRequest("invalid specification: destination can't be '/'");
  const words = options === '' ? [] : options.split(',');
  const value = (name: string): string | undefined =>
    words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const size = value('size');
  const sizeBytes = size === undefined ? 0 : parseSize(size);
  if (sizeBytes === undefined) throw badRequest(`invalid tmpfs option "size=${size}"`);
  const mode = Number.parseInt(value('mode') ?? '1777', 8);
  return {
    ...plain,
    type: 'tmpfs',
    destination,
    readWrite: !words.includes('ro'),
    mode: options,
    listed: false,
    tmpfs: {sizeBytes, mode: Number.isNaN(mode) ? 0o1777 : mode},
  };
}

/** Bytes of `64m`, `1g`, `512`; undefined for what is no size. */
export function parseSize(text: string): number | undefined {
  const found = /^(\d+)\s*([kmg]?)i?b?$/i.exec(text);
  if (!found) return undefined;
  const power = ['', 'k', 'm', 'g'].indexOf((found[2] ?? '').toLowerCase());
  return Number(found[1]) * 1024 ** power;
}

/**
 * Every mount a container is asked to have, the last word for each place: other containers' first, then `-v`,
 * `--mount`, `--tmpfs`, then the volumes of the image. Throws 400.
 */
export function mountPointsOf(
  config: ContainerConfig,
  host: HostConfig,
  inherited: readonly MountPoint[],
): readonly MountPoint[] {
  const points = new Map(inherited.map((point) => [point.destination, point]));
  const own = [
    ...(host.Binds ?? []).map(parseBind),
    ...(host.Mounts ?? []).map(parseMount),
    ...Object.entries(host.Tmpfs ?? {}).map(([path, options]) => parseTmpfs(path, options)),
  ];
  const seen = new Set<string>();
  for (const point of own) {
    if (seen.has(point.destination)) throw badRequest(`Duplicate mount point: ${point.destination}`);
    seen.add(point.destination);
    points.set(point.destination, point);
  }
  for (const path of Object.keys(config.Volumes ?? {})) {
    const place = checkTarget(path, 'volume');
    if (!points.has(place)) points.set(place, {...plain, type: 'volume', destination: place});
  }
  return [...points.values()];
}
