import {defineImage, type ImageDefinition, type LayerFiles} from './define-image.ts';
import {helperImage, kindnetdImage, provisionerImage} from './kind-manifests.ts';
import {appletFiles, emptyDirectories, usualPath} from './system-files.ts';

/** The version of Kubernetes whose parts these are. */
const version = 'v1.34.4';
const created = '2026-02-10T12:00:00Z';

interface Part {
  readonly names: readonly string[];
  /** Where its program is in the image, and which of the engine's it is. */
  readonly path: string;
  readonly program: string;
  readonly sizeBytes: number;
  readonly entrypoint?: readonly string[];
  readonly files?: LayerFiles;
  readonly user?: string;
}

function part({names, path, program, sizeBytes, entrypoint, files = {}, user}: Part): ImageDefinition {
  return defineImage({
    names,
    created,
    config: {
      Env: [usualPath],
      WorkingDir: '/',
      ...(entrypoint === undefined ? {} : {Entrypoint: entrypoint}),
      ...(user === undefined ? {} : {User: user}),
    },
    layers: [
      {
        createdBy: 'COPY / / # buildkit',
        files: {'/tmp': {directory: true, mode: 0o1777}, '/etc/passwd': {text: accounts}},
      },
      {createdBy: `COPY ${program} ${path} # buildkit`, files: {...files, [path]: {program, size: sizeBytes}}},
    ],
  });
}

const accounts = 'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n';

/** A part of the control plane, or what runs on every node, as `registry.k8s.io` has it. */
function component(name: string, sizeBytes: number): ImageDefinition {
  return part({
    names: [`registry.k8s.io/${name}:${version}`],
    path: `/usr/local/bin/${name}`,
    program: name,
    sizeBytes,
  });
}

/** https://github.com/rancher/local-path-provisioner runs this to make and remove folders. */
const helper = defineImage({
  names: [helperImage],
  created,
  config: {Env: [usualPath]},
  layers: [
    {
      createdBy: 'COPY / / # buildkit',
      files: {
        ...emptyDirectories,
        '/bin/busybox': {program: 'busybox', size: 800_000},
        ...appletFiles(
          () => '/bin',
          () => ({link: '/bin/busybox'}),
        ),
      },
    },
  ],
});

/** The images a cluster of kind consists of. */
export const kubernetesImages: readonly ImageDefinition[] = [
  part({
    names: ['registry.k8s.io/etcd:3.6.5-0', 'registry.k8s.io/etcd:3.6.4-0'],
    path: '/usr/local/bin/etcd',
    program: 'etcd',
    sizeBytes: 5_600_000,
  }),
  component('kube-apiserver', 9_000_000),
  component('kube-controller-manager', 7_500_000),
  component('kube-scheduler', 5_200_000),
  component('kube-proxy', 7_200_000),
  part({
    names: ['registry.k8s.io/coredns/coredns:v1.12.1'],
    path: '/coredns',
    program: 'coredns',
    sizeBytes: 7_000_000,
    entrypoint: ['/coredns'],
  }),
  part({
    names: [kindnetdImage],
    path: '/bin/kindnetd',
    program: 'kindnetd',
    sizeBytes: 4_300_000,
    entrypoint: ['/bin/kindnetd'],
  }),
  part({
    names: [provisionerImage],
    path: '/usr/local/bin/local-path-provisioner',
    program: 'local-path-provisioner',
    sizeBytes: 4_600_000,
  }),
  helper,
];
