import {collectText} from '../../bytes.ts';
import type {CommandContext} from '../../context.ts';
import {isObject, type Json, number, object, objects, text, texts} from '../../docker/json.ts';
import {attempting, errorOf} from '../errors.ts';
import {
  type ClusterConfig,
  type JsonPatch,
  type KubeadmPatches,
  type Mount,
  type Networking,
  type NodeConfig,
  type PortMapping,
  plainCluster,
} from './cluster-config.ts';
import {clusterShape} from './shape.ts';
import {readStrict, type StrictDocument} from './strict-yaml.ts';

/** The cluster of a file: '' is none, `-` is stdin. */
export async function readConfig({files, stdin}: CommandContext, path: string): Promise<ClusterConfig> {
  if (path === '') return plainCluster;
  if (path === '-') return parseConfig(await collectText(stdin));
  return parseConfig(await attempting('error reading file', () => collectText(files.read(path))));
}

/** Reads a cluster strictly: a field that is not known is an error. */
export function parseConfig(source: string): ClusterConfig {
  const document = readDocument(source);
  const json = object(document.value);
  const [kind, apiVersion] = [text(json['kind']), text(json['apiVersion'])];
  if (apiVersion !== 'kind.x-k8s.io/v1alpha4') throw new Error(`unknown apiVersion: ${apiVersion}`);
  if (kind !== 'Cluster') throw new Error(`unknown kind ${kind} for apiVersion: ${apiVersion}`);
  refuseUnknownWords(json);
  const problems = document.problems(clusterShape);
  if (problems.length > 0) {
    throw new Error(
      `unable to decode config: yaml: unmarshal errors:\n${problems.map((one) => `  ${one}`).join('\n')}`,
    );
  }
  return clusterOf(json);
}

function readDocument(source: string): StrictDocument {
  try {
    return readStrict(source);
  } catch (error) {
    throw new Error(`could not determine kind / apiVersion for config: ${errorOf(error).message}`);
  }
}

const protocols = new Set(['', 'TCP', 'UDP', 'SCTP']);
const propagations = new Set(['', 'None', 'HostToContainer', 'Bidirectional']);

function refuseUnknownWords(json: Json): void {
  for (const node of objects(json['nodes'])) {
    for (const {propagation} of objects(node['extraMounts'])) {
      if (!propagations.has(text(propagation)))
        throw new Error(`unable to decode config: Unknown MountPropagation: ${JSON.stringify(text(propagation))}`);
    }
    for (const {protocol} of objects(node['extraPortMappings'])) {
      const word = text(protocol).toUpperCase();
      if (!protocols.has(word))
        throw new Error(`unable to decode config: Unknown PortMappingProtocol: ${JSON.stringify(word)}`);
    }
  }
}

function clusterOf(json: Json): ClusterConfig {
  return {
    name: text(json['name']),
    nodes: objects(json['nodes']).map(nodeOf),
    networking: networkingOf(object(json['networking'])),
    featureGates: new Map(entries(json['featureGates']).map(([key, value]) => [key, value === true])),
    runtimeConfig: wordMap(json['runtimeConfig']),
    ...patchesOf(json),
    containerdConfigPatches: [
      ...texts(json['containerdConfigPatches']),
      ...texts(json['containerdConfigPatchesJSON6902']),
    ],
  };
}

function nodeOf(json: Json): NodeConfig {
  return {
    role: text(json['role']),
    image: text(json['image']),
    labels: wordMap(json['labels']),
    extraMounts: objects(json['extraMounts']).map(mountOf),
    extraPortMappings: objects(json['extraPortMappings']).map(portMappingOf),
    ...patchesOf(json),
  };
}

function patchesOf(json: Json): KubeadmPatches {
  return {
    kubeadmConfigPatches: texts(json['kubeadmConfigPatches']),
    kubeadmConfigPatchesJSON6902: objects(json['kubeadmConfigPatchesJSON6902']).map(
      (patch): JsonPatch => ({
        group: text(patch['group']),
        version: text(patch['version']),
        kind: text(patch['kind']),
        patch: text(patch['patch']),
      }),
    ),
  };
}

function mountOf(json: Json): Mount {
  return {
    containerPath: text(json['containerPath']),
    hostPath: text(json['hostPath']),
    readOnly: json['readOnly'] === true,
    selinuxRelabel: json['selinuxRelabel'] === true,
    propagation: text(json['propagation']),
  };
}

function portMappingOf(json: Json): PortMapping {
  return {
    containerPort: number(json['containerPort']),
    hostPort: number(json['hostPort']),
    listenAddress: text(json['listenAddress']),
    protocol: text(json['protocol']).toUpperCase(),
  };
}

function networkingOf(json: Json): Networking {
  return {
    ipFamily: text(json['ipFamily']),
    apiServerPort: number(json['apiServerPort']),
    apiServerAddress: text(json['apiServerAddress']),
    podSubnet: text(json['podSubnet']),
    serviceSubnet: text(json['serviceSubnet']),
    disableDefaultCNI: json['disableDefaultCNI'] === true,
    kubeProxyMode: text(json['kubeProxyMode']),
    dnsSearch: Array.isArray(json['dnsSearch']) ? texts(json['dnsSearch']) : undefined,
  };
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** A map of texts, where `api/all: true` is the text `true`. */
function wordMap(value: unknown): ReadonlyMap<string, string> {
  return new Map(entries(value).map(([key, item]) => [key, item === null ? '' : String(item)]));
}
