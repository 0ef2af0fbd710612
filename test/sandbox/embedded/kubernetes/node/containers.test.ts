import {describe, expect, it} from 'vitest';
import {ContainerRuntime} from '../../../../../src/sandbox/embedded/node/containers/container-runtime.ts';
import type {KubePod} from '../../../../../src/sandbox/embedded/node/kubelet/pod.ts';
import {createNodeRig, type NodeRig, nodeName} from './rig.ts';

const box = {name: 'box', image: 'busybox:1.36', command: ['sleep', '1000']};
const says = (script: string) => ({...box, command: ['sh', '-c', script]});
const statusOf = (rig: NodeRig, name: string) => rig.pod(name).status?.containerStatuses?.[0];

describe('the environment of a container', () => {
  it('holds what the Pod, ConfigMaps, Secrets and Services say', async () => {
    const rig = await createNodeRig();
    rig.admin.create('configmaps', 'default', {metadata: {name: 'c'}, data: {COLOUR: 'red', SIZE: 'small'}});
    rig.admin.create('secrets', 'default', {metadata: {name: 's'}, data: {word: btoa('sesame')}});
    rig.admin.create('services', 'default', {
      metadata: {name: 'my-db'},
      spec: {clusterIP: '10.96.0.7', ports: [{port: 6379, protocol: 'TCP'}]},
    });
    await rig.run('env', {
      containers: [
        {
          ...box,
          resources: {limits: {memory: '64Mi', cpu: '500m'}},
          envFrom: [{configMapRef: {name: 'c'}, prefix: 'C_'}],
          env: [
            {name: 'WORD', valueFrom: {secretKeyRef: {name: 's', key: 'word'}}},
            {name: 'SENTENCE', value: '$(WORD), $(C_COLOUR) $$(WORD) $(NOBODY)'},
            {name: 'WHO', valueFrom: {fieldRef: {fieldPath: 'metadata.name'}}},
            {name: 'WHERE', valueFrom: {fieldRef: {fieldPath: 'spec.nodeName'}}},
            {name: 'ADDRESS', valueFrom: {fieldRef: {fieldPath: 'status.podIP'}}},
            {name: 'MEMORY', valueFrom: {resourceFieldRef: {resource: 'limits.memory', divisor: '1Mi'}}},
            {name: 'MAYBE', valueFrom: {configMapKeyRef: {name: 'none', key: 'k', optional: true}}},
          ],
        },
      ],
    });
    const lines = (await rig.exec('env', ['env'])).out.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'C_COLOUR=red',
        'C_SIZE=small',
        'WORD=sesame',
        'SENTENCE=sesame, red $(WORD) $(NOBODY)',
        'WHO=env',
        `WHERE=${nodeName}`,
        `ADDRESS=${rig.pod('env').status?.podIP}`,
        'MEMORY=64',
        'MY_DB_SERVICE_HOST=10.96.0.7',
        'MY_DB_PORT_6379_TCP=tcp://10.96.0.7:6379',
        'HOSTNAME=env',
        'HOME=/root',
      ]),
    );
    expect(lines.some((line) => line.startsWith('MAYBE='))).toBe(false);
  });

  it('that is not there is told of, and looked for again', async () => {
    const rig = await createNodeRig();
    await rig.run('nocm', {containers: [{...box, envFrom: [{configMapRef: {name: 'absent'}}]}]});
    expect(statusOf(rig, 'nocm')?.state).toEqual({
      waiting: {reason: 'CreateContainerConfigError', message: 'configmap "absent" not found'},
    });
    expect(rig.events('nocm').at(-1)).toBe('Warning Failed Error: configmap "absent" not found');
    rig.admin.create('configmaps', 'default', {metadata: {name: 'absent'}, data: {A: 'b'}});
    await rig.clock.advance(16_000);
    expect(rig.pod('nocm').status?.phase).toBe('Running');
  });
});

describe('a container', () => {
  it('with a command nobody has cannot be started, in the words of runc', async () => {
    const rig = await createNodeRig();
    await rig.run('nocmd', {containers: [{...box, command: ['/nosuch']}]});
    const message =
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ' +
      'unable to start container process: exec: "/nosuch": stat /nosuch: no such file or directory';
    expect(statusOf(rig, 'nocmd')).toMatchObject({
      state: {waiting: {reason: 'RunContainerError', message}},
      lastState: {terminated: {exitCode: 128, reason: 'StartError', message, startedAt: '1970-01-01T00:00:00Z'}},
    });
    expect(rig.events('nocmd')).toContain(`Warning Failed Error: ${message} (x2)`);
  });

  it('that takes more memory than it may is killed', async () => {
    const rig = await createNodeRig();
    const limits = {memory: '8Mi'};
    await rig.run('oom', {
      restartPolicy: 'Never',
      containers: [{...says('x=a; while true; do x=$x$x; done'), resources: {limits}}],
    });
    await rig.clock.advance(5000);
    expect(statusOf(rig, 'oom')?.state).toMatchObject({terminated: {exitCode: 137, reason: 'OOMKilled'}});
    expect(rig.pod('oom').status).toMatchObject({phase: 'Failed', qosClass: 'Burstable'});
  });

  it.each([
    ['exit 0', 'Succeeded', 'Completed', 0],
    ['exit 3', 'Failed', 'Error', 3],
  ])('that is not to run again and ends with `%s` makes its Pod %s', async (script, phase, reason, exitCode) => {
    const rig = await createNodeRig();
    await rig.run('job', {restartPolicy: 'Never', containers: [says(script)]});
    expect(rig.pod('job').status).toMatchObject({
      phase,
      containerStatuses: [{state: {terminated: {reason, exitCode}}}],
    });
  });

  it('can say why it ended', async () => {
    const rig = await createNodeRig();
    await rig.run('last', {
      restartPolicy: 'Never',
      containers: [says('echo "no luck" > /dev/termination-log; exit 1')],
    });
    expect(statusOf(rig, 'last')?.state?.terminated?.message).toBe('no luck\n');
  });

  it('is not root where its Pod says so', async () => {
    const rig = await createNodeRig();
    await rig.run('user', {
      securityContext: {runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000},
      containers: [
        {...box, volumeMounts: [{name: 'd', mountPath: '/d'}], securityContext: {readOnlyRootFilesystem: true}},
      ],
      volumes: [{name: 'd', emptyDir: {}}],
    });
    expect((await rig.exec('user', ['id'])).out).toBe('uid=1000 gid=3000 groups=3000,2000\n');
    expect((await rig.exec('user', ['touch', '/d/x'])).code).toBe(0);
    expect((await rig.exec('user', ['touch', '/tmp/x'])).err).toBe('touch: /tmp/x: Read-only file system\n');
  });

  it('whose first hook fails is started again', async () => {
    const rig = await createNodeRig();
    const lifecycle = {postStart: {exec: {command: ['sh', '-c', 'exit 4']}}};
    await rig.run('hook', {terminationGracePeriodSeconds: 1, containers: [{...box, lifecycle}]});
    await rig.clock.advance(8000);
    expect(rig.events('hook')).toEqual(
      expect.arrayContaining([
        expect.stringContaining('Warning FailedPostStartHook PostStartHook failed'),
        expect.stringContaining('Normal Killing FailedPostStartHook'),
      ]),
    );
    expect(statusOf(rig, 'hook')).toMatchObject({restartCount: 1, state: {waiting: {reason: 'CrashLoopBackOff'}}});
  });

  it('of an image that is root is not started where that is forbidden', async () => {
    const rig = await createNodeRig();
    await rig.run('root', {securityContext: {runAsNonRoot: true}, containers: [box]});
    const {uid} = rig.pod('root').metadata;
    expect(statusOf(rig, 'root')?.state?.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: `container has runAsNonRoot and image will run as root (pod: "root_default(${uid})", container: box)`,
    });
  });

  it('knows the names its Pod has, and asks the DNS of the cluster', async () => {
    const rig = await createNodeRig();
    await rig.run('names', {
      containers: [box],
      hostname: 'one',
      subdomain: 'db',
      hostAliases: [{ip: '10.0.0.1', hostnames: ['a', 'b']}],
    });
    const hosts = (await rig.exec('names', ['cat', '/etc/hosts'])).out;
    expect(hosts).toContain(`${rig.pod('names').status?.podIP}\tone.db.default.svc.cluster.local\tone\n`);
    expect(hosts).toContain('\n# Entries added by HostAliases.\n10.0.0.1\ta\tb\n');
    expect((await rig.exec('names', ['cat', '/etc/resolv.conf'])).out).toBe(
      'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
    );
  });

  it('runs its hooks: one after its start, one before its end', async () => {
    const rig = await createNodeRig();
    await rig.run('hooks', {
      terminationGracePeriodSeconds: 10,
      containers: [
        {
          name: 'web',
          image: 'nginx:1.27-alpine',
          lifecycle: {
            postStart: {exec: {command: ['touch', '/tmp/started']}},
            preStop: {exec: {command: ['sleep', '3']}},
          },
        },
      ],
    });
    expect((await rig.exec('hooks', ['ls', '/tmp'])).out).toBe('started\n');
    rig.admin.delete('pods', 'default', 'hooks');
    await rig.clock.advance(2500);
    expect(rig.pod('hooks').status?.containerStatuses?.[0]?.state?.running).toBeDefined();
    await rig.clock.advance(1000);
    expect(rig.admin.find('pods', 'default', 'hooks')).toBeUndefined();
  });
});

describe('a Pod that is deleted while it starts', () => {
  it('does not wait for its hook', async () => {
    const rig = await createNodeRig();
    const lifecycle = {postStart: {exec: {command: ['sleep', '300']}}};
    await rig.run('slow', {terminationGracePeriodSeconds: 1, containers: [{...box, lifecycle}]});
    rig.admin.delete('pods', 'default', 'slow');
    await rig.clock.advance(3000);
    expect(rig.admin.find('pods', 'default', 'slow')).toBeUndefined();
    expect(rig.node.kernel.cgroup.pids).toBe(0);
  });
});

describe('init containers', () => {
  it('run one after the other, before the others', async () => {
    const rig = await createNodeRig();
    const volumeMounts = [{name: 'd', mountPath: '/d'}];
    await rig.run('init', {
      initContainers: [
        {...says('sleep 1; echo one >> /d/log'), name: 'one', volumeMounts},
        {...says('echo two >> /d/log'), name: 'two', volumeMounts},
      ],
      containers: [{...box, volumeMounts}],
      volumes: [{name: 'd', emptyDir: {}}],
    });
    expect(rig.pod('init').status).toMatchObject({
      phase: 'Pending',
      initContainerStatuses: [{name: 'one', state: {running: {}}}, {state: {waiting: {reason: 'PodInitializing'}}}],
      containerStatuses: [{state: {waiting: {reason: 'PodInitializing'}}}],
    });
    expect(rig.pod('init').status?.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Initialized',
        status: 'False',
        reason: 'ContainersNotInitialized',
        message: 'containers with incomplete status: [one two]',
      }),
    );
    await rig.clock.advance(1500);
    expect(rig.pod('init').status).toMatchObject({
      phase: 'Running',
      initContainerStatuses: [
        {ready: true, state: {terminated: {reason: 'Completed'}}},
        {ready: true, state: {terminated: {reason: 'Completed'}}},
      ],
    });
    expect((await rig.exec('init', ['cat', '/d/log'])).out).toBe('one\ntwo\n');
  });

  it('that fail keep the others from starting', async () => {
    const rig = await createNodeRig();
    await rig.run('stuck', {initContainers: [{...says('exit 1'), name: 'init'}], containers: [box]});
    await rig.clock.advance(2000);
    expect(rig.pod('stuck').status).toMatchObject({
      phase: 'Pending',
      initContainerStatuses: [{restartCount: 1, state: {waiting: {reason: 'CrashLoopBackOff'}}}],
      containerStatuses: [{state: {waiting: {reason: 'PodInitializing'}}}],
    });
    await rig.run('failed', {
      restartPolicy: 'Never',
      initContainers: [{...says('exit 1'), name: 'init'}],
      containers: [box],
    });
    expect(rig.pod('failed').status?.phase).toBe('Failed');
  });

  it('that are sidecars run on, and end last', async () => {
    const rig = await createNodeRig();
    await rig.run('side', {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 3,
      initContainers: [{...box, name: 'side', restartPolicy: 'Always'}],
      containers: [says('sleep 5')],
    });
    expect(rig.pod('side').status).toMatchObject({
      phase: 'Running',
      initContainerStatuses: [{name: 'side', ready: true, started: true, state: {running: {}}}],
    });
    await rig.clock.advance(10_000);
    expect(rig.pod('side').status).toMatchObject({phase: 'Succeeded'});
    expect(rig.runtime.containers().filter(({state}) => state === 'running')).toEqual([]);
  });
});

describe('a Pod', () => {
  it('fails when it takes longer than it may', async () => {
    const rig = await createNodeRig();
    await rig.run('slow', {activeDeadlineSeconds: 5, terminationGracePeriodSeconds: 1, containers: [box]});
    await rig.clock.advance(9000);
    expect(rig.pod('slow').status).toMatchObject({
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    });
  });

  it('gets one more container to look around with', async () => {
    const rig = await createNodeRig();
    await rig.run('web', {containers: [{name: 'web', image: 'nginx:1.27-alpine'}]});
    const debug = {name: 'debug', image: 'busybox:1.36', command: ['sleep', '100'], targetContainerName: 'web'};
    const pod = rig.pod('web');
    const object = {...pod, spec: {...pod.spec, ephemeralContainers: [debug]}};
    rig.admin.update<KubePod>('pods', object, {subresource: 'ephemeralcontainers'});
    await rig.clock.advance(200);
    expect(rig.pod('web').status?.ephemeralContainerStatuses).toMatchObject([{name: 'debug', state: {running: {}}}]);
    expect((await rig.exec('web', ['wget', '-qO-', 'http://localhost'], 'debug')).out).toContain('nginx');
    expect((await rig.exec('web', ['ps'], 'debug')).out).toMatch(
      / 1 root .*nginx: master process .*\n(.*\n)* +\d+ root .*sleep 100\n/,
    );
  });

  it('can share the numbers of its processes', async () => {
    const rig = await createNodeRig();
    await rig.run('share', {
      shareProcessNamespace: true,
      terminationGracePeriodSeconds: 5,
      containers: [box, {...box, name: 'other', command: ['sleep', '2000']}],
    });
    expect((await rig.exec('share', ['ps'])).out.split('\n').map((line) => line.replace(/^ *\d+ \S+ +/, ''))).toEqual([
      'PID   USER     TIME  COMMAND',
      expect.stringContaining('/pause'),
      expect.stringContaining('sleep 1000'),
      expect.stringContaining('sleep 2000'),
      expect.stringContaining('ps'),
      '',
    ]);
    // Not the first process any more, it does not ignore what it has no handler for.
    rig.admin.delete('pods', 'default', 'share');
    await rig.clock.advance(1000);
    expect(rig.admin.find('pods', 'default', 'share')).toBeUndefined();
    expect(rig.node.kernel.cgroup.pids).toBe(0);
  });

  it('can have a port of its node', async () => {
    const rig = await createNodeRig();
    const ports = [{containerPort: 80, hostPort: 8080}];
    await rig.run('web', {containers: [{name: 'web', image: 'nginx:1.27-alpine', ports}]});
    await rig.run('box', {hostNetwork: true, containers: [box]});
    expect((await rig.exec('box', ['wget', '-qO-', 'http://127.0.0.1:8080'])).out).toContain('nginx');
    rig.admin.delete('pods', 'default', 'web');
    await rig.clock.advance(1000);
    expect((await rig.exec('box', ['wget', '-qO-', 'http://127.0.0.1:8080'])).err).toContain('Connection refused');
  });

  it('waits for the network of its node', async () => {
    const rig = await createNodeRig();
    rig.setNetwork(false);
    await rig.run('early', {containers: [box]});
    expect(rig.pod('early').status?.phase).toBe('Pending');
    expect(rig.events('early')[0]).toContain(
      'Warning NetworkNotReady network is not ready: container runtime network not ready',
    );
    rig.setNetwork(true);
    await rig.clock.advance(1500);
    expect(rig.pod('early').status?.phase).toBe('Running');
  });

  it('begins anew when its node was switched off', async () => {
    const rig = await createNodeRig();
    await rig.run('web', {containers: [box]});
    rig.kubelet.stop();
    rig.runtime.stopAll();
    await rig.clock.settle();
    rig.newKubelet().start();
    await rig.clock.advance(200);
    expect(rig.pod('web').status).toMatchObject({
      phase: 'Running',
      containerStatuses: [
        {restartCount: 1, state: {running: {}}, lastState: {terminated: {reason: 'Unknown', exitCode: 255}}},
      ],
    });
    expect(rig.events('web')).toContain('Normal SandboxChanged Pod sandbox changed, it will be killed and re-created.');
  });

  it('counts on when its node has forgotten everything but its disk', async () => {
    const rig = await createNodeRig();
    await rig.run('web', {containers: [box]});
    rig.kubelet.stop();
    rig.runtime.stopAll();
    await rig.clock.advance(1000);
    rig.newKubelet(new ContainerRuntime(rig.node)).start();
    await rig.clock.advance(200);
    const status = {restartCount: 1, state: {running: {}}, lastState: {terminated: {reason: 'Unknown', exitCode: 255}}};
    expect(rig.pod('web').status).toMatchObject({phase: 'Running', containerStatuses: [status]});
    expect(rig.events('web')).toContain('Normal SandboxChanged Pod sandbox changed, it will be killed and re-created.');
  });

  it('runs on while the kubelet is away', async () => {
    const rig = await createNodeRig();
    await rig.run('web', {containers: [box]});
    const before = statusOf(rig, 'web')?.containerID;
    rig.kubelet.stop();
    await rig.clock.advance(5000);
    rig.newKubelet().start();
    await rig.clock.advance(5000);
    expect(statusOf(rig, 'web')).toMatchObject({containerID: before, restartCount: 0, ready: true});
  });
});

describe('a Pod that was put on a node by hand', () => {
  it.each([
    [
      'OutOfcpu',
      {containers: [{...box, resources: {requests: {cpu: '100'}}}]},
      "Node didn't have enough resource: cpu, requested: 100000, used: 0, capacity: 2000",
    ],
    [
      'NodeAffinity',
      {containers: [box], nodeSelector: {disk: 'none'}},
      "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    ],
  ])('is refused with %s', async (reason, spec, why) => {
    const rig = await createNodeRig();
    await rig.run('odd', spec);
    expect(rig.pod('odd').status).toMatchObject({phase: 'Failed', reason, message: `Pod was rejected: ${why}`});
    expect(rig.events('odd')).toEqual([`Warning ${reason} ${why}`]);
    expect(rig.runtime.sandboxes()).toEqual([]);
  });
});

describe('a Pod that fills its volume', () => {
  it('is evicted', async () => {
    const rig = await createNodeRig();
    await rig.run('full', {
      containers: [
        {
          ...says('sleep 3; head -c 3000000 /dev/zero > /d/x; sleep 1000'),
          volumeMounts: [{name: 'd', mountPath: '/d'}],
        },
      ],
      volumes: [{name: 'd', emptyDir: {sizeLimit: '1Mi'}}],
    });
    await rig.clock.advance(15_000);
    const message = 'Usage of EmptyDir volume "d" exceeds the limit "1Mi". ';
    expect(rig.pod('full').status).toMatchObject({phase: 'Failed', reason: 'Evicted', message});
    expect(rig.events('full')).toContain(`Warning Evicted ${message}`);
  });
});
