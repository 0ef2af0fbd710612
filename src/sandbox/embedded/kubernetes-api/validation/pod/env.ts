import {faultOfSubdomain} from '../../objects/names.ts';
import type {At} from '../at.ts';
import {checkConfigKey, checkEnvName, checkName, checkQualifiedName} from '../names.ts';

const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef'];
const containerResources = ['cpu', 'ephemeral-storage', 'memory'];
const resourceFields = ['limits', 'requests'].flatMap((part) => containerResources.map((name) => `${part}.${name}`));

/** Fields of the Pod that an environment variable may hold. */
const envFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** Fields of the Pod that a file of a volume may hold. */
export const fileFields: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'metadata.labels',
  'metadata.annotations',
];
const known = [...new Set([...envFields, ...fileFields, 'spec.restartPolicy', 'spec.schedulerName', 'status.phase'])];

/** Environment variables one by one, and whole ConfigMaps and Secrets of them. */
export function checkEnv(container: At): void {
  for (const variable of container.field('env').items()) {
    const name = variable.field('name');
    if (name.text === '') name.required();
    else checkEnvName(name);
    const from = variable.field('valueFrom');
    if (from.isSet) checkSource(from, variable.field('value').text !== '');
  }
  for (const source of container.field('envFrom').items()) checkEnvFrom(source, container.field('envFrom'));
}

function checkSource(from: At, hasValue: boolean): void {
  const given = sources.filter((name) => from.field(name).isSet);
  if (given.includes('fieldRef')) checkFieldRef(from.field('fieldRef'), envFields);
  if (given.includes('resourceFieldRef')) checkResourceRef(from.field('resourceFieldRef'), false);
  for (const name of ['configMapKeyRef', 'secretKeyRef']) {
    const reference = from.field(name);
    if (!reference.isSet) continue;
    checkName(reference.field('name'), faultOfSubdomain);
    if (reference.field('key').text === '') reference.field('key').required();
    else checkConfigKey(reference.field('key'));
  }
  if (given.length === 0)
    from.invalid('must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`', '');
  else if (hasValue) from.invalid('may not be specified when `value` is not empty', '');
  else if (given.length > 1) from.invalid('may not have more than one field specified at a time', '');
}

/** A reference to a field of the Pod itself. */
export function checkFieldRef(reference: At, supported: readonly string[]): void {
  const path = reference.field('fieldPath');
  const [, map, key = ''] = /^(metadata\.(?:labels|annotations))\['(.*)'\]$/.exec(path.text) ?? [];
  if (path.text === '') path.required();
  else if (map !== undefined) checkQualifiedName(path, key);
  else if (!known.includes(path.text))
    path.invalid(`error converting fieldPath: field label not supported: ${path.text}`);
  else if (!supported.includes(path.text)) path.unsupported([...supported].sort());
}

/** A reference to what a container asks for. */
export function checkResourceRef(reference: At, inVolume: boolean): void {
  if (inVolume && reference.field('containerName').text === '') reference.field('containerName').required();
  const resource = reference.field('resource');
  if (resource.text === '') resource.required();
  else if (!resourceFields.includes(resource.text) && !/^(limits|requests)\.hugepages-/.test(resource.text))
    resource.unsupported(resourceFields);
}

function checkEnvFrom(source: At, list: At): void {
  const prefix = source.field('prefix');
  if (prefix.text !== '') checkEnvName(prefix);
  const given = ['configMapRef', 'secretRef'].map((name) => source.field(name)).filter((one) => one.isSet);
  for (const {text, name} of given.map((one) => ({text: one.field('name').text, name: one.field('name')}))) {
    if (text === '') name.required();
    else checkName(name, faultOfSubdomain);
  }
  if (given.length === 0) list.invalid('must specify one of: `configMapRef` or `secretRef`', '');
  else if (given.length > 1) list.invalid('may not have more than one field specified at a time', '');
}
