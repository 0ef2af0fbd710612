import {describe, expect, it} from 'vitest';
import {createNodeRig} from './rig.ts';

const box = {name: 'box', image: 'busybox:1.36', command: ['sleep', '1000']};

describe('a volume', () => {
  it('of a ConfigMap holds its keys, and follows it within about a minute', async () => {
    const rig = await createNodeRig();
    rig.admin.create('configmaps', 'default', {metadata: {name: 'page'}, data: {'index.html': 'one', 'a.txt': 'a'}});
    await rig.run('web', {
      containers: [{...box, volumeMounts: [{name: 'page', mountPath: '/page'}]}],
      volumes: [{name: 'page', configMap: {name: 'page'}}],
    });
    expect((await rig.exec('web', ['cat', '/page/index.html'])).out).toBe('one');
    expect((await rig.exec('web', ['ls', '/page'])).out).toBe('a.txt\nindex.html\n');
    expect((await rig.exec('web', ['readlink', '/page/index.html'])).out).toBe('..data/index.html\n');
    rig.admin.patch(
      'configmaps',
      {namespace: 'default', name: 'page'},
      {type: 'merge', patch: {data: {'index.html': 'two'}}},
    );
    await rig.clock.advance(70_000);
    expect((await rig.exec('web', ['cat', '/page/index.html'])).out).toBe('two');
    expect((await rig.exec('web', ['touch', '/page/x'])).err).toBe('touch: /page/x: Read-only file system\n');
  });

  it('that is not there yet keeps its Pod waiting', async () => {
    const rig = await createNodeRig();
    await rig.run('web', {
      containers: [{...box, volumeMounts: [{name: 'page', mountPath: '/page'}]}],
      volumes: [{name: 'page', configMap: {name: 'page'}}],
    });
    expect(rig.pod('web').status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('ContainerCreating');
    expect(rig.events('web')).toEqual([
      'Warning FailedMount MountVolume.SetUp failed for volume "page" : configmap "page" not found',
    ]);
    rig.admin.create('configmaps', 'default', {metadata: {name: 'page'}, data: {}});
    await rig.clock.advance(2000);
    expect(rig.pod('web').status?.phase).toBe('Running');
  });

  it('of the kind emptyDir is shared by the containers of a Pod', async () => {
    const rig = await createNodeRig();
    const volumeMounts = [{name: 'shared', mountPath: '/shared'}];
    await rig.run('pair', {
      containers: [
        {...box, volumeMounts, command: ['sh', '-c', 'echo hello > /shared/note; sleep 1000']},
        {...box, name: 'other', volumeMounts},
      ],
      volumes: [{name: 'shared', emptyDir: {}}],
    });
    expect((await rig.exec('pair', ['cat', '/shared/note'], 'other')).out).toBe('hello\n');
  });

  it('of the kind hostPath is a folder of the node, both ways', async () => {
    const rig = await createNodeRig();
    rig.files.makeDirectories('/srv/data', 0o755);
    rig.files.write('/srv/data/from-node', 'node');
    await rig.run('host', {
      containers: [{...box, volumeMounts: [{name: 'data', mountPath: '/data'}]}],
      volumes: [{name: 'data', hostPath: {path: '/srv/data', type: 'Directory'}}],
    });
    expect((await rig.exec('host', ['cat', '/data/from-node'])).out).toBe('node');
    await rig.exec('host', ['sh', '-c', 'echo pod > /data/from-pod']);
    expect(rig.files.readText('/srv/data/from-pod')).toBe('pod\n');
  });

  it('of a Secret can give one file to one path', async () => {
    const rig = await createNodeRig();
    rig.admin.create('secrets', 'default', {
      metadata: {name: 's'},
      data: {password: btoa('open sesame'), other: btoa('x')},
    });
    await rig.run('web', {
      containers: [{...box, volumeMounts: [{name: 's', mountPath: '/etc/password', subPath: 'password'}]}],
      volumes: [{name: 's', secret: {secretName: 's', defaultMode: 0o400}}],
    });
    expect((await rig.exec('web', ['cat', '/etc/password'])).out).toBe('open sesame');
  });

  it('every Pod has shows who it is to the API server', async () => {
    const rig = await createNodeRig();
    await rig.run('web', {containers: [box]});
    const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
    expect((await rig.exec('web', ['ls', folder])).out).toBe('ca.crt\nnamespace\ntoken\n');
    expect((await rig.exec('web', ['cat', `${folder}/namespace`])).out).toBe('default');
    const token = (await rig.exec('web', ['cat', `${folder}/token`])).out;
    expect(rig.server.userOfToken(token)?.name).toBe('system:serviceaccount:default:default');
  });

  it('of a claim is the folder its PersistentVolume names', async () => {
    const rig = await createNodeRig();
    rig.files.makeDirectories('/var/local/pv', 0o777);
    rig.admin.create('persistentvolumes', '', {
      metadata: {name: 'pv'},
      spec: {
        capacity: {storage: '1Gi'},
        accessModes: ['ReadWriteOnce'],
        persistentVolumeReclaimPolicy: 'Retain',
        hostPath: {path: '/var/local/pv', type: 'DirectoryOrCreate'},
      },
    });
    const spec = {
      accessModes: ['ReadWriteOnce'],
      resources: {requests: {storage: '1Gi'}},
      volumeName: 'pv',
      storageClassName: '',
    };
    const claim = rig.admin.create('persistentvolumeclaims', 'default', {metadata: {name: 'claim'}, spec});
    await rig.run('db', {
      containers: [{...box, volumeMounts: [{name: 'd', mountPath: '/d'}]}],
      volumes: [{name: 'd', persistentVolumeClaim: {claimName: 'claim'}}],
    });
    expect(rig.events('db')).toEqual([
      'Warning FailedMount MountVolume.SetUp failed for volume "d" : PVC claim is not bound',
    ]);
    rig.admin.update('persistentvolumeclaims', {...claim, status: {phase: 'Bound'}}, {subresource: 'status'});
    await rig.clock.advance(2000);
    await rig.exec('db', ['sh', '-c', 'echo kept > /d/file']);
    expect(rig.files.readText('/var/local/pv/file')).toBe('kept\n');
  });
});
