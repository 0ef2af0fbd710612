/** A valid object of many kinds each, for tests that break them. */
const template = {
  metadata: {labels: {app: 'web'}},
  spec: {
    containers: [
      {
        name: 'web',
        image: 'nginx:1.27',
        command: ['sh', '-c', 'true'],
        ports: [{containerPort: 80, name: 'http', protocol: 'TCP'}],
        env: [
          {name: 'A', value: 'b'},
          {name: 'B', valueFrom: {configMapKeyRef: {name: 'c', key: 'k'}}},
        ],
        resources: {requests: {cpu: '100m', memory: '64Mi'}, limits: {cpu: '1', memory: '1Gi'}},
        volumeMounts: [{name: 'v', mountPath: '/data'}],
        livenessProbe: {httpGet: {path: '/', port: 'http'}, periodSeconds: 3},
        securityContext: {runAsUser: 1, capabilities: {add: ['NET_ADMIN']}},
      },
    ],
    initContainers: [{name: 'first', image: 'busybox', restartPolicy: 'Always'}],
    volumes: [{name: 'v', configMap: {name: 'c', items: [{key: 'a', path: 'b'}]}}],
    nodeSelector: {disk: 'ssd'},
    tolerations: [{key: 'a', operator: 'Exists', effect: 'NoSchedule'}],
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {labelSelector: {matchLabels: {app: 'web'}}, topologyKey: 'kubernetes.io/hostname'},
        ],
      },
    },
    topologySpreadConstraints: [{maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule'}],
  },
};
const selector = {matchLabels: {app: 'web'}};

export interface Seed {
  /** `/apis/apps/v1/namespaces/default/deployments` */
  readonly path: string;
  readonly object: {readonly [field: string]: unknown};
}

function seed(
  groupVersion: string,
  plural: string,
  rest: {readonly [field: string]: unknown},
  namespaced = true,
): Seed {
  const root = groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
  const object = {metadata: {name: 'seed', labels: {app: 'web'}, annotations: {a: 'b'}}, ...rest};
  return {path: `${root}${namespaced ? '/namespaces/default' : ''}/${plural}`, object};
}

const pod = {...template.spec, restartPolicy: 'Always'};
const claim = {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}};

export const seeds: readonly Seed[] = [
  seed('v1', 'pods', {spec: pod}),
  seed('v1', 'services', {
    spec: {selector: {app: 'web'}, type: 'NodePort', ports: [{port: 80, targetPort: 'http', nodePort: 30080}]},
  }),
  seed('v1', 'configmaps', {data: {a: 'b'}, binaryData: {c: 'YQ=='}}),
  seed('v1', 'secrets', {type: 'Opaque', data: {a: 'Yg=='}, stringData: {c: 'd'}}),
  seed('v1', 'persistentvolumeclaims', {spec: claim}),
  seed('v1', 'serviceaccounts', {automountServiceAccountToken: false}),
  seed('v1', 'limitranges', {spec: {limits: [{type: 'Container', default: {cpu: '1'}, max: {cpu: '2'}}]}}),
  seed('v1', 'replicationcontrollers', {spec: {replicas: 1, selector: {app: 'web'}, template}}),
  seed('v1', 'endpoints', {subsets: [{addresses: [{ip: '10.0.0.1'}], ports: [{port: 80}]}]}),
  seed('v1', 'nodes', {spec: {taints: [{key: 'a', effect: 'NoSchedule'}], podCIDR: '10.244.0.0/24'}}, false),
  seed('v1', 'namespaces', {}, false),
  seed(
    'v1',
    'persistentvolumes',
    {
      spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/data'}},
    },
    false,
  ),
  seed('apps/v1', 'deployments', {spec: {replicas: 2, selector, template, strategy: {type: 'RollingUpdate'}}}),
  seed('apps/v1', 'statefulsets', {
    spec: {serviceName: 'web', selector, template, volumeClaimTemplates: [{metadata: {name: 'v'}, spec: claim}]},
  }),
  seed('apps/v1', 'daemonsets', {spec: {selector, template}}),
  seed('batch/v1', 'jobs', {
    spec: {completions: 2, template: {...template, spec: {...template.spec, restartPolicy: 'Never'}}},
  }),
  seed('batch/v1', 'cronjobs', {
    spec: {
      schedule: '*/5 * * * *',
      jobTemplate: {spec: {template: {...template, spec: {...template.spec, restartPolicy: 'OnFailure'}}}},
    },
  }),
  seed('autoscaling/v2', 'horizontalpodautoscalers', {
    spec: {
      scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'web'},
      maxReplicas: 3,
      metrics: [{type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: 50}}}],
    },
  }),
  seed('networking.k8s.io/v1', 'ingresses', {
    spec: {
      rules: [
        {
          host: 'a.b',
          http: {
            paths: [{path: '/', pathType: 'Prefix', backend: {service: {name: 'web', port: {number: 80}}}}],
          },
        },
      ],
    },
  }),
  seed('networking.k8s.io/v1', 'networkpolicies', {
    spec: {podSelector: {}, ingress: [{from: [{podSelector: selector}]}]},
  }),
  seed('policy/v1', 'poddisruptionbudgets', {spec: {minAvailable: '50%', selector}}),
  seed('rbac.authorization.k8s.io/v1', 'roles', {rules: [{verbs: ['get'], apiGroups: [''], resources: ['pods']}]}),
  seed('storage.k8s.io/v1', 'storageclasses', {provisioner: 'a.b/c'}, false),
  seed('scheduling.k8s.io/v1', 'priorityclasses', {value: 5}, false),
  seed(
    'apiextensions.k8s.io/v1',
    'customresourcedefinitions',
    {
      metadata: {name: 'as.a.b'},
      spec: {
        group: 'a.b',
        scope: 'Namespaced',
        names: {kind: 'A', plural: 'as'},
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {spec: {type: 'object', properties: {size: {type: 'integer', minimum: 1, default: 2}}}},
              },
            },
            additionalPrinterColumns: [{name: 'Size', type: 'integer', jsonPath: '.spec.size'}],
          },
        ],
      },
    },
    false,
  ),
];
