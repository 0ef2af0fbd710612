import {defineImage, type LayerFiles} from './define-image.ts';
import {networkManifest, storageManifest} from './kind-manifests.ts';
import {accountFiles, appletFiles, emptyDirectories, usualPath} from './system-files.ts';

const users = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`;
const groups = 'root:x:0:\ndaemon:x:1:\nbin:x:2:\ntty:x:5:\nnogroup:x:65534:\n';

const system: LayerFiles = {
  ...emptyDirectories,
  ...accountFiles({users, groups}),
  '/usr/bin/busybox': {program: 'busybox', size: 1_169_000},
  ...appletFiles(
    () => '/bin',
    () => ({symlink: '/usr/bin/busybox'}),
  ),
  '/bin/bash': {program: 'sh', size: 1_265_648},
  '/usr/bin/getent': {program: 'getent', size: 43_440},
  '/etc/os-release': {
    text: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
  },
  '/etc/debian_version': {text: '12.12\n'},
  '/etc/nsswitch.conf': {text: 'hosts: files dns\n'},
  '/lib/modules': {directory: true},
  '/opt': {directory: true},
  '/run': {directory: true},
  '/usr/local/sbin': {directory: true},
  '/var/log': {directory: true},
  '/var/lib': {directory: true},
};

const containerdConfig = `version = 2

# set default runtime handler to v2, which has a per-pod shim
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.10.1"
  tolerate_missing_hugepages_controller = true
[plugins."io.containerd.grpc.v1.cri".containerd]
  snapshotter = "overlayfs"
  default_runtime_name = "runc"
[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = "/etc/containerd/certs.d"
`;

const kubernetes: LayerFiles = {
  '/usr/local/bin/entrypoint': {program: 'kind-entrypoint', size: 20_000},
  '/sbin/init': {program: 'kind-init', size: 94_000},
  '/usr/bin/systemctl': {program: 'systemctl', size: 1_300_000},
  '/usr/bin/journalctl': {program: 'journalctl', size: 90_000},
  '/usr/local/bin/containerd': {program: 'containerd', size: 4_000_000},
  '/usr/local/bin/crictl': {program: 'crictl', size: 3_900_000},
  '/usr/local/bin/ctr': {program: 'ctr', size: 2_200_000},
  '/usr/bin/kubelet': {program: 'kubelet', size: 5_900_000},
  '/usr/bin/kubeadm': {program: 'kubeadm', size: 7_400_000},
  '/usr/bin/kubectl': {program: 'node-kubectl', size: 6_000_000},
  '/etc/containerd/config.toml': {text: containerdConfig},
  '/etc/containerd/certs.d': {directory: true},
  '/etc/crictl.yaml': {text: 'runtime-endpoint: unix:///var/run/containerd/containerd.sock\n'},
  '/etc/cni/net.d': {directory: true},
  '/etc/kubernetes/manifests': {directory: true},
  '/kind/version': {text: 'v1.34.4'},
  '/kind/manifests/default-cni.yaml': {text: networkManifest},
  '/kind/manifests/default-storage.yaml': {text: storageManifest},
  '/var/lib/kubelet': {directory: true},
};

/** A machine of a cluster in a container. https://kind.sigs.k8s.io/docs/design/node-image/ */
export const kindestNode = defineImage({
  names: ['kindest/node:v1.34.4', 'kindest/node:latest'],
  created: '2026-02-10T12:00:00Z',
  description: 'kind node images: https://kind.sigs.k8s.io',
  stars: 110,
  config: {
    Env: [usualPath, 'container=docker'],
    Entrypoint: ['/usr/local/bin/entrypoint', '/sbin/init'],
    WorkingDir: '/',
    StopSignal: 'SIGTERM',
  },
  layers: [
    {createdBy: 'COPY / / # buildkit', files: system},
    {createdBy: 'ENV container=docker', empty: true},
    {createdBy: 'STOPSIGNAL SIGTERM', empty: true},
    {createdBy: 'ENTRYPOINT [ "/usr/local/bin/entrypoint", "/sbin/init" ]', empty: true},
    {createdBy: 'infinity', files: kubernetes},
  ],
});
