import {describe, expect, it} from 'vitest';
import {testEngine} from './engine.ts';

describe('volumes', () => {
  it('that are new get what the image has there, owner and mode included', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100'], {Binds: ['site:/srv', 'bare:/srv2:nocopy']});
    expect(await engine.exec('one', ['cat', '/srv/index.html'])).toEqual(['out <h1>hello</h1>\n']);
    const {root} = engine.daemon.volumes.require('site');
    expect(root.get('pages')).toMatchObject({kind: 'directory', mode: 0o700, uid: 101, gid: 102});
  });

  it('keep what they have, and outlive their container', async () => {
    const engine = await testEngine();
    await engine.run('one', ['write', '/srv/mine', 'kept'], {Binds: ['site:/srv']});
    await engine.call('DELETE', '/containers/one?v=1');
    await engine.run('two', ['cat', '/data/mine'], {Binds: ['site:/data:ro']});
    expect(await engine.logs('two')).toBe('kept\n');
    expect([...engine.daemon.volumes.require('site').users]).toEqual([engine.daemon.containers.require('two').id]);
  });

  it('without copying stay empty', async () => {
    const engine = await testEngine();
    await engine.create('one', {}, {Binds: ['a1:/srv:nocopy']});
    await engine.create(
      'two',
      {},
      {Mounts: [{Type: 'volume', Source: 'a2', Target: '/srv', VolumeOptions: {NoCopy: true}}]},
    );
    expect(engine.daemon.volumes.list().map(({root}) => root.names())).toEqual([[], []]);
  });

  it('nobody named go with the container that had them, if that is asked', async () => {
    const engine = await testEngine();
    await engine.create('one', {Image: 'web:1', Volumes: {'/extra': {}}});
    await engine.create('two', {}, {VolumesFrom: ['one']});
    expect(engine.daemon.volumes.list()).toHaveLength(2);
    await engine.call('DELETE', '/containers/one?v=1');
    // The other one still has them.
    expect(engine.daemon.volumes.list()).toHaveLength(2);
    await engine.create('three', {Volumes: {'/own': {}}});
    await engine.call('DELETE', '/containers/three?v=1');
    expect(engine.daemon.volumes.list()).toHaveLength(2);
  });

  it('of another container are there, read-only where that is said', async () => {
    const engine = await testEngine();
    await engine.run('one', ['write', '/data/x', 'shared'], {Binds: ['data:/data']});
    await engine.run('two', ['sleep', '100'], {VolumesFrom: ['one:ro']});
    expect(await engine.exec('two', ['cat', '/data/x'])).toEqual(['out shared\n']);
    expect(await engine.exec('two', ['write', '/data/x', 'y'])).toEqual([
      'err write: /data/x: Read-only file system\n',
    ]);
  });

  it('tell when they are used', async () => {
    const engine = await testEngine();
    await engine.run('one', ['echo'], {Binds: ['data:/data:ro']});
    const told = engine.events.filter(({type}) => type === 'volume');
    expect(told.map(({action, attributes}) => [action, attributes])).toEqual([
      ['create', {driver: 'local'}],
      [
        'mount',
        expect.objectContaining({driver: 'local', destination: '/data', 'read/write': 'false', propagation: ''}),
      ],
      ['unmount', {driver: 'local', container: engine.daemon.containers.require('one').id}],
    ]);
  });
});

describe('mounts', () => {
  it('are shown as Docker shows them', async () => {
    const engine = await testEngine();
    const host = {
      Binds: ['v1:/a', 'v2:/b:ro'],
      Mounts: [
        {Type: 'volume', Source: 'v3', Target: '/g'},
        {Type: 'tmpfs', Target: '/j', TmpfsOptions: {SizeBytes: 1_048_576, Mode: 1016}},
      ],
      Tmpfs: {'/k': 'size=2m'},
    };
    await engine.create('one', {Volumes: {'/c': {}}}, host);
    const {Mounts} = (await engine.call('GET', '/containers/one/json')).json<{Mounts: {Name?: string}[]}>();
    const volume = (name: string, more: object): object => ({
      Type: 'volume',
      Name: name,
      Source: `/var/lib/docker/volumes/${name}/_data`,
      Driver: 'local',
      Mode: 'z',
      RW: true,
      Propagation: '',
      ...more,
    });
    expect(Mounts).toEqual([
      volume('v1', {Destination: '/a'}),
      volume('v2', {Destination: '/b', Mode: 'ro', RW: false}),
      volume('v3', {Destination: '/g'}),
      {Type: 'tmpfs', Source: '', Destination: '/j', Mode: '', RW: true, Propagation: ''},
      volume(Mounts[4]?.Name ?? '', {Destination: '/c', Mode: ''}),
    ]);
    expect(Mounts[4]?.Name).toHaveLength(64);
  });

  it('are seen by processes, one in the other, through links of the image', async () => {
    const engine = await testEngine();
    await engine.run('one', ['mounts'], {
      Binds: ['in:/out/in', 'out:/out:ro', 'run:/var/run/x'],
      Tmpfs: {'/scratch': 'ro'},
    });
    const lines = (await engine.logs('one')).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining(['/out ext4 ro', '/out/in ext4 rw', '/run/x ext4 rw', '/scratch tmpfs ro']),
    );
    expect(lines.indexOf('/out ext4 ro')).toBeLessThan(lines.indexOf('/out/in ext4 rw'));
  });

  it('in memory are as large as they may be, and empty after a restart', async () => {
    const engine = await testEngine();
    await engine.run('one', ['polite'], {Tmpfs: {'/small': 'size=64k,mode=700'}});
    expect(await engine.exec('one', ['write', '/small/x', 'y'.repeat(100_000)])).toEqual([
      'err write: No space left on device\n',
    ]);
    expect(await engine.exec('one', ['write', '/small/x', 'y'.repeat(1000)])).toEqual([]);
    await engine.call('POST', '/containers/one/restart');
    await engine.clock.settle();
    expect(await engine.exec('one', ['cat', '/small/x'])).toEqual(['err cat: /small/x: No such file or directory\n']);
  });

  it('do not show in what a container changed, the places made for them do', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100'], {Binds: ['data:/data']});
    const changes = async (): Promise<unknown> => (await engine.call('GET', '/containers/one/changes')).json();
    expect(await changes()).toEqual([{Path: '/data', Kind: 1}]);
    await engine.exec('one', ['write', '/data/x', 'y']);
    await engine.exec('one', ['write', '/etc/motd', 'y']);
    await engine.exec('one', ['write', '/etc/hosts', 'y']);
    await engine.exec('one', ['make', '/new/folder']);
    await engine.exec('one', ['rm', '/srv/index.html']);
    expect(await changes()).toEqual([
      {Path: '/data', Kind: 1},
      {Path: '/etc', Kind: 0},
      {Path: '/etc/motd', Kind: 0},
      {Path: '/new', Kind: 1},
      {Path: '/new/folder', Kind: 1},
      {Path: '/srv', Kind: 0},
      {Path: '/srv/index.html', Kind: 2},
    ]);
  });

  it.each([
    [
      ['vol:relative'],
      "invalid volume specification: 'vol:relative': invalid mount config for type \"volume\": invalid mount path: 'relative' mount path must be absolute",
    ],
    [['a1:/b:rw:x:y'], "invalid volume specification: 'a1:/b:rw:x:y'"],
    [['a1:/b:wat'], 'invalid mode: wat'],
    [['/x:ro'], "invalid volume specification: '/x:ro'"],
    [
      ['a1:/'],
      "invalid volume specification: 'a1:/': invalid mount config for type \"volume\": invalid specification: destination can't be '/'",
    ],
    [['a1:/b', 'a2:/b'], 'Duplicate mount point: /b'],
    [[''], "invalid volume specification: ''"],
  ])('written as %j are refused', async (Binds, message) => {
    const engine = await testEngine();
    await expect(engine.create('one', {}, {Binds})).rejects.toThrow(`400 ${message}`);
    expect(engine.daemon.containers.list()).toEqual([]);
  });

  it.each([
    [{Type: 'wat', Target: '/d'}, 400, 'invalid mount config for type "wat": mount type unknown'],
    [{Type: 'volume', Target: ''}, 400, 'invalid mount config for type "volume": field Target must not be empty'],
    [
      {Type: 'tmpfs', Source: 'x', Target: '/d'},
      400,
      'invalid mount config for type "tmpfs": field Source must not be specified',
    ],
    [
      {Type: 'bind', Source: '', Target: '/d'},
      400,
      'invalid mount config for type "bind": field Source must not be empty',
    ],
    [
      {Type: 'image', Source: 'x', Target: '/d'},
      501,
      'a mount of type image is not simulated by the embedded engine of k8s-learn',
    ],
    [
      {Type: 'bind', Source: '/etc', Target: '/d'},
      403,
      '/etc cannot be mounted: there is no folder of your machine here; use a volume (-v name:/path)',
    ],
  ])('given as %j are refused', async (mount, status, message) => {
    const engine = await testEngine();
    await expect(engine.create('one', {}, {Mounts: [mount]})).rejects.toThrow(`${status} ${message}`);
  });

  it('from a container that is not there are refused', async () => {
    const engine = await testEngine();
    await engine.create('one');
    await expect(engine.create('two', {}, {VolumesFrom: ['nosuch']})).rejects.toThrow('400 No such container: nosuch');
    await expect(engine.create('two', {}, {VolumesFrom: ['one:wat']})).rejects.toThrow('400 invalid mode: wat');
  });
});
