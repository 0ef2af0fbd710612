import {beforeEach, describe, expect, it} from 'vitest';
import {type CalledEngine, calledEngine, filters} from '../../called-engine.ts';

let engine: CalledEngine;

beforeEach(async () => {
  engine = await calledEngine();
});

const create = (body: object): Promise<Awaited<ReturnType<CalledEngine['post']>>> =>
  engine.post('/volumes/create', body);

async function names(query = ''): Promise<readonly string[]> {
  const {Volumes} = (await engine.get(`/volumes?${query}`)).json<{Volumes: readonly {readonly Name: string}[]}>();
  return Volumes.map(({Name}) => Name);
}

async function remove(container: string, query = 'force=1'): Promise<void> {
  const removing = engine.delete(`/containers/${container}?${query}`);
  await engine.clock.settle();
  expect((await removing).status).toBe(204);
}

describe('a volume', () => {
  it('is shown as it was made, and told', async () => {
    const answer = await create({Name: 'site', Driver: 'local', Labels: {a: 'b'}});
    const shown = {
      CreatedAt: '2026-01-01T00:00:00Z',
      Driver: 'local',
      Labels: {a: 'b'},
      Mountpoint: '/var/lib/docker/volumes/site/_data',
      Name: 'site',
      Options: null,
      Scope: 'local',
    };
    expect([answer.status, answer.json()]).toEqual([201, shown]);
    expect((await engine.get('/volumes/site')).json()).toEqual(shown);
    expect((await engine.get('/volumes')).json()).toEqual({Volumes: [shown], Warnings: null});
    expect(engine.told()).toEqual(['volume create']);
    expect(engine.events.at(-1)).toMatchObject({id: 'site', attributes: {driver: 'local'}});
  });

  it('made again is the same one as it was', async () => {
    await create({Name: 'site', Labels: {a: 'b'}});
    engine.told();
    const again = await create({Name: 'site', Labels: {a: 'c'}, DriverOpts: {type: 'nfs'}});
    expect([again.status, again.json()]).toMatchObject([201, {Labels: {a: 'b'}, Options: null}]);
    expect(engine.told()).toEqual([]);
  });

  it('without a name gets one of 64 digits, and is marked as anonymous', async () => {
    const made = (await create({})).json<{Name: string; Labels: object}>();
    expect(made.Name).toMatch(/^[0-9a-f]{64}$/);
    expect(made.Labels).toEqual({'com.docker.volume.anonymous': ''});
  });

  it('keeps its files when its containers are gone, and gives their room back when it goes', async () => {
    const {disk} = engine.daemon.kernel;
    await engine.run('writer', {
      Cmd: ['sh', '-c', 'echo hello >/data/x; sleep 1000'],
      HostConfig: {Binds: ['site:/data']},
    });
    const used = disk.usedBytes;
    await remove('writer');
    const file = engine.daemon.volumes.require('site').root.get('x');
    expect(file?.kind === 'file' && new TextDecoder().decode(file.read(0, 10))).toBe('hello\n');
    await engine.delete('/volumes/site');
    expect(disk.usedBytes).toBeLessThan(used);
  });

  it('may be a tmpfs of a size, which is its end', async () => {
    await create({Name: 'small', DriverOpts: {type: 'tmpfs', device: 'tmpfs', o: 'size=4k,uid=0'}});
    const {root} = engine.daemon.volumes.require('small');
    const file = root.makeFile('x', {mode: 0o644, uid: 0, gid: 0, modifiedMs: 0});
    file.write(0, new Uint8Array(4096));
    expect(() => file.write(4096, new Uint8Array(1))).toThrow('No space left on device');
  });

  it.each<[object, number, string]>([
    [{Name: 'a'}, 400, 'create a: volume name is too short, names should be at least two alphanumeric characters'],
    [
      {Name: '../x'},
      400,
      'create ../x: "../x" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
    ],
    [
      {Name: 'vol', Driver: 'nosuch'},
      404,
      'create vol: error looking up volume plugin nosuch: plugin "nosuch" not found',
    ],
    [{Name: 'vol', DriverOpts: {foo: 'bar'}}, 400, 'create vol: invalid option: "foo"'],
    [{Name: 'vol', DriverOpts: {type: 'tmpfs'}}, 400, 'create vol: missing required option: "device"'],
    [
      {Name: 'vol', DriverOpts: {type: 'none', o: 'bind', device: '/etc'}},
      501,
      'a volume of the type none (-o type=none) is not simulated by the embedded engine of k8s-learn',
    ],
    [
      {Name: 'vol', DriverOpts: {type: 'tmpfs', device: 'tmpfs', o: 'size=huge'}},
      400,
      "create vol: invalid size: 'huge'",
    ],
    [
      {Name: 5},
      400,
      'invalid JSON: json: cannot unmarshal number into Go struct field CreateOptions.Name of type string',
    ],
  ])('is not made of %j', async (body, status, message) => {
    const answer = await create(body);
    expect([answer.status, answer.message]).toEqual([status, message]);
    expect(await names()).toEqual([]);
  });

  it('is made by a container that names it, by its rules', async () => {
    await expect(engine.make('web', {HostConfig: {Binds: ['_x:/data']}})).rejects.toThrow(
      '400 create _x: "_x" includes invalid characters',
    );
    await engine.make('web', {HostConfig: {Binds: ['site:/data']}, Volumes: {'/other': {}}});
    expect((await names()).map((name) => name.length)).toEqual(expect.arrayContaining([4, 64]));
  });
});

describe('removing a volume', () => {
  it('is refused as long as a container has it, running or not', async () => {
    const id = await engine.make('web', {HostConfig: {Binds: ['site:/data']}});
    for (const query of ['', '?force=1']) {
      const answer = await engine.delete(`/volumes/site${query}`);
      expect([answer.status, answer.message]).toEqual([409, `remove site: volume is in use - [${id}]`]);
    }
    await remove('web');
    engine.told();
    expect((await engine.delete('/volumes/site')).status).toBe(204);
    expect(engine.told()).toEqual(['volume destroy']);
  });

  it('that is not there is refused, but by force', async () => {
    expect((await engine.delete('/volumes/nosuch')).message).toBe('get nosuch: no such volume');
    expect((await engine.get('/volumes/nosuch')).message).toBe('get nosuch: no such volume');
    expect((await engine.delete('/volumes/nosuch?force=true')).status).toBe(204);
  });
});

describe('the list of volumes', () => {
  beforeEach(async () => {
    await create({Name: 'web-files', Labels: {app: 'web'}});
    await create({Name: 'db-files'});
    await engine.make('web', {HostConfig: {Binds: ['web-files:/data']}});
  });

  it.each<[object, readonly string[]]>([
    [{}, ['web-files', 'db-files']],
    [{name: ['files']}, ['web-files', 'db-files']],
    [{name: ['^web']}, ['web-files']],
    [{driver: ['local']}, ['web-files', 'db-files']],
    [{driver: ['loc']}, []],
    [{label: ['app=web']}, ['web-files']],
    [{dangling: ['true']}, ['db-files']],
    [{dangling: ['0']}, ['web-files']],
  ])('with the filter %j is %j', async (wanted, found) => {
    expect(await names(filters(wanted))).toEqual(found);
  });

  it('refuses filters there are not', async () => {
    expect((await engine.get(`/volumes?${filters({odd: ['x']})}`)).message).toBe("invalid filter 'odd'");
    expect((await engine.get(`/volumes?${filters({dangling: ['x']})}`)).message).toBe("invalid filter 'dangling=[x]'");
  });
});

describe('pruning volumes', () => {
  beforeEach(async () => {
    await create({Name: 'named'});
    await engine.run('web', {
      Cmd: ['sh', '-c', 'echo hello >/data/x; sleep 1000'],
      HostConfig: {Binds: ['used:/data']},
      Volumes: {'/anonymous': {}},
    });
    engine.told();
  });

  it('takes volumes without a name alone, unless all are meant', async () => {
    await remove('web');
    engine.told();
    const first = (await engine.post('/volumes/prune')).json<{VolumesDeleted: readonly string[]}>();
    expect(first.VolumesDeleted.map((name) => name.length)).toEqual([64]);
    expect(engine.told()).toEqual(['volume destroy', 'volume prune']);
    const all = (await engine.post(`/volumes/prune?${filters({all: ['true']})}`)).json();
    expect(all).toEqual({VolumesDeleted: ['named', 'used'], SpaceReclaimed: 6});
  });

  it('takes all for clients before 1.42, as it did then', async () => {
    const answer = await engine.post('/v1.41/volumes/prune');
    expect(answer.json()).toEqual({VolumesDeleted: ['named'], SpaceReclaimed: 0});
  });

  it('looks at labels, and refuses filters there are not', async () => {
    await create({Labels: {keep: 'yes'}});
    expect((await engine.post(`/volumes/prune?${filters({'label!': ['keep']})}`)).json()).toEqual({
      VolumesDeleted: [],
      SpaceReclaimed: 0,
    });
    expect((await engine.post(`/volumes/prune?${filters({odd: ['1']})}`)).message).toBe("invalid filter 'odd'");
    expect((await engine.post(`/volumes/prune?${filters({all: ['odd']})}`)).message).toBe("invalid filter 'all=[odd]'");
  });
});
