import type {Pod} from 'kubernetes-types/core/v1';
import {expect, test} from 'vitest';
import type {Draft, Stored} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {createKubeRig} from '../rig.ts';

function pod(name: string, spec: object = {}, container: object = {}): Draft {
  return {metadata: {name}, spec: {containers: [{name: 'web', image: 'x', ...container}], ...spec}};
}

test('a Pod gets the default account and its token', () => {
  const {admin} = createKubeRig();
  const {spec} = admin.create<Stored<Pod>>('pods', 'default', pod('one'));
  expect(spec?.serviceAccountName).toBe('default');
  const [volume] = spec?.volumes ?? [];
  expect(volume?.name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
  expect(spec?.containers[0]?.volumeMounts).toEqual([
    {name: volume?.name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount'},
  ]);
  const without = admin.create<Stored<Pod>>('pods', 'default', pod('two', {automountServiceAccountToken: false}));
  expect(without.spec?.volumes).toBeUndefined();
});

test('a Pod of an account there is not is refused', () => {
  const {admin} = createKubeRig();
  expect(() => admin.create('pods', 'default', pod('one', {serviceAccountName: 'joe'}))).toThrow(
    'pods "one" is forbidden: error looking up service account default/joe: serviceaccount "joe" not found',
  );
});

test('a Pod stays five minutes on a node that is lost, and says otherwise if it likes', () => {
  const {admin} = createKubeRig();
  const one = admin.create<Stored<Pod>>('pods', 'default', pod('one'));
  expect(one.spec?.tolerations?.map(({key, tolerationSeconds}) => [key, tolerationSeconds])).toEqual([
    ['node.kubernetes.io/not-ready', 300],
    ['node.kubernetes.io/unreachable', 300],
  ]);
  const tolerations = [{operator: 'Exists', effect: 'NoExecute'}];
  expect(admin.create<Stored<Pod>>('pods', 'default', pod('two', {tolerations})).spec?.tolerations).toHaveLength(1);
});

test('a PriorityClass gives a Pod its number, and one there is not refuses it', () => {
  const {admin} = createKubeRig();
  admin.create('priorityclasses.scheduling.k8s.io', '', {metadata: {name: 'high'}, value: 1000});
  expect(admin.create('pods', 'default', pod('one', {priorityClassName: 'high'}))).toMatchObject({
    spec: {priority: 1000, preemptionPolicy: 'PreemptLowerPriority'},
  });
  expect(() => admin.create('pods', 'default', pod('two', {priorityClassName: 'low'}))).toThrow(
    'pods "two" is forbidden: no PriorityClass with name low was found',
  );
});

const limits = {
  metadata: {name: 'lr'},
  spec: {
    limits: [
      {
        type: 'Container',
        default: {cpu: '200m', memory: '64Mi'},
        defaultRequest: {cpu: '100m', memory: '32Mi'},
        max: {cpu: '1', memory: '128Mi'},
        min: {cpu: '50m'},
      },
      {type: 'Pod', max: {cpu: '1500m'}},
    ],
  },
};

test('a LimitRange fills in what containers do not say, and notes it', () => {
  const {admin} = createKubeRig();
  admin.create('limitranges', 'default', limits);
  const one = admin.create<Stored<Pod>>('pods', 'default', {
    metadata: {name: 'one'},
    spec: {
      containers: [
        {name: 'web', image: 'x'},
        {name: 'two', image: 'x', resources: {limits: {cpu: '500m'}}},
      ],
    },
  });
  expect(one.metadata.annotations?.['kubernetes.io/limit-ranger']).toBe(
    'LimitRanger plugin set: cpu, memory request for container web; cpu, memory limit for container web; ' +
      'memory request for container two; memory limit for container two',
  );
  expect(one.spec?.containers[1]?.resources).toEqual({
    limits: {cpu: '500m', memory: '64Mi'},
    requests: {cpu: '500m', memory: '32Mi'},
  });
});

test.each([
  [{requests: {cpu: '10m'}}, 'minimum cpu usage per Container is 50m, but request is 10m'],
  [{limits: {memory: '1Gi'}}, 'maximum memory usage per Container is 128Mi, but limit is 1Gi'],
])('a LimitRange refuses %j', (resources, message) => {
  const {admin} = createKubeRig();
  admin.create('limitranges', 'default', limits);
  expect(() => admin.create('pods', 'default', pod('b', {}, {resources}))).toThrow(`pods "b" is forbidden: ${message}`);
});

function withQuota(hard: {readonly [name: string]: string}) {
  const rig = createKubeRig();
  rig.admin.create('resourcequotas', 'default', {metadata: {name: 'q'}, spec: {hard}});
  return rig;
}

test('a quota asks every container for what it counts', () => {
  const {admin} = withQuota({'requests.cpu': '500m', 'limits.memory': '1Gi'});
  expect(() => admin.create('pods', 'default', pod('c'))).toThrow(
    'pods "c" is forbidden: failed quota: q: must specify limits.memory for: web; requests.cpu for: web',
  );
});

test('a quota refuses what it has no room for', () => {
  const {admin} = withQuota({pods: '1', 'requests.cpu': '500m', 'limits.memory': '1Gi'});
  const resources = {requests: {cpu: '600m'}, limits: {memory: '2Gi'}};
  expect(() => admin.create('pods', 'default', pod('c', {}, {resources}))).toThrow(
    'pods "c" is forbidden: exceeded quota: q, requested: limits.memory=2Gi,requests.cpu=600m, ' +
      'used: limits.memory=0,requests.cpu=0, limited: limits.memory=1Gi,requests.cpu=500m',
  );
});

test('a quota counts at once', () => {
  const {admin} = withQuota({configmaps: '1', 'count/deployments.apps': '0'});
  admin.create('configmaps', 'default', {metadata: {name: 'one'}});
  expect(admin.get('resourcequotas', 'default', 'q')).toMatchObject({status: {used: {configmaps: '1'}}});
  expect(() => admin.create('configmaps', 'default', {metadata: {name: 'two'}})).toThrow(
    'configmaps "two" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=1, limited: configmaps=1',
  );
});

function secured(level: string) {
  const rig = createKubeRig();
  const metadata = {name: 'safe', labels: {'pod-security.kubernetes.io/enforce': level}};
  rig.admin.create('namespaces', '', {metadata});
  rig.admin.create('serviceaccounts', 'safe', {metadata: {name: 'default'}});
  return rig;
}

test('a restricted namespace says everything a Pod lacks', () => {
  const {admin} = secured('restricted');
  expect(() => admin.create('pods', 'safe', pod('p1'))).toThrow(
    'pods "p1" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "web" ' +
      'must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "web" must set ' +
      'securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "web" must set ' +
      'securityContext.runAsNonRoot=true), seccompProfile (pod or container "web" must set ' +
      'securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  );
});

test('a baseline namespace lets usual Pods in, and no privileged ones', () => {
  const {admin} = secured('baseline');
  admin.create('pods', 'safe', pod('usual'));
  const container = {
    securityContext: {privileged: true, capabilities: {add: ['NET_ADMIN']}},
    ports: [{containerPort: 80, hostPort: 80}],
  };
  const volumes = [{name: 'v', hostPath: {path: '/'}}];
  expect(() => admin.create('pods', 'safe', pod('c', {hostNetwork: true, hostPID: true, volumes}, container))).toThrow(
    'pods "c" is forbidden: violates PodSecurity "baseline:latest": non-default capabilities (container "web" must not ' +
      'include "NET_ADMIN" in securityContext.capabilities.add), host namespaces (hostNetwork=true, hostPID=true), ' +
      'hostPath volumes (volume "v"), hostPort (container "web" uses hostPort 80), privileged (container "web" must not ' +
      'set securityContext.privileged=true)',
  );
});

test('a namespace that is held to a stricter level says which Pods it would not let in', async () => {
  const {admin, call} = createKubeRig();
  admin.create('pods', 'default', pod('one'));
  admin.create('pods', 'default', pod('two'));
  const answer = await call('PATCH', '/api/v1/namespaces/default', {
    body: {metadata: {labels: {'pod-security.kubernetes.io/enforce': 'restricted'}}},
    headers: {'content-type': 'application/merge-patch+json'},
  });
  expect(answer.headers['warning']).toBe(
    '299 - "existing pods in namespace \\"default\\" violate the new PodSecurity enforce level \\"restricted:latest\\"", ' +
      '299 - "one (and 1 other pod): allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, ' +
      'seccompProfile"',
  );
});

test('a RuntimeClass says what a Pod costs and where it runs, and one there is not refuses it', () => {
  const {admin} = createKubeRig();
  admin.create('runtimeclasses.node.k8s.io', '', {
    metadata: {name: 'slow'},
    handler: 'h',
    overhead: {podFixed: {cpu: '10m'}},
    scheduling: {nodeSelector: {a: 'b'}, tolerations: [{key: 'k', operator: 'Exists'}]},
  });
  const one = admin.create<Stored<Pod>>(
    'pods',
    'default',
    pod('one', {runtimeClassName: 'slow', nodeSelector: {c: 'd'}}),
  );
  expect(one.spec).toMatchObject({overhead: {cpu: '10m'}, nodeSelector: {a: 'b', c: 'd'}});
  expect(one.spec?.tolerations).toHaveLength(3);
  const refused = (spec: object) => () => admin.create('pods', 'default', pod('two', spec));
  expect(refused({runtimeClassName: 'none'})).toThrow(
    'pods "two" is forbidden: pod rejected: RuntimeClass "none" not found',
  );
  expect(refused({runtimeClassName: 'slow', nodeSelector: {a: 'c'}})).toThrow(
    'conflict: runtimeClass.scheduling.nodeSelector[a] = b; pod.spec.nodeSelector[a] = c',
  );
});

test('an Ingress gets the class that is the default', () => {
  const {admin} = createKubeRig();
  admin.create('ingressclasses.networking.k8s.io', '', {
    metadata: {name: 'usual', annotations: {'ingressclass.kubernetes.io/is-default-class': 'true'}},
    spec: {controller: 'a.b/c'},
  });
  const spec = {defaultBackend: {service: {name: 'web', port: {number: 80}}}};
  const made = admin.create('ingresses.networking.k8s.io', 'default', {metadata: {name: 'web'}, spec});
  expect(made).toMatchObject({spec: {ingressClassName: 'usual'}});
});

test('a claim grows only where its class lets it', () => {
  const {admin} = createKubeRig();
  const storage = (size: string) => ({
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'none',
    volumeName: 'v',
    resources: {requests: {storage: size}},
  });
  const made = admin.create('persistentvolumeclaims', 'default', {metadata: {name: 'p'}, spec: storage('1Gi')});
  const bound = admin.update('persistentvolumeclaims', {...made, status: {phase: 'Bound'}}, {subresource: 'status'});
  expect(() =>
    admin.update('persistentvolumeclaims', {...bound, spec: {...storage('2Gi'), volumeMode: 'Filesystem'}}),
  ).toThrow(
    'persistentvolumeclaims "p" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that ' +
      'provisions the pvc must support resize',
  );
});
