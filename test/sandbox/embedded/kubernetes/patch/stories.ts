import type {Fields} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {customStories} from './custom-stories.ts';
import type {Step, Story} from './story.ts';

const configMap = {apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps'};
const deployment = {apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments'};
const service = {apiVersion: 'v1', kind: 'Service', plural: 'services'};
const pod = {apiVersion: 'v1', kind: 'Pod', plural: 'pods'};
const account = {apiVersion: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts'};
const role = {apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', plural: 'roles'};

const web = (container: Fields = {}, spec: Fields = {}): Fields => ({
  spec: {
    replicas: 0,
    selector: {matchLabels: {app: 'web'}},
    template: {
      metadata: {labels: {app: 'web'}},
      spec: {containers: [{name: 'web', image: 'nginx:1.27-alpine', ...container}], ...spec},
    },
  },
});
const containers = (...list: readonly Fields[]): Fields => ({spec: {template: {spec: {containers: list}}}});
const ports = (...list: readonly Fields[]): Fields => ({spec: {selector: {app: 'web'}, ports: list}});
const http = {name: 'http', port: 80, protocol: 'TCP', targetPort: 8080};
const dns = {name: 'dns', port: 53, protocol: 'UDP', targetPort: 53};
const lastApplied = (object: Fields): Fields => ({
  'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(object),
});
const applied = (data: Fields): Fields => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {annotations: {}, name: 'from-client-side', namespace: 'k2-patches'},
  data,
});

const json: readonly Story[] = [
  {
    ...configMap,
    name: 'json-patch',
    steps: [
      {does: 'create', body: {data: {a: '1'}, metadata: {annotations: {'k2/y': '2'}}}, manager: 'kubectl-create'},
      {does: 'json', body: [{op: 'add', path: '/data/b', value: '2'}]},
      {does: 'json', body: [{op: 'replace', path: '/data/a', value: '3'}]},
      {does: 'json', body: [{op: 'replace', path: '/data/new', value: '3'}]},
      {does: 'json', body: [{op: 'remove', path: '/metadata/annotations/k2~1y'}]},
      {does: 'json', body: [{op: 'move', from: '/data/b', path: '/data/c'}]},
      {does: 'json', body: [{op: 'copy', from: '/data/c', path: '/data/d'}]},
      {
        does: 'json',
        body: [
          {op: 'test', path: '/data/a', value: '3'},
          {op: 'remove', path: '/data/a'},
        ],
      },
      {does: 'json', body: [{op: 'test', path: '/data/c', value: 'other'}]},
      {does: 'json', body: [{op: 'test', path: '/data/not-there', value: null}]},
      {does: 'json', body: [{op: 'remove', path: '/data/not-there'}]},
      {does: 'json', body: [{op: 'add', path: '/not-there/x', value: 'y'}]},
      {does: 'json', body: [{op: 'jump', path: '/data'}]},
      {does: 'json', body: [{op: 'add', path: 'data', value: 'y'}]},
      {does: 'json', body: [{op: 'move', from: '/data/not-there', path: '/data/z'}]},
      {does: 'json', body: [{op: 'add', path: '/metadata/finalizers', value: ['k2/a', 'k2/b']}]},
      {does: 'json', body: [{op: 'add', path: '/metadata/finalizers/-', value: 'k2/c'}]},
      {does: 'json', body: [{op: 'add', path: '/metadata/finalizers/0', value: 'k2/first'}]},
      {does: 'json', body: [{op: 'remove', path: '/metadata/finalizers/-1'}]},
      {does: 'json', body: [{op: 'add', path: '/metadata/finalizers/9', value: 'k2/far'}]},
      {does: 'json', body: [{op: 'replace', path: '/metadata/finalizers/x', value: 'k2/far'}]},
      {does: 'json', body: [{op: 'remove', path: '/metadata/finalizers'}]},
      {does: 'json', body: []},
    ],
  },
  {
    ...configMap,
    name: 'merge-patch',
    steps: [
      {does: 'create', body: {data: {a: '1', b: '2'}, metadata: {labels: {app: 'web'}}}, manager: 'kubectl-create'},
      {does: 'merge', body: {data: {b: null, c: '3'}}},
      {does: 'merge', body: {metadata: {annotations: {note: 'x'}, labels: null}}},
      {does: 'merge', body: {data: null}},
      {does: 'merge', body: {data: {d: null, e: '5'}}},
      {does: 'merge', body: {}},
      {does: 'merge', body: {immutable: true}},
    ],
  },
];

const strategic: readonly Story[] = [
  {
    ...deployment,
    name: 'strategic-containers',
    steps: [
      {
        does: 'create',
        body: web({ports: [{containerPort: 80}], env: [{name: 'A', value: '1'}]}),
        manager: 'kubectl-create',
      },
      {does: 'strategic', body: containers({name: 'web', image: 'nginx:1.28'})},
      {does: 'strategic', body: containers({name: 'side', image: 'busybox:1.36'})},
      {does: 'strategic', body: containers({name: 'web', env: [{name: 'B', value: '2'}]})},
      {does: 'strategic', body: containers({name: 'web', env: [{name: 'A', $patch: 'delete'}]})},
      {does: 'strategic', body: containers({name: 'web', ports: [{containerPort: 443, name: 'tls'}]})},
      {does: 'strategic', body: containers({name: 'web', command: ['sleep', '1']})},
      {does: 'strategic', body: containers({name: 'web', command: ['sleep']})},
      {does: 'strategic', body: containers({image: 'nameless'})},
      {does: 'strategic', body: containers({name: 'web', env: null})},
      {
        does: 'strategic',
        body: {
          spec: {template: {spec: {$setElementOrder: [], containers: [{name: 'side', image: 'busybox:1.37'}]}}},
        },
      },
      {
        does: 'strategic',
        body: {
          spec: {
            template: {
              spec: {
                '$setElementOrder/containers': [{name: 'side'}, {name: 'web'}],
                containers: [{name: 'side', image: 'busybox:1.37'}],
              },
            },
          },
        },
      },
      {does: 'strategic', body: containers({name: 'side', $patch: 'delete'})},
      {does: 'strategic', body: containers({$patch: 'replace'}, {name: 'web', image: 'only:1'})},
      {
        does: 'strategic',
        body: {spec: {template: {spec: {$patch: 'replace', containers: [{name: 'w', image: 'w:1'}]}}}},
      },
      {does: 'strategic', body: {metadata: {labels: {a: 'b', c: null}}}},
      {does: 'strategic', body: {spec: {replicas: null}}},
      {does: 'strategic', body: {spec: {strategy: {$retainKeys: ['type'], type: 'Recreate'}}}},
      {does: 'strategic', body: {spec: {strategy: {$retainKeys: ['type'], type: 'RollingUpdate', rollingUpdate: {}}}}},
      {does: 'strategic', body: {spec: {template: {$patch: 'nonsense'}}}},
      {does: 'strategic', body: {spec: {replicas: 0, template: {spec: {nodeSelector: {disk: 'ssd'}}}}}},
      {does: 'strategic', body: {spec: {template: {spec: {nodeSelector: {$patch: 'replace', zone: 'a'}}}}}},
      {does: 'strategic', body: {spec: {template: {spec: {nodeSelector: {$patch: 'delete'}}}}}},
    ],
  },
  {
    ...service,
    name: 'strategic-ports',
    steps: [
      {does: 'create', body: ports(http, dns), manager: 'kubectl-create'},
      {does: 'strategic', body: {spec: {ports: [{port: 80, targetPort: 9090}]}}},
      {does: 'strategic', body: {spec: {ports: [{port: 443, name: 'https', protocol: 'TCP', targetPort: 443}]}}},
      {
        does: 'strategic',
        body: {
          spec: {
            '$setElementOrder/ports': [{port: 53}, {port: 80}],
            ports: [{port: 443, $patch: 'delete'}],
          },
        },
      },
      {does: 'strategic', body: {spec: {'$setElementOrder/ports': [{port: 53}], ports: [{port: 80, name: 'web'}]}}},
    ],
  },
  {
    ...configMap,
    name: 'strategic-lists',
    steps: [
      {does: 'create', body: {metadata: {finalizers: ['k2/a', 'k2/b']}}, manager: 'kubectl-create'},
      {does: 'strategic', body: {metadata: {finalizers: ['k2/c', 'k2/a']}}},
      {does: 'strategic', body: {metadata: {'$deleteFromPrimitiveList/finalizers': ['k2/b']}}},
      {
        does: 'strategic',
        body: {metadata: {'$setElementOrder/finalizers': ['k2/d', 'k2/a'], finalizers: ['k2/d']}},
      },
      {does: 'strategic', body: {metadata: {'$setElementOrder/finalizers': ['k2/x'], finalizers: ['k2/y']}}},
      {does: 'strategic', body: {metadata: {finalizers: [7]}}},
      {does: 'strategic', body: {$retainKeys: 5}},
      {does: 'strategic', body: {metadata: {$retainKeys: ['labels'], annotations: {a: 'b'}}}},
      {does: 'strategic', body: {'$setElementOrder/nothing': [{a: 1}]}},
      {does: 'strategic', body: {'$setElementOrder/data': 5}},
      {does: 'strategic', body: {metadata: {'$deleteFromPrimitiveList/finalizers': ['k2/a', 'k2/c', 'k2/d']}}},
    ],
  },
];

const ownership: readonly Story[] = [
  {
    ...configMap,
    name: 'apply-config-map',
    steps: [
      {does: 'apply', body: {data: {a: '1', b: '2'}}, manager: 'one'},
      {does: 'apply', body: {data: {a: '1', b: '2'}}, manager: 'one'},
      {does: 'apply', body: {data: {b: '2'}}, manager: 'one'},
      {does: 'apply', body: {data: {b: '3', c: '4'}}, manager: 'two'},
      {does: 'apply', body: {data: {b: '2', c: '4'}}, manager: 'two'},
      {does: 'apply', body: {data: {b: '5', c: '6'}}, manager: 'one'},
      {does: 'apply', body: {data: {b: '5', c: '6'}}, manager: 'one', force: true},
      {does: 'apply', body: {data: {}}, manager: 'one'},
      {does: 'merge', body: {data: {x: 'y'}}, manager: 'kubectl-patch'},
      {does: 'apply', body: {data: {x: 'z'}, metadata: {labels: {a: 'b'}}}, manager: 'one'},
      {does: 'apply', body: {data: {x: 'z'}, metadata: {labels: {a: 'b'}}}, manager: 'one', force: true},
      {does: 'apply', body: {metadata: {annotations: {n: 'o'}}}, manager: 'one'},
      {does: 'apply', body: {}, manager: 'one'},
      {does: 'apply', body: {data: {x: 5}}, manager: 'one'},
      {does: 'apply', body: {daat: {x: 'y'}}, manager: 'one'},
      {does: 'apply', body: {data: ['x'], binaryData: 'y'}, manager: 'one'},
      {does: 'apply', body: {metadata: {managedFields: [{}]}}, manager: 'one'},
      {does: 'apply', body: {metadata: {finalizers: ['k2/a', 'k2/b']}}, manager: 'one'},
      {does: 'apply', body: {metadata: {finalizers: ['k2/c', 'k2/a']}}, manager: 'two'},
      {does: 'apply', body: {metadata: {finalizers: ['k2/b', 'k2/b']}}, manager: 'one'},
      {does: 'apply', body: {metadata: {finalizers: ['k2/b']}}, manager: 'one'},
      {does: 'merge', body: {metadata: {managedFields: [{}]}}, manager: 'kubectl-edit'},
      {does: 'merge', body: {data: {untracked: 'yes'}}, manager: 'kubectl-patch'},
      {does: 'apply', body: {data: {untracked: 'no'}}, manager: 'one'},
      {does: 'apply', body: {data: {fresh: 'no'}}, manager: 'one'},
      {does: 'merge', body: {metadata: {finalizers: null}}, manager: 'kubectl-patch'},
    ],
  },
  {
    ...deployment,
    name: 'apply-deployment',
    steps: [
      {does: 'apply', body: web({ports: [{containerPort: 80}], env: [{name: 'A', value: '1'}]}), manager: 'kubectl'},
      {does: 'merge', body: {spec: {replicas: 2}}, manager: 'kubectl-scale', subresource: 'scale'},
      {does: 'merge', body: {spec: {paused: true}}, manager: 'kubectl-rollout'},
      {does: 'strategic', body: containers({name: 'web', image: 'nginx:9'}), manager: 'kubectl-set'},
      {does: 'apply', body: web(), manager: 'kubectl'},
      {does: 'apply', body: web({}, {}), manager: 'third'},
      {does: 'apply', body: web({env: [{name: 'B', value: '2'}]}), manager: 'kubectl', force: true},
      {
        does: 'apply',
        body: web({
          env: [
            {name: 'B', value: '3'},
            {name: 'C', value: '3'},
          ],
        }),
        manager: 'other',
      },
      {
        does: 'apply',
        body: web({
          env: [
            {name: 'B', value: '3'},
            {name: 'C', value: '3'},
          ],
        }),
        manager: 'other',
        force: true,
      },
      {does: 'apply', body: web({}, {securityContext: {}}), manager: 'kubectl'},
      {
        does: 'apply',
        body: web({resources: {limits: {cpu: '1'}}}, {volumes: [{name: 'v', emptyDir: {}}]}),
        manager: 'kubectl',
      },
      {does: 'apply', body: web({}, {tolerations: [{key: 'a', operator: 'Exists'}]}), manager: 'kubectl'},
      {does: 'apply', body: web({image: 5}), manager: 'kubectl'},
      {does: 'apply', body: web({}, {replicas: 5}), manager: 'kubectl'},
      {does: 'apply', body: web({securityContext: {privileged: true}}), manager: 'kubectl', force: true},
      // An object that loses all it had is not there any more, even if it is applied empty.
      {does: 'apply', body: web({securityContext: {}}), manager: 'kubectl'},
      {does: 'update', body: {spec: {minReadySeconds: 3}}, manager: 'kubectl-replace'},
      {does: 'merge', body: {status: {observedGeneration: 99}}, manager: 'controller', subresource: 'status'},
    ],
  },
  {
    ...service,
    name: 'apply-service',
    steps: [
      {does: 'apply', body: ports(http, dns), manager: 'kubectl'},
      {does: 'apply', body: ports({port: 80, targetPort: 8081}, dns), manager: 'other'},
      {does: 'apply', body: ports({port: 443, name: 'tls'}, {port: 80, name: 'http'}), manager: 'other'},
      {does: 'apply', body: ports(dns), manager: 'kubectl'},
      {does: 'apply', body: {spec: {selector: {app: 'api'}, ports: [http]}}, manager: 'other'},
      {does: 'apply', body: {spec: {selector: {app: 'api'}, ports: [http]}}, manager: 'other', force: true},
    ],
  },
  {
    ...pod,
    name: 'pod-updaters',
    steps: [
      {
        does: 'create',
        body: {spec: {containers: [{name: 'web', image: 'nginx'}], nodeSelector: {'k2.example/none': 'x'}}},
        manager: 'kubectl-run',
      },
      {does: 'merge', body: {metadata: {labels: {a: 'b'}}}, manager: 'kubectl-label'},
      {does: 'merge', body: {metadata: {labels: {a: 'c'}}}, manager: 'kubectl-label'},
      {
        does: 'strategic',
        body: {status: {conditions: [{type: 'Ready', status: 'False', lastTransitionTime: '2026-01-01T00:00:00Z'}]}},
        manager: 'kubelet',
        subresource: 'status',
      },
      {does: 'apply', body: {spec: {containers: [{name: 'web', image: 'nginx:2'}]}}, manager: 'kubectl', force: true},
      {does: 'merge', body: {metadata: {labels: null}}, manager: 'kubectl-label'},
    ],
  },
  {
    ...account,
    name: 'service-account',
    steps: [
      {does: 'create', body: {imagePullSecrets: [{name: 'a'}]}, manager: 'kubectl-create'},
      {does: 'strategic', body: {imagePullSecrets: [{name: 'b'}]}, manager: 'kubectl-patch'},
      {does: 'strategic', body: {automountServiceAccountToken: false}, manager: 'kubectl-patch'},
      {does: 'apply', body: {imagePullSecrets: [{name: 'c'}]}, manager: 'kubectl'},
      {does: 'apply', body: {imagePullSecrets: [{name: 'c'}]}, manager: 'kubectl', force: true},
    ],
  },
  {
    ...role,
    name: 'atomic-rules',
    steps: [
      {
        does: 'create',
        body: {rules: [{apiGroups: [''], resources: ['pods'], verbs: ['get']}]},
        manager: 'kubectl-create',
      },
      {
        does: 'strategic',
        body: {rules: [{apiGroups: [''], resources: ['pods'], verbs: ['list']}]},
        manager: 'kubectl-edit',
      },
      {does: 'apply', body: {rules: [{apiGroups: [''], resources: ['pods'], verbs: ['list']}]}, manager: 'kubectl'},
      {does: 'apply', body: {rules: []}, manager: 'kubectl'},
    ],
  },
  {
    ...configMap,
    name: 'from-client-side',
    steps: [
      {
        does: 'create',
        body: {data: {a: '1', b: '2'}, metadata: {annotations: lastApplied(applied({a: '1', b: '2'}))}},
        manager: 'kubectl-client-side-apply',
      },
      {does: 'apply', body: {data: {a: '2', b: '2'}}, manager: 'other'},
      {does: 'apply', body: {data: {a: '2', b: '2'}}, manager: 'kubectl'},
      {does: 'merge', body: {data: {b: '9'}}, manager: 'kubectl-edit'},
      {does: 'apply', body: {data: {a: '4', b: '4'}}, manager: 'kubectl'},
    ],
  },
  {
    ...configMap,
    name: 'many-updaters',
    steps: [
      {does: 'create', body: {data: {k0: '0'}}, manager: 'm0'},
      ...Array.from({length: 12}, (_, index): Step => {
        const number = index + 1;
        return {does: 'merge', body: {data: {[`k${number}`]: 'x'}}, manager: `m${number}`};
      }),
    ],
  },
  {
    ...configMap,
    name: 'update-managers',
    steps: [
      {does: 'create', body: {data: {a: '1'}, metadata: {ownerReferences: []}}},
      {does: 'update', body: {data: {a: '2', b: '3'}}, manager: 'kubectl-replace'},
      {does: 'update', body: {data: {a: '2', b: null}}, manager: 'kubectl-edit'},
      {does: 'update', body: {data: {a: '2'}}, manager: 'kubectl-edit'},
      {does: 'update', body: {metadata: {managedFields: []}}, manager: 'kubectl-edit'},
      {does: 'update', body: {data: {a: '7'}}, manager: 'kubectl-edit'},
    ],
  },
];

/** What is recorded from a real API server: see record.ts. */
export const stories: readonly Story[] = [...json, ...strategic, ...ownership, ...customStories];
