import {stringify} from 'yaml';
import {kubernetesVersion} from '../control-plane/version.ts';
import type {KubeadmConfig} from './config.ts';

/** What a static Pod of the control plane is made of; the rest is the same for all. */
interface StaticPod {
  readonly component: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly requests: {readonly [resource: string]: string};
  /** Folders and files of the node it sees, by the name of the volume. */
  readonly mounts: readonly {
    readonly name: string;
    readonly path: string;
    readonly type: string;
    readonly writes?: true;
  }[];
  readonly probes: {readonly [probe: string]: {readonly path: string; readonly port: number; readonly scheme: string}};
  readonly host: string;
  readonly annotations?: {readonly [name: string]: string};
}

const pki = '/etc/kubernetes/pki';
const certificates = {name: 'ca-certs', path: '/etc/ssl/certs', type: 'DirectoryOrCreate'} as const;
const keys = {name: 'k8s-certs', path: pki, type: 'DirectoryOrCreate'} as const;

/** The manifests of the four who run a cluster, by the name of their file. */
export function controlPlaneManifests(config: KubeadmConfig, nodeName: string): ReadonlyMap<string, string> {
  const pods = [etcd(config, nodeName), apiServer(config), controllerManager(config), scheduler(config)];
  return new Map(pods.map((pod) => [`${pod.component}.yaml`, manifestText(pod)]));
}

function etcd({advertiseAddress: address}: KubeadmConfig, nodeName: string): StaticPod {
  const [client, peer] = [`https://${address}:2379`, `https://${address}:2380`];
  return {
    component: 'etcd',
    image: 'registry.k8s.io/etcd:3.6.5-0',
    command: [
      'etcd',
      `--advertise-client-urls=${client}`,
      `--cert-file=${pki}/etcd/server.crt`,
      '--client-cert-auth=true',
      '--data-dir=/var/lib/etcd',
      '--feature-gates=InitialCorruptCheck=true',
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=${nodeName}=${peer}`,
      `--key-file=${pki}/etcd/server.key`,
      `--listen-client-urls=https://127.0.0.1:2379,${client}`,
      '--listen-metrics-urls=http://127.0.0.1:2381',
      `--listen-peer-urls=${peer}`,
      `--name=${nodeName}`,
      `--peer-cert-file=${pki}/etcd/peer.crt`,
      '--peer-client-cert-auth=true',
      `--peer-key-file=${pki}/etcd/peer.key`,
      `--peer-trusted-ca-file=${pki}/etcd/ca.crt`,
      '--snapshot-count=10000',
      `--trusted-ca-file=${pki}/etcd/ca.crt`,
      '--watch-progress-notify-interval=5s',
    ],
    requests: {cpu: '100m', memory: '100Mi'},
    mounts: [
      {name: 'etcd-data', path: '/var/lib/etcd', type: 'DirectoryOrCreate', writes: true},
      {name: 'etcd-certs', path: `${pki}/etcd`, type: 'DirectoryOrCreate', writes: true},
    ],
    probes: probesAt({path: '/livez', ready: '/readyz', port: 2381, scheme: 'HTTP'}),
    host: '127.0.0.1',
    annotations: {'kubeadm.kubernetes.io/etcd.advertise-client-urls': client},
  };
}

const usualFlags: readonly (readonly [string, string])[] = [
  ['allow-privileged', 'true'],
  ['authorization-mode', 'Node,RBAC'],
  ['client-ca-file', `${pki}/ca.crt`],
  ['enable-admission-plugins', 'NodeRestriction'],
  ['enable-bootstrap-token-auth', 'true'],
  ['etcd-cafile', `${pki}/etcd/ca.crt`],
  ['etcd-certfile', `${pki}/apiserver-etcd-client.crt`],
  ['etcd-keyfile', `${pki}/apiserver-etcd-client.key`],
  ['etcd-servers', 'https://127.0.0.1:2379'],
  ['kubelet-client-certificate', `${pki}/apiserver-kubelet-client.crt`],
  ['kubelet-client-key', `${pki}/apiserver-kubelet-client.key`],
  ['kubelet-preferred-address-types', 'InternalIP,ExternalIP,Hostname'],
  ['proxy-client-cert-file', `${pki}/front-proxy-client.crt`],
  ['proxy-client-key-file', `${pki}/front-proxy-client.key`],
  ['requestheader-allowed-names', 'front-proxy-client'],
  ['requestheader-client-ca-file', `${pki}/front-proxy-ca.crt`],
  ['requestheader-extra-headers-prefix', 'X-Remote-Extra-'],
  ['requestheader-group-headers', 'X-Remote-Group'],
  ['requestheader-username-headers', 'X-Remote-User'],
  ['service-account-issuer', 'https://kubernetes.default.svc.cluster.local'],
  ['service-account-key-file', `${pki}/sa.pub`],
  ['service-account-signing-key-file', `${pki}/sa.key`],
  ['tls-cert-file', `${pki}/apiserver.crt`],
  ['tls-private-key-file', `${pki}/apiserver.key`],
];

function apiServer(config: KubeadmConfig): StaticPod {
  const {advertiseAddress: address, bindPort: port, serviceSubnet} = config;
  const flags = new Map([
    ...usualFlags,
    ['advertise-address', address],
    ['secure-port', String(port)],
    ['service-cluster-ip-range', serviceSubnet],
    ...(config.extraArgs['apiServer'] ?? []),
  ]);
  return {
    component: 'kube-apiserver',
    image: `registry.k8s.io/kube-apiserver:${kubernetesVersion}`,
    command: ['kube-apiserver', ...flagsOf(flags)],
    requests: {cpu: '250m'},
    mounts: [certificates, keys],
    probes: probesAt({path: '/livez', ready: '/readyz', port, scheme: 'HTTPS'}),
    host: address,
    annotations: {'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${address}:${port}`},
  };
}

function controllerManager({clusterName, podSubnet, serviceSubnet, extraArgs}: KubeadmConfig): StaticPod {
  const kubeconfig = '/etc/kubernetes/controller-manager.conf';
  const flags = new Map([
    ['allocate-node-cidrs', 'true'],
    ['authentication-kubeconfig', kubeconfig],
    ['authorization-kubeconfig', kubeconfig],
    ['bind-address', '127.0.0.1'],
    ['client-ca-file', `${pki}/ca.crt`],
    ['cluster-cidr', podSubnet],
    ['cluster-name', clusterName],
    ['cluster-signing-cert-file', `${pki}/ca.crt`],
    ['cluster-signing-key-file', `${pki}/ca.key`],
    ['controllers', '*,bootstrapsigner,tokencleaner'],
    ['kubeconfig', kubeconfig],
    ['leader-elect', 'true'],
    ['requestheader-client-ca-file', `${pki}/front-proxy-ca.crt`],
    ['root-ca-file', `${pki}/ca.crt`],
    ['service-account-private-key-file', `${pki}/sa.key`],
    ['service-cluster-ip-range', serviceSubnet],
    ['use-service-account-credentials', 'true'],
    ...(extraArgs['controllerManager'] ?? []),
  ]);
  return {
    component: 'kube-controller-manager',
    image: `registry.k8s.io/kube-controller-manager:${kubernetesVersion}`,
    command: ['kube-controller-manager', ...flagsOf(flags)],
    requests: {cpu: '200m'},
    mounts: [certificates, keys, {name: 'kubeconfig', path: kubeconfig, type: 'FileOrCreate'}],
    probes: probesAt({path: '/healthz', port: 10_257, scheme: 'HTTPS'}),
    host: '127.0.0.1',
  };
}

function scheduler({extraArgs}: KubeadmConfig): StaticPod {
  const kubeconfig = '/etc/kubernetes/scheduler.conf';
  const flags = new Map([
    ['authentication-kubeconfig', kubeconfig],
    ['authorization-kubeconfig', kubeconfig],
    ['bind-address', '127.0.0.1'],
    ['kubeconfig', kubeconfig],
    ['leader-elect', 'true'],
    ...(extraArgs['scheduler'] ?? []),
  ]);
  return {
    component: 'kube-scheduler',
    image: `registry.k8s.io/kube-scheduler:${kubernetesVersion}`,
    command: ['kube-scheduler', ...flagsOf(flags)],
    requests: {cpu: '100m'},
    mounts: [{name: 'kubeconfig', path: kubeconfig, type: 'FileOrCreate'}],
    probes: probesAt({path: '/livez', ready: '/readyz', port: 10_259, scheme: 'HTTPS'}),
    host: '127.0.0.1',
  };
}

function flagsOf(flags: ReadonlyMap<string, string>): readonly string[] {
  return [...flags].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `--${name}=${value}`);
}

function probesAt({
  path,
  ready,
  port,
  scheme,
}: {
  readonly path: string;
  readonly ready?: string;
  readonly port: number;
  readonly scheme: string;
}): StaticPod['probes'] {
  const live = {path, port, scheme};
  return {
    livenessProbe: live,
    ...(ready === undefined ? {} : {readinessProbe: {...live, path: ready}}),
    startupProbe: live,
  };
}

const timings: {readonly [probe: string]: object} = {
  livenessProbe: {failureThreshold: 8, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 15},
  readinessProbe: {failureThreshold: 3, periodSeconds: 1, timeoutSeconds: 15},
  startupProbe: {failureThreshold: 240, periodSeconds: 1, timeoutSeconds: 15},
};

function manifestText(pod: StaticPod): string {
  const {component, image, command, requests, mounts, probes, host, annotations} = pod;
  const probe = ([name, httpGet]: (typeof entries)[number]): [string, object] => [
    name,
    {...timings[name], httpGet: {host, ...httpGet}},
  ];
  const entries = Object.entries(probes);
  return stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(annotations === undefined ? {} : {annotations}),
      labels: {component, tier: 'control-plane'},
      name: component,
      namespace: 'kube-system',
    },
    spec: {
      containers: [
        {
          command,
          image,
          imagePullPolicy: 'IfNotPresent',
          name: component,
          ...Object.fromEntries(entries.map(probe)),
          resources: {requests},
          volumeMounts: mounts.map(({name, path, writes}) => ({
            mountPath: path,
            name,
            ...(writes ? {} : {readOnly: true}),
          })),
        },
      ],
      hostNetwork: true,
      priority: 2_000_001_000,
      priorityClassName: 'system-node-critical',
      securityContext: {seccompProfile: {type: 'RuntimeDefault'}},
      volumes: mounts.map(({name, path, type}) => ({hostPath: {path, type}, name})),
    },
    status: {},
  });
}
