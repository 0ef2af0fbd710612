import {defineFlag, type Flag, type FlagOptions} from '../../../cobra/flag.ts';
import {splitCsv} from '../../../go/csv.ts';
import {quote} from '../../../go/quote.ts';
import type {Json} from '../../json.ts';
import {object, text} from '../../json.ts';
import {parseBytes} from '../../units.ts';

/** Mounts as the API takes them; a relative source of a bind mount is still relative. */
export function mount(name: string, options: FlagOptions): Flag<readonly Json[]> {
  return defineFlag<readonly Json[]>(name, options, {
    type: 'mount',
    initial: [],
    set: (value, given) => [...value, parseMount(given)],
  });
}

/** Reads `type=volume,source=data,target=/data`; throws in docker's words. */
export function parseMount(given: string): Json {
  const fields = splitCsv(given);
  const parsed = fields.reduce<Json>(withField, {Type: 'volume'});
  const type = text(parsed['Type']);
  if (text(parsed['Target']) === '') throw new Error('target is required');
  for (const [key, owner] of [
    ['VolumeOptions', 'volume'],
    ['BindOptions', 'bind'],
    ['TmpfsOptions', 'tmpfs'],
    ['ImageOptions', 'image'],
  ] as const) {
    if (parsed[key] !== undefined && type !== owner) {
      const options = `${owner}-*`;
      throw new Error(`cannot mix '${options}' options with mount type ${quote(type).replaceAll('"', "'")}`);
    }
  }
  return parsed;
}

function withField(mounted: Json, field: string): Json {
  const [, rawKey = '', equals, value = ''] = /^([^=]*)(=(.*))?$/s.exec(field) ?? [];
  const key = rawKey.toLowerCase();
  if (equals === undefined) {
    if (['readonly', 'ro'].includes(key)) return {...mounted, ReadOnly: true};
    if (key === 'volume-nocopy') return nested(mounted, 'VolumeOptions', {NoCopy: true});
    if (key === 'bind-nonrecursive') return nested(mounted, 'BindOptions', {NonRecursive: true});
    if (key === 'bind-create-src') return nested(mounted, 'BindOptions', {CreateMountpoint: true});
    throw new Error(`invalid field '${field}' must be a key=value pair`);
  }
  switch (key) {
    case 'type':
      return {...mounted, Type: value.toLowerCase()};
    case 'source':
    case 'src':
      return {...mounted, Source: value};
    case 'target':
    case 'dst':
    case 'destination':
      return {...mounted, Target: value};
    case 'readonly':
    case 'ro':
      return truth(key, value) ? {...mounted, ReadOnly: true} : mounted;
    case 'consistency':
      return {...mounted, Consistency: value.toLowerCase()};
    case 'bind-propagation':
      return nested(mounted, 'BindOptions', {Propagation: value.toLowerCase()});
    case 'bind-nonrecursive':
      return nested(mounted, 'BindOptions', {NonRecursive: truth(key, value)});
    case 'bind-create-src':
      return nested(mounted, 'BindOptions', {CreateMountpoint: truth(key, value)});
    case 'bind-recursive':
      return recursive(mounted, value);
    case 'volume-subpath':
      return nested(mounted, 'VolumeOptions', {Subpath: value});
    case 'volume-nocopy':
      return nested(mounted, 'VolumeOptions', {NoCopy: truth(key, value)});
    case 'volume-label':
      return nested(mounted, 'VolumeOptions', {Labels: withPair(object(mounted['VolumeOptions'])['Labels'], value)});
    case 'volume-driver':
    case 'volume-opt':
      return withDriver(mounted, key, value);
    case 'image-subpath':
      return nested(mounted, 'ImageOptions', {Subpath: value});
    case 'tmpfs-size':
      return nested(mounted, 'TmpfsOptions', {SizeBytes: checked(key, value, parseBytes)});
    case 'tmpfs-mode':
      return nested(mounted, 'TmpfsOptions', {Mode: checked(key, value, parseOctal)});
    default:
      throw new Error(`unexpected key '${key}' in '${field}'`);
  }
}

function nested(mounted: Json, key: string, more: Json): Json {
  return {...mounted, [key]: {...object(mounted[key]), ...more}};
}

function withPair(pairs: unknown, given: string): Json {
  const [, key = '', , value = ''] = /^([^=]*)(=(.*))?$/s.exec(given) ?? [];
  return {...object(pairs), [key]: value};
}

function withDriver(mounted: Json, key: 'volume-driver' | 'volume-opt', value: string): Json {
  const config = object(object(mounted['VolumeOptions'])['DriverConfig']);
  const more = key === 'volume-driver' ? {Name: value} : {Options: withPair(config['Options'], value)};
  return nested(mounted, 'VolumeOptions', {DriverConfig: {...config, ...more}});
}

function recursive(mounted: Json, value: string): Json {
  switch (value) {
    case 'enabled':
      return mounted;
    case 'disabled':
      return nested(mounted, 'BindOptions', {NonRecursive: true});
    case 'writable':
      return nested(mounted, 'BindOptions', {ReadOnlyNonRecursive: true});
    case 'readonly':
      return nested(mounted, 'BindOptions', {ReadOnlyForceRecursive: true});
    default:
      throw new Error(
        `invalid value for bind-recursive: ${value} (must be "enabled", "disabled", "writable", or "readonly")`,
      );
  }
}

function truth(key: string, value: string): boolean {
  if (/^(1|t|T|true|TRUE|True)$/.test(value)) return true;
  if (/^(0|f|F|false|FALSE|False)$/.test(value)) return false;
  throw new Error(`invalid value for ${key}: ${value}`);
}

function checked<T>(key: string, value: string, parse: (text: string) => T): T {
  try {
    return parse(value);
  } catch {
    throw new Error(`invalid value for ${key}: ${value}`);
  }
}

function parseOctal(value: string): number {
  if (!/^[0-7]+$/.test(value)) throw new Error(value);
  return Number.parseInt(value, 8);
}
