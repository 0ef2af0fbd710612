import {changed, changedEach, filled, type Loose, withoutEmpty} from '../values/filled.ts';
import {canonicalQuantity} from '../values/quantity.ts';
import {entryOf, isFields} from '../values/reading.ts';

/** `0644`, what files of a volume are unless somebody says otherwise. */
const fileMode = {defaultMode: 0o644};

/** What each kind of volume has when nothing is said. */
const sources: {readonly [name: string]: (source: Loose) => Loose} = {
  configMap: (source) => filled(withoutEmpty(source), fileMode),
  secret: (source) => filled(withoutEmpty(source), fileMode),
  downwardAPI: (source) => filled(changedEach(withoutEmpty(source), 'items', defaultFieldRef), fileMode),
  projected: (source) => filled(changedEach(source, 'sources', defaultProjection), fileMode),
  hostPath: (source) => filled(source, {type: ''}),
  emptyDir: (source) => withCanonical(source, 'sizeLimit'),
  iscsi: (source) => filled(source, {iscsiInterface: 'default'}),
  rbd: (source) => filled(source, {pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring'}),
  azureDisk: (source) => filled(source, {cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared'}),
  scaleIO: (source) => filled(source, {storageMode: 'ThinProvisioned', fsType: 'xfs'}),
  ephemeral: (source) =>
    changed(source, 'volumeClaimTemplate', (one) => changed(filled(one, {metadata: {}}), 'spec', defaultClaimSpec)),
  image: (source) => filled(source, {pullPolicy: pullPolicyOf(source['reference'])}),
};

/** A volume of a Pod, or the source of a PersistentVolume, with what its kind has when nothing is said. */
export function defaultVolumeSource<T extends Loose>(volume: T): T {
  let result = volume;
  for (const name of Object.keys(volume)) {
    const fill = entryOf(sources, name);
    if (fill) result = changed(result, name, fill);
  }
  return result;
}

/** A volume that names no kind is an empty directory. */
export function defaultVolume(volume: Loose): Loose {
  const hasSource = Object.entries(volume).some(([name, value]) => name !== 'name' && isFields(value));
  return hasSource ? defaultVolumeSource(volume) : {...volume, emptyDir: {}};
}

/** A file or variable that shows a field of the Pod. */
export function defaultFieldRef(item: Loose): Loose {
  const withField = changed(item, 'fieldRef', (reference) => filled(reference, {apiVersion: 'v1'}));
  return changed(withField, 'resourceFieldRef', (reference) => filled(reference, {divisor: '0'}));
}

function defaultProjection(projection: Loose): Loose {
  const withFiles = changed(projection, 'downwardAPI', (source) => changedEach(source, 'items', defaultFieldRef));
  return changed(withFiles, 'serviceAccountToken', (token) => filled(token, {expirationSeconds: 3600}));
}

/** The spec of a PersistentVolumeClaim. */
export function defaultClaimSpec(spec: Loose): Loose {
  const result = filled(withoutEmpty(spec), {volumeMode: 'Filesystem', resources: {}});
  return changed(defaultDataSource(result), 'resources', canonicalResources);
}

/** What a claim is filled with is told twice, in the old field and in the new one. */
function defaultDataSource(spec: Loose): Loose {
  const given = spec['dataSource'] ?? spec['dataSourceRef'];
  if (!isFields(given)) return spec;
  const result = filled(spec, {dataSource: given, dataSourceRef: given});
  // A group that is none is told, where other fields that say nothing are left out.
  const withGroup = (one: Loose) => ('apiGroup' in one ? one : {apiGroup: null, ...one});
  return changed(changed(result, 'dataSource', withGroup), 'dataSourceRef', withGroup);
}

/** One quantity in its stored form. */
export function withCanonical<T extends Loose>(fields: T, name: string): T {
  const value = fields[name];
  const canonical = canonicalQuantity(value);
  return canonical === value ? fields : {...fields, [name]: canonical};
}

/** A map of quantities in their stored form. */
export function canonicalMap(map: Loose): Loose {
  let result = map;
  for (const name of Object.keys(map)) result = withCanonical(result, name);
  return result;
}

/** Requests and limits in their stored form. */
export function canonicalResources(resources: Loose): Loose {
  return changed(changed(withoutEmpty(resources), 'limits', canonicalMap), 'requests', canonicalMap);
}

/** An image that names no version, or `latest`, is asked for anew every time. */
export function pullPolicyOf(image: unknown): 'Always' | 'IfNotPresent' {
  if (typeof image !== 'string' || image === '' || image.includes('@')) return 'IfNotPresent';
  const [, tag] = image.slice(image.lastIndexOf('/') + 1).split(':');
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent';
}
