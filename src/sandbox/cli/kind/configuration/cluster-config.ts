import {defaultClusterName, defaultNodeImage} from '../version.ts';

export interface PortMapping {
  readonly containerPort: number;
  /** 0 is any free port, chosen now; -1 one that Docker chooses at every start. */
  readonly hostPort: number;
  /** '' is every address. */
  readonly listenAddress: string;
  /** '' is TCP. */
  readonly protocol: string;
}

export interface Mount {
  readonly containerPath: string;
  readonly hostPath: string;
  readonly readOnly: boolean;
  readonly selinuxRelabel: boolean;
  /** '', `None`, `HostToContainer` or `Bidirectional`. */
  readonly propagation: string;
}

/** A change of a document of kubeadm's configuration by the steps of RFC 6902. */
export interface JsonPatch {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The steps, as YAML or JSON. */
  readonly patch: string;
}

/** Changes to what kubeadm is told. */
export interface KubeadmPatches {
  readonly kubeadmConfigPatches: readonly string[];
  readonly kubeadmConfigPatchesJSON6902: readonly JsonPatch[];
}

export interface NodeConfig extends KubeadmPatches {
  readonly role: string;
  readonly image: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly extraMounts: readonly Mount[];
  readonly extraPortMappings: readonly PortMapping[];
}

export interface Networking {
  readonly ipFamily: string;
  readonly apiServerPort: number;
  readonly apiServerAddress: string;
  readonly podSubnet: string;
  readonly serviceSubnet: string;
  readonly disableDefaultCNI: boolean;
  readonly kubeProxyMode: string;
  readonly dnsSearch: readonly string[] | undefined;
}

/** A cluster as its file describes it. https://kind.sigs.k8s.io/docs/user/configuration/ */
export interface ClusterConfig extends KubeadmPatches {
  readonly name: string;
  readonly nodes: readonly NodeConfig[];
  readonly networking: Networking;
  readonly featureGates: ReadonlyMap<string, boolean>;
  readonly runtimeConfig: ReadonlyMap<string, string>;
  readonly containerdConfigPatches: readonly string[];
}

const plainNode: NodeConfig = {
  role: 'control-plane',
  image: defaultNodeImage,
  labels: new Map(),
  extraMounts: [],
  extraPortMappings: [],
  kubeadmConfigPatches: [],
  kubeadmConfigPatchesJSON6902: [],
};

/** The cluster of a file that says nothing: one node. */
export const plainCluster: ClusterConfig = {
  name: '',
  nodes: [],
  networking: {
    ipFamily: '',
    apiServerPort: 0,
    apiServerAddress: '',
    podSubnet: '',
    serviceSubnet: '',
    disableDefaultCNI: false,
    kubeProxyMode: '',
    dnsSearch: undefined,
  },
  featureGates: new Map(),
  runtimeConfig: new Map(),
  kubeadmConfigPatches: [],
  kubeadmConfigPatchesJSON6902: [],
  containerdConfigPatches: [],
};

/** What the command line says over the file. */
export interface Overrides {
  /** '' leaves it. */
  readonly name: string;
  /** '' leaves it; else the image of every node. */
  readonly image: string;
}

/** Fills in what the file left open. */
export function withDefaults(config: ClusterConfig, {name, image}: Overrides): ClusterConfig {
  const nodes = config.nodes.length === 0 ? [plainNode] : config.nodes;
  const {networking} = config;
  const ipFamily = networking.ipFamily || 'ipv4';
  return {
    ...config,
    name: name || config.name || defaultClusterName,
    nodes: nodes.map((node) => ({
      ...node,
      role: node.role || 'control-plane',
      image: image || node.image || defaultNodeImage,
    })),
    networking: {
      ...networking,
      ipFamily,
      apiServerAddress: networking.apiServerAddress || (ipFamily === 'ipv6' ? '::1' : '127.0.0.1'),
      podSubnet: networking.podSubnet || subnetOf(ipFamily, '10.244.0.0/16', 'fd00:10:244::/56'),
      serviceSubnet: networking.serviceSubnet || subnetOf(ipFamily, '10.96.0.0/16', 'fd00:10:96::/112'),
      kubeProxyMode: networking.kubeProxyMode || 'iptables',
    },
  };
}

function subnetOf(ipFamily: string, v4: string, v6: string): string {
  if (ipFamily === 'ipv6') return v6;
  return ipFamily === 'dual' ? `${v4},${v6}` : v4;
}

/** The names of a cluster's nodes in the order of its file: `c-control-plane`, `c-worker`, `c-worker2`. */
export function nodeNames(cluster: string, nodes: readonly Pick<NodeConfig, 'role'>[]): readonly string[] {
  const counts = new Map<string, number>();
  return nodes.map(({role}) => {
    const count = (counts.get(role) ?? 0) + 1;
    counts.set(role, count);
    return `${cluster}-${role}${count === 1 ? '' : count}`;
  });
}
