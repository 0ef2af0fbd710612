import {describe, expect, it} from 'vitest';
import {createNodeRig, type NodeRig} from './rig.ts';

const nginx = {name: 'web', image: 'nginx:1.27-alpine', readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}};
const box = {name: 'box', image: 'busybox:1.36'};

const specs = [
  {containers: [nginx, {...box, command: ['sleep', '1000']}]},
  {
    restartPolicy: 'Never',
    containers: [{...box, command: ['sh', '-c', 'head -c 100000 /dev/zero > /tmp/x; echo done']}],
  },
  {containers: [{...box, command: ['sh', '-c', 'echo oops; exit 1']}]},
  {containers: [{...box, command: ['/nosuch']}]},
  {containers: [{...box, image: 'nobody/has:this'}]},
  {
    containers: [
      {
        ...box,
        command: ['sh', '-c', 'head -c 50000 /dev/zero > /d/x; head -c 50000 /dev/zero > /m/x; sleep 1000'],
        volumeMounts: [
          {name: 'd', mountPath: '/d'},
          {name: 'm', mountPath: '/m'},
        ],
      },
    ],
    volumes: [
      {name: 'd', emptyDir: {}},
      {name: 'm', emptyDir: {medium: 'Memory'}},
    ],
  },
];

function used({node, runtime, files}: NodeRig): object {
  return {
    // Some bytes stay: what a program unlinks itself, such as the pid file of nginx, is not given back.
    disk: Math.floor(node.kernel.disk.usedBytes / 1000),
    memory: node.kernel.cgroup.memoryBytes,
    processes: node.kernel.cgroup.pids,
    sandboxes: runtime.sandboxes().length,
    containers: runtime.containers().length,
    logs: [...files.list('/var/log/pods'), ...files.list('/var/log/containers')],
    listeners: node.stack.listeners().length,
  };
}

describe('Pods that are deleted', () => {
  it('leave nothing behind', async () => {
    const rig = await createNodeRig();
    // What is made once, such as the folders of logs, is there after the first.
    await rig.run('first', {
      terminationGracePeriodSeconds: 1,
      containers: [{...box, command: ['sleep', '1000']}, nginx],
    });
    rig.admin.delete('pods', 'default', 'first');
    await rig.clock.advance(5000);
    const before = used(rig);
    for (const [index, spec] of specs.entries())
      await rig.run(`pod-${index}`, {terminationGracePeriodSeconds: 1, ...spec});
    await rig.clock.advance(30_000);
    for (const {metadata} of rig.admin.list('pods')) rig.admin.delete('pods', 'default', metadata.name);
    await rig.clock.advance(30_000);
    expect(rig.admin.list('pods')).toEqual([]);
    expect(used(rig)).toEqual(before);
  }, 60_000);

  it('leave nothing behind, however early they are', async () => {
    const rig = await createNodeRig();
    await rig.run('first', {
      terminationGracePeriodSeconds: 1,
      containers: [{...box, command: ['sleep', '1000']}, nginx],
    });
    rig.admin.delete('pods', 'default', 'first');
    await rig.clock.advance(5000);
    const before = used(rig);
    for (const ms of [0, 1, 50, 160, 1000, 1500]) {
      for (const [index, spec] of specs.entries())
        rig.admin.create('pods', 'default', {
          metadata: {name: `early-${ms}-${index}`},
          spec: {nodeName: rig.node.name, terminationGracePeriodSeconds: 1, ...spec},
        });
      if (ms > 0) await rig.clock.advance(ms);
      for (const {metadata} of rig.admin.list('pods')) rig.admin.delete('pods', 'default', metadata.name);
    }
    await rig.clock.advance(10_000);
    expect(rig.admin.list('pods')).toEqual([]);
    expect(used(rig)).toEqual(before);
  }, 60_000);
});
