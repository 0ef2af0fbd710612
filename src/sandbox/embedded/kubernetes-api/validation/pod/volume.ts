import {faultOfLabel} from '../../objects/names.ts';
import {compareQuantities} from '../../values/quantity.ts';
import type {At} from '../at.ts';
import {checkConfigKey, checkName, checkOptionalWord} from '../names.ts';
import {checkClaimSpec} from '../volume-claim.ts';
import {checkFieldRef, checkResourceRef, fileFields} from './env.ts';

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** What each kind of volume must have. Kinds that are not listed are taken as they are. */
const sources: {readonly [name: string]: (source: At) => void} = {
  emptyDir(source) {
    const limit = source.field('sizeLimit');
    if (limit.isSet && compareQuantities(limit.value, '0') < 0)
      limit.forbidden('SizeLimit field must be a valid resource quantity');
    checkOptionalWord(source.field('medium'), ['', 'Memory', 'HugePages']);
  },
  hostPath: checkHostPath,
  gitRepo: (source) => checkNeeded(source, 'repository'),
  configMap: (source) => checkFiles(source, 'name'),
  secret: (source) => checkFiles(source, 'secretName'),
  nfs(source) {
    checkNeeded(source, 'server', 'path');
    if (!source.field('path').text.startsWith('/')) source.field('path').invalid('must be an absolute path');
  },
  persistentVolumeClaim: (source) => checkNeeded(source, 'claimName'),
  downwardAPI(source) {
    checkMode(source.field('defaultMode'));
    for (const item of source.field('items').items()) checkDownwardFile(item, source);
  },
  projected: checkProjected,
  csi: (source) => checkNeeded(source, 'driver'),
  ephemeral(source) {
    const template = source.field('volumeClaimTemplate');
    if (template.isSet) checkClaimSpec(template.field('spec'));
    else template.required();
  },
};

/** The volumes of a Pod; returns their names. */
export function checkVolumes(volumes: At): ReadonlySet<string> {
  const names = new Set<string>();
  for (const volume of volumes.items()) {
    checkVolume(volume);
    const name = volume.field('name');
    if (name.text === '') name.required();
    else checkName(name, faultOfLabel);
    if (name.text !== '' && names.has(name.text)) name.duplicate();
    names.add(name.text);
  }
  return names;
}

/** The source of a volume, of a Pod's or a PersistentVolume. */
export function checkVolumeSource(source: At, kind: string): void {
  sources[kind]?.(source);
}

function checkVolume(volume: At): void {
  const given = Object.keys(volume.fields).filter((field) => field !== 'name' && volume.field(field).isSet);
  const [kind, ...more] = sourceOrder(given);
  for (const other of more) volume.field(other).forbidden('may not specify more than 1 volume type');
  if (kind === undefined) volume.required('must specify a volume type');
  else sources[kind]?.(volume.field(kind));
}

/** Upstream looks at the kinds in the order of its own table. */
function sourceOrder(given: readonly string[]): readonly string[] {
  const order = Object.keys(sources);
  return [...given].sort((one, other) => order.indexOf(one) - order.indexOf(other));
}

function checkNeeded(source: At, ...fields: readonly string[]): void {
  for (const name of fields) if (source.field(name).text === '') source.field(name).required();
}

function checkHostPath(source: At): void {
  const [path, type] = [source.field('path'), source.field('type')];
  if (path.text === '') path.required();
  else if (path.text.split('/').includes('..')) path.invalid("must not contain '..'");
  if (type.isSet && !hostPathTypes.includes(type.text)) type.unsupported(hostPathTypes);
}

function checkFiles(source: At, name: string): void {
  checkNeeded(source, name);
  checkMode(source.field('defaultMode'));
  for (const item of source.field('items').items()) checkFile(item);
}

function checkFile(item: At): void {
  const key = item.field('key');
  if (key.text === '') key.required();
  else checkConfigKey(key);
  checkNeeded(item, 'path');
  checkInnerPath(item.field('path'));
  checkMode(item.field('mode'));
}

function checkMode(mode: At): void {
  if (mode.number !== undefined && (mode.number < 0 || mode.number > 0o777))
    mode.invalid('must be a number between 0 and 0777 (octal), both inclusive');
}

/** A path inside a volume, which must not lead out of it. */
export function checkInnerPath(path: At): void {
  if (path.text.startsWith('/')) path.invalid('must be a relative path');
  if (path.text.split('/').includes('..')) path.invalid("must not contain '..'");
}

function checkDownwardFile(item: At, source: At): void {
  if (item.field('path').text === '') source.field('path').required();
  checkInnerPath(item.field('path').called(`${source.path}.path`));
  const field = item.field('fieldRef').called(`${source.path}.fieldRef`);
  const resource = item.field('resourceFieldRef').called(`${source.path}.resourceFieldRef`);
  if (field.isSet) {
    checkFieldRef(field, fileFields);
    if (resource.isSet)
      source
        .called(`${source.path}.resource`)
        .invalid('fieldRef and resourceFieldRef can not be specified simultaneously', '');
  } else if (resource.isSet) checkResourceRef(resource, true);
  else source.required('one of fieldRef and resourceFieldRef is required');
  checkMode(item.field('mode'));
}

const projections = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
];

function checkProjected(source: At): void {
  for (const projection of source.field('sources').items()) {
    const given = projections.filter((name) => projection.field(name).isSet);
    for (const name of given.slice(1))
      projection.field(name).forbidden('may not specify more than 1 volume type per source');
    const [kind] = given;
    if (kind === 'secret' || kind === 'configMap') checkProjectedFiles(projection.field(kind));
    if (kind === 'downwardAPI')
      for (const item of projection.field(kind).field('items').items()) checkDownwardFile(item, projection.field(kind));
    if (kind === 'serviceAccountToken') checkProjectedToken(projection.field(kind), source);
  }
  checkMode(source.field('defaultMode'));
}

function checkProjectedFiles(files: At): void {
  checkNeeded(files, 'name');
  for (const item of files.field('items').items()) checkFile(item);
}

function checkProjectedToken(token: At, source: At): void {
  const seconds = token.field('expirationSeconds');
  if (seconds.number !== undefined && seconds.number < 600)
    seconds.invalid('may not specify a duration less than 10 minutes');
  if (seconds.number !== undefined && seconds.number > 2 ** 32)
    seconds.invalid('may not specify a duration larger than 2^32 seconds');
  if (token.field('path').text === '') source.field('path').required();
}

/** Where a container has volumes, as files and as devices. */
export function checkMounts(container: At, volumes: ReadonlySet<string>): void {
  const [mounts, devices] = [container.field('volumeMounts'), container.field('volumeDevices')];
  const nameOf = (at: At) => at.field('name').text;
  const asDevice = new Set(devices.items().map(nameOf));
  const asFiles = new Set(mounts.items().map(nameOf));
  const paths = new Set<string>();
  for (const mount of mounts.items()) {
    const [name, path, sub] = [mount.field('name'), mount.field('mountPath'), mount.field('subPath')];
    checkMountName(name, volumes);
    if (asDevice.has(name.text)) name.invalid('must not already exist in volumeDevices');
    if (path.text === '') path.required();
    else if (paths.has(path.text)) path.invalid('must be unique');
    paths.add(path.text);
    if (sub.text !== '') checkInnerPath(sub.called(`${mounts.path}.subPath`));
  }
  for (const device of devices.items()) {
    const [name, path] = [device.field('name'), device.field('devicePath')];
    checkMountName(name, volumes);
    if (path.text === '') path.required();
    if (asFiles.has(name.text)) name.invalid('must not already exist in volumeMounts');
  }
}

function checkMountName(name: At, volumes: ReadonlySet<string>): void {
  if (name.text === '') name.required();
  if (!volumes.has(name.text)) name.notFound(name.text);
}
