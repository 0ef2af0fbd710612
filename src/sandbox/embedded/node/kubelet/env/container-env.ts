import type {ConfigMap, EnvFromSource, EnvVarSource, Secret, Service} from 'kubernetes-types/core/v1';
import {decode, fromBase64} from '../../../bytes/bytes.ts';
import {type Client, Unreachable} from '../../../kubernetes-api/client.ts';
import type {Frozen, Stored} from '../../../kubernetes-api/object.ts';
import {findContainer, type KubePod, namespaceOf, type PodContainer} from '../pod.ts';
import {expand} from './expand.ts';
import {fieldText, type PlacedAt, resourceText} from './field-ref.ts';
import {serviceEnv} from './service-env.ts';

/** A container that cannot be made as its Pod says: `CreateContainerConfigError`. */
export class ConfigFault extends Error {}

export interface EnvContext extends PlacedAt {
  readonly client: Client;
  readonly machine: {readonly cpus: number; readonly memoryBytes: number; readonly diskBytes: number};
}

/**
 * The variables of a container: Services first, then whole ConfigMaps and Secrets, then those that are written one by one.
 * Throws a ConfigFault in the kubelet's words for what is not there.
 */
export function containerEnv(pod: KubePod, container: PodContainer, context: EnvContext): ReadonlyMap<string, string> {
  const env = new Map<string, string>();
  for (const source of container.envFrom ?? []) takeAll(env, pod, source, context);
  const services = serviceEnv(servicesFor(pod, context.client));
  // Later ones may use what came before, Services as well.
  const known = new Map([...services, ...env]);
  for (const {name, value, valueFrom} of container.env ?? []) {
    const text = valueFrom ? sourcedValue(pod, container, valueFrom, context) : expand(value ?? '', known);
    if (text === undefined) continue;
    env.set(name, text);
    known.set(name, text);
  }
  for (const [name, value] of services) if (!env.has(name)) env.set(name, value);
  return env;
}

/** Those of its own namespace, unless it wants none; the API server's for everybody. */
function servicesFor(pod: KubePod, client: Client): readonly Stored<Service>[] {
  const namespace = namespaceOf(pod);
  try {
    const master = client.find<Stored<Service>>('services', 'default', 'kubernetes');
    const own = pod.spec?.enableServiceLinks === false ? [] : client.list<Stored<Service>>('services', namespace);
    return [...(master ? [master] : []), ...own];
  } catch (error) {
    // The control plane's own Pods start when there is no API server yet.
    if (error instanceof Unreachable) return [];
    throw error;
  }
}

function takeAll(env: Map<string, string>, pod: KubePod, source: Frozen<EnvFromSource>, {client}: EnvContext): void {
  const prefix = source.prefix ?? '';
  const {configMapRef, secretRef} = source;
  if (configMapRef) {
    const found = client.find<Stored<ConfigMap>>('configmaps', namespaceOf(pod), configMapRef.name ?? '');
    if (!found && !configMapRef.optional) throw new ConfigFault(`configmap "${configMapRef.name}" not found`);
    for (const [key, value] of Object.entries(found?.data ?? {})) env.set(prefix + key, value);
  }
  if (secretRef) {
    const found = client.find<Stored<Secret>>('secrets', namespaceOf(pod), secretRef.name ?? '');
    if (!found && !secretRef.optional) throw new ConfigFault(`secret "${secretRef.name}" not found`);
    for (const [key, value] of Object.entries(found?.data ?? {})) env.set(prefix + key, decode(fromBase64(value)));
  }
}

function sourcedValue(
  pod: KubePod,
  container: PodContainer,
  source: Frozen<EnvVarSource>,
  context: EnvContext,
): string | undefined {
  const {fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef} = source;
  const namespace = namespaceOf(pod);
  if (fieldRef) return fieldText(pod, fieldRef, context) ?? fault(`unsupported fieldPath: ${fieldRef.fieldPath}`);
  if (resourceFieldRef) {
    const named = findContainer(pod, resourceFieldRef.containerName ?? '')?.container;
    return resourceText(named ?? container, resourceFieldRef, context.machine);
  }
  if (configMapKeyRef) {
    const {name = '', key, optional} = configMapKeyRef;
    const found = context.client.find<Stored<ConfigMap>>('configmaps', namespace, name);
    if (!found) return optional ? undefined : fault(`configmap "${name}" not found`);
    return (
      found.data?.[key] ?? (optional ? undefined : fault(`couldn't find key ${key} in ConfigMap ${namespace}/${name}`))
    );
  }
  if (!secretKeyRef) return '';
  const {name = '', key, optional} = secretKeyRef;
  const found = context.client.find<Stored<Secret>>('secrets', namespace, name);
  if (!found) return optional ? undefined : fault(`secret "${name}" not found`);
  const value = found.data?.[key];
  if (value === undefined)
    return optional ? undefined : fault(`couldn't find key ${key} in Secret ${namespace}/${name}`);
  return decode(fromBase64(value));
}

function fault(message: string): never {
  throw new ConfigFault(message);
}
