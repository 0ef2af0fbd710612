import type {Json} from '../../docker/json.ts';
import {apiServerPort} from '../cluster/endpoint.ts';
import type {ClusterConfig, NodeConfig} from '../configuration/cluster-config.ts';

/** A secret that everybody may know: the cluster is on this machine alone. */
const bootstrapToken = 'abcdef.0123456789abcdef';

/** A node as kubeadm is told of it. */
export interface KubeadmNode {
  readonly name: string;
  readonly config: NodeConfig;
  readonly address: string;
  /** `v1.34.4` */
  readonly kubernetesVersion: string;
  /** `c-control-plane:6443` */
  readonly endpoint: string;
  readonly isRootless: boolean;
}

/** The minor version of `v1.34.4`: 34. Throws for what is no version of Kubernetes 1. */
export function minorVersion(version: string): number {
  const minor = /^v?1\.(\d+)\./.exec(version)?.[1];
  if (minor === undefined) throw new Error(`could not parse ${JSON.stringify(version)} as version`);
  return Number(minor);
}

const oldestMinor = 23;
const firstMinorOfBeta4 = 36;

/**
 * The documents of a node's `/kind/kubeadm.conf`: all of them on every node, of which kubeadm takes those it needs.
 * https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta3/
 */
export function kubeadmDocuments(cluster: ClusterConfig, node: KubeadmNode): readonly Json[] {
  const minor = minorVersion(node.kubernetesVersion);
  if (minor < oldestMinor)
    throw new Error(
      `this kind command makes clusters of Kubernetes v1.${oldestMinor} and later, not ${node.kubernetesVersion}`,
    );
  const isBeta4 = minor >= firstMinorOfBeta4;
  const parts: Parts = {
    cluster,
    node,
    apiVersion: `kubeadm.k8s.io/${isBeta4 ? 'v1beta4' : 'v1beta3'}`,
    featureGates: gatesOf(cluster, node),
    argumentsOf: isBeta4 ? asList : asMap,
  };
  return [
    clusterDocument(parts),
    initDocument(parts),
    joinDocument(parts),
    kubeletDocument(parts),
    ...(cluster.networking.kubeProxyMode === 'none' ? [] : [proxyDocument(parts)]),
  ];
}

type Arguments = readonly (readonly [name: string, value: string])[];

interface Parts {
  readonly cluster: ClusterConfig;
  readonly node: KubeadmNode;
  readonly apiVersion: string;
  readonly featureGates: ReadonlyMap<string, boolean>;
  readonly argumentsOf: (args: Arguments) => unknown;
}

/** A map up to v1beta3; of nothing it is null, as in kind's own file. */
function asMap(args: Arguments): unknown {
  return args.length === 0 ? null : Object.fromEntries(args);
}

/** A list since v1beta4. */
function asList(args: Arguments): unknown {
  return args.length === 0 ? null : args.map(([name, value]) => ({name, value}));
}

function gatesOf({featureGates}: ClusterConfig, {isRootless}: KubeadmNode): ReadonlyMap<string, boolean> {
  const gates = [...featureGates, ...(isRootless ? [['KubeletInUserNamespace', true] as const] : [])];
  return new Map(gates.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function gateArgument({featureGates}: Parts): Arguments {
  if (featureGates.size === 0) return [];
  return [['feature-gates', [...featureGates].map(([name, on]) => `${name}=${on}`).join(',')]];
}

function gateField({featureGates}: Parts): Json {
  return featureGates.size === 0 ? {} : {featureGates: Object.fromEntries(featureGates)};
}

function clusterDocument(parts: Parts): Json {
  const {cluster, node, apiVersion, argumentsOf} = parts;
  const {networking, runtimeConfig} = cluster;
  const runtime = [...runtimeConfig].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${value}`);
  const gates = gateArgument(parts);
  return {
    apiVersion,
    kind: 'ClusterConfiguration',
    kubernetesVersion: node.kubernetesVersion,
    clusterName: cluster.name,
    controlPlaneEndpoint: node.endpoint,
    apiServer: {
      certSANs: ['localhost', networking.apiServerAddress],
      extraArgs: argumentsOf([['runtime-config', runtime.join(',')], ...gates]),
    },
    controllerManager: {extraArgs: argumentsOf([...gates, ['enable-hostpath-provisioner', 'true']])},
    scheduler: {extraArgs: argumentsOf(gates)},
    networking: {podSubnet: networking.podSubnet, serviceSubnet: networking.serviceSubnet},
  };
}

function registration({cluster, node, argumentsOf}: Parts): Json {
  const labels = [...node.config.labels].map(([key, value]) => `${key}=${value}`).join(',');
  return {
    criSocket: 'unix:///run/containerd/containerd.sock',
    kubeletExtraArgs: argumentsOf([
      ['node-ip', node.address],
      ['provider-id', `kind://docker/${cluster.name}/${node.name}`],
      ['node-labels', labels],
    ]),
  };
}

function localEndpoint({node}: Parts): Json {
  return {advertiseAddress: node.address, bindPort: apiServerPort};
}

function initDocument(parts: Parts): Json {
  const {cluster, apiVersion} = parts;
  return {
    apiVersion,
    kind: 'InitConfiguration',
    bootstrapTokens: [{token: bootstrapToken}],
    localAPIEndpoint: localEndpoint(parts),
    nodeRegistration: registration(parts),
    skipPhases: ['preflight', ...(cluster.networking.kubeProxyMode === 'none' ? ['addon/kube-proxy'] : [])],
  };
}

function joinDocument(parts: Parts): Json {
  const {node, apiVersion} = parts;
  return {
    apiVersion,
    kind: 'JoinConfiguration',
    ...(node.config.role === 'control-plane' ? {controlPlane: {localAPIEndpoint: localEndpoint(parts)}} : {}),
    nodeRegistration: registration(parts),
    discovery: {
      bootstrapToken: {apiServerEndpoint: node.endpoint, token: bootstrapToken, unsafeSkipCAVerification: true},
    },
    skipPhases: ['preflight'],
  };
}

function kubeletDocument(parts: Parts): Json {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    cgroupDriver: 'systemd',
    cgroupRoot: '/kubelet',
    failSwapOn: false,
    // A node sees the disk of the whole machine, and would throw out images and Pods to make room on it.
    imageGCHighThresholdPercent: 100,
    evictionHard: {'nodefs.available': '0%', 'nodefs.inodesFree': '0%', 'imagefs.available': '0%'},
    ...gateField(parts),
  };
}

function proxyDocument(parts: Parts): Json {
  const {cluster, node} = parts;
  const {kubeProxyMode} = cluster.networking;
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: kubeProxyMode,
    ...gateField(parts),
    iptables: {minSyncPeriod: '1s'},
    // Settings of the kernel that are the machine's, not the node's.
    conntrack: {
      maxPerCore: 0,
      ...(kubeProxyMode === 'nftables' && !node.isRootless ? {tcpBeLiberal: true} : {}),
      ...(node.isRootless ? {tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s'} : {}),
    },
  };
}
