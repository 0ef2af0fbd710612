/** What the value of a field must be; `type` is the name that Go's reader gives it in its complaints. */
export type Shape =
  | {readonly kind: 'text'; readonly type: string}
  | {readonly kind: 'int'}
  | {readonly kind: 'bool'}
  | {readonly kind: 'list'; readonly type: string; readonly of: Shape}
  | {readonly kind: 'map'; readonly type: string; readonly of: Shape}
  | {readonly kind: 'object'; readonly type: string; readonly fields: {readonly [name: string]: Shape}};

const text: Shape = {kind: 'text', type: 'string'};
const int: Shape = {kind: 'int'};
const bool: Shape = {kind: 'bool'};

function named(type: string): Shape {
  return {kind: 'text', type: `v1alpha4.${type}`};
}

function object(type: string, fields: {readonly [name: string]: Shape}): Shape {
  return {kind: 'object', type: `v1alpha4.${type}`, fields};
}

function list(type: string, of: Shape): Shape {
  return {kind: 'list', type: `[]${type}`, of};
}

const jsonPatches = list(
  'v1alpha4.PatchJSON6902',
  object('PatchJSON6902', {group: text, version: text, kind: text, patch: text}),
);
const patches = {kubeadmConfigPatches: list('string', text), kubeadmConfigPatchesJSON6902: jsonPatches};

const mount = object('MountAlias', {
  containerPath: text,
  hostPath: text,
  readOnly: bool,
  selinuxRelabel: bool,
  propagation: named('MountPropagation'),
});

const portMapping = object('PortMappingAlias', {
  containerPort: int,
  hostPort: int,
  listenAddress: text,
  protocol: named('PortMappingProtocol'),
});

const node = object('Node', {
  role: named('NodeRole'),
  image: text,
  labels: {kind: 'map', type: 'map[string]string', of: text},
  extraMounts: list('v1alpha4.Mount', mount),
  extraPortMappings: list('v1alpha4.PortMapping', portMapping),
  ...patches,
});

const networking = object('Networking', {
  ipFamily: named('ClusterIPFamily'),
  apiServerPort: int,
  apiServerAddress: text,
  podSubnet: text,
  serviceSubnet: text,
  disableDefaultCNI: bool,
  kubeProxyMode: named('ProxyMode'),
  dnsSearch: list('string', text),
});

/** The fields of a cluster's file. https://kind.sigs.k8s.io/docs/user/configuration/ */
export const clusterShape = object('Cluster', {
  kind: text,
  apiVersion: text,
  name: text,
  nodes: list('v1alpha4.Node', node),
  networking,
  featureGates: {kind: 'map', type: 'map[string]bool', of: bool},
  runtimeConfig: {kind: 'map', type: 'map[string]string', of: text},
  ...patches,
  containerdConfigPatches: list('string', text),
  containerdConfigPatchesJSON6902: list('string', text),
});
