import type {
  ConfigMap,
  DownwardAPIVolumeFile,
  KeyToPath,
  Secret,
  ServiceAccountTokenProjection,
} from 'kubernetes-types/core/v1';
import {encode, fromBase64, noBytes} from '../../../bytes/bytes.ts';
import {Unreachable} from '../../../kubernetes-api/client.ts';
import type {Frozen, Stored} from '../../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import {at, textOf} from '../../../kubernetes-api/values/reading.ts';
import {fieldText, resourceText} from '../env/field-ref.ts';
import {findContainer, namespaceOf} from '../pod.ts';
import {MountFault, type VolumeContext} from './volume.ts';
import type {WrittenFile, WrittenFiles} from './written-tree.ts';

/** Which object a volume shows, and which of its keys. */
export interface Keyed {
  readonly name: string;
  readonly items: readonly Frozen<KeyToPath>[] | undefined;
  readonly optional: boolean;
  readonly mode: number;
}

/** Files of a ConfigMap. Throws a MountFault for what is not there and has to be. */
export function configMapFiles({client, pod}: VolumeContext, keyed: Keyed): WrittenFiles {
  const namespace = namespaceOf(pod);
  const found = client.find<Stored<ConfigMap>>('configmaps', namespace, keyed.name);
  if (!found && !keyed.optional) throw new MountFault(`configmap "${keyed.name}" not found`);
  const contents = new Map<string, Uint8Array>();
  for (const [key, value] of Object.entries(found?.data ?? {})) contents.set(key, encode(value));
  for (const [key, value] of Object.entries(found?.binaryData ?? {})) contents.set(key, fromBase64(value));
  return chosen(contents, keyed, 'configmap');
}

/** Files of a Secret. Throws a MountFault for what is not there and has to be. */
export function secretFiles({client, pod}: VolumeContext, keyed: Keyed): WrittenFiles {
  const namespace = namespaceOf(pod);
  const found = client.find<Stored<Secret>>('secrets', namespace, keyed.name);
  if (!found && !keyed.optional) throw new MountFault(`secret "${keyed.name}" not found`);
  const contents = new Map<string, Uint8Array>();
  for (const [key, value] of Object.entries(found?.data ?? {})) contents.set(key, fromBase64(value));
  return chosen(contents, keyed, 'secret');
}

function chosen(
  contents: ReadonlyMap<string, Uint8Array>,
  {items, optional, mode}: Keyed,
  kind: 'configmap' | 'secret',
): WrittenFiles {
  const files = new Map<string, WrittenFile>();
  if (!items || items.length === 0) {
    for (const [key, content] of contents) files.set(key, {content, mode});
    return files;
  }
  for (const {key, path, mode: own} of items) {
    const content = contents.get(key);
    if (content) files.set(path, {content, mode: own ?? mode});
    else if (!optional)
      throw new MountFault(
        `${kind === 'secret' ? 'references non-existent secret' : 'configmap references non-existent config'} key: ${key}`,
      );
  }
  return files;
}

/** Files that tell of the Pod itself. Throws a MountFault for a field nobody offers. */
export function downwardFiles(
  {pod, node, placed}: VolumeContext,
  items: readonly Frozen<DownwardAPIVolumeFile>[],
  mode: number,
): WrittenFiles {
  const files = new Map<string, WrittenFile>();
  for (const {path, fieldRef, resourceFieldRef, mode: own} of items) {
    const container = findContainer(pod, resourceFieldRef?.containerName ?? '')?.container;
    const text = fieldRef
      ? fieldText(pod, fieldRef, placed())
      : resourceFieldRef && container
        ? resourceText(container, resourceFieldRef, node.machine)
        : undefined;
    if (text === undefined) throw new MountFault(`unsupported fieldPath: ${fieldRef?.fieldPath ?? path}`);
    files.set(path, {content: encode(text), mode: own ?? mode});
  }
  return files;
}

/** Made when it is first read, and again when it is nearly over. */
export function tokenFile(
  {pod, client, node}: VolumeContext,
  {audience, expirationSeconds = 3600}: Frozen<ServiceAccountTokenProjection>,
  mode: number,
): WrittenFile {
  let token: Uint8Array = noBytes;
  let renewMs = 0;
  const content = (): Uint8Array => {
    const now = node.kernel.clock.now();
    if (now < renewMs) return token;
    const {name, uid} = pod.metadata;
    const bound = {boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name, uid}};
    const spec = {...(audience ? {audiences: [audience]} : {}), expirationSeconds, ...bound};
    const account = pod.spec?.serviceAccountName || 'default';
    try {
      const asked = {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {name: account}, spec};
      const made = client.create('serviceaccounts', namespaceOf(pod), asked, {subresource: 'token'});
      token = encode(textOf(at(made, 'status', 'token')));
      renewMs = now + expirationSeconds * 800;
    } catch (error) {
      if (!(error instanceof KubeRefusal || error instanceof Unreachable)) throw error;
    }
    return token;
  };
  return {content, mode};
}
