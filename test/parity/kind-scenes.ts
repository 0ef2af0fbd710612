import type {Scene, Step} from './corpus.ts';

const image = 'kindest/node:v1.34.4';
const nodes = (...roles: readonly string[]) =>
  `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n${roles.map((role) => `- role: ${role}\n`).join('')}`;

/** Nodes come up at once, so neither their order nor the farewell can be relied on. */
const together = (docker: string): Step => ({docker, anyOrder: true});

const help: readonly string[] = [
  ...['', '--help', 'help', 'help create', '--version', 'version', 'version -q', 'version x'],
  ...['build', 'create', 'create cluster --help', 'delete', 'delete cluster -h', 'delete clusters --help'],
  ...['export', 'export kubeconfig --help', 'export logs --help', 'get', 'get clusters --help', 'get nodes --help'],
  ...['get kubeconfig --help', 'load', 'load docker-image --help', 'load image-archive --help'],
];

const wrong: readonly string[] = [
  ...['nope', 'deleet', 'get nope', 'get nodes x', 'create cluster --nme x', 'create -n', 'create cluster --wait 5'],
  ...['delete clusters', 'load docker-image', 'load image-archive', 'load image-archive none.tar', 'export logs a b'],
  ...['nope -q', 'create cluster --nme x --quiet'],
];

/** Commands typed after `kind`; each scene finds an Engine with no cluster. */
export const kindScenes: readonly Scene[] = [
  {name: 'help', steps: help},
  {name: 'wrong usage', steps: wrong},
  {
    name: 'nothing there',
    steps: [
      ...['get clusters', 'get clusters -q', 'get nodes', 'get nodes -A', 'get nodes --name none'],
      ...['get kubeconfig', 'get kubeconfig --name none', 'export kubeconfig', 'export logs', 'delete cluster'],
      ...['delete cluster --name none', 'delete clusters a b', 'delete clusters --all'],
      ...['load docker-image busybox:1.36', 'load docker-image none:1'],
    ],
  },
  {
    name: 'files that describe no cluster',
    files: {
      'role.yaml': nodes('control-plane', 'wroker'),
      'workers.yaml': `${nodes('worker')}networking: {podSubnet: foo, kubeProxyMode: x, ipFamily: ipv9}\n`,
      'field.yaml': `${nodes('worker')}  extraPortMapings:\n  - containerPort: 80\nfoo: 1\n`,
      'number.yaml': `${nodes('worker')}  extraPortMappings:\n  - containerPort: abcdefghijklmn\n  extraMounts: yes\n`,
      'protocol.yaml': `${nodes('worker')}  extraPortMappings:\n  - protocol: XYZ\n`,
      'propagation.yaml': `${nodes('worker')}  extraMounts:\n  - propagation: Both\n`,
      'ports.yaml': `${nodes('control-plane')}  extraPortMappings:\n  - {hostPort: 70000, containerPort: 80}\n  - {hostPort: 80}\n  - {hostPort: 80, listenAddress: 127.0.0.1}\n`,
      'version.yaml': 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha9\n',
      'kind.yaml': 'kind: Clustr\napiVersion: kind.x-k8s.io/v1alpha4\n',
      'empty.yaml': '',
    },
    steps: [
      ...[
        'role',
        'workers',
        'field',
        'number',
        'protocol',
        'propagation',
        'ports',
        'version',
        'kind',
        'empty',
        'none',
      ].map((name) => `create cluster --name c --config ${name}.yaml --image ${image}`),
      {docker: 'create cluster --config -', stdin: 'a: 1\n'},
      `create cluster --name a_B --image ${image}`,
      `create cluster --name A -q --image ${image}`,
    ],
  },
  {
    name: 'a cluster of one node',
    steps: [
      `create cluster --image ${image} --wait 60s`,
      ...['get clusters', 'get nodes', 'get nodes -A', `create cluster --image ${image}`],
      ...['export kubeconfig', 'export kubeconfig --internal --kubeconfig own', 'get nodes --name other'],
      ...['load docker-image none:1', 'load docker-image busybox:1.36', 'load docker-image busybox:1.36 busybox:1.36'],
      ...['load docker-image busybox:1.36 --nodes none', 'load docker-image busybox:1.36 --nodes kind-control-plane'],
      ...['delete cluster', 'delete cluster', 'get clusters'],
    ],
  },
  {
    name: 'a cluster of three nodes',
    files: {'three.yaml': `${nodes('control-plane', 'worker', 'worker')}name: fromfile\n`},
    steps: [
      together(`create cluster --config three.yaml --image ${image}`),
      together('get nodes --name fromfile'),
      together('load docker-image nginx:1.27-alpine --name fromfile'),
      together('delete clusters fromfile other'),
    ],
  },
  {
    name: 'a cluster that cannot be made',
    files: {
      'clash.yaml': `${nodes('control-plane')}  extraPortMappings:\n  - {containerPort: 80, hostPort: 1, listenAddress: 198.51.100.1}\n`,
    },
    steps: [
      `create cluster --config clash.yaml --image ${image}`,
      'get clusters',
      `create cluster --config clash.yaml --image ${image} --retain`,
      'get nodes',
      'delete cluster',
    ],
  },
];
