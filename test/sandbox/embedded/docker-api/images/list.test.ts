import {describe, expect, it} from 'vitest';
import {fixedClock, type ImageEngine, imageEngine} from './harness.ts';

const post = {method: 'POST'} as const;

async function withImages(): Promise<ImageEngine> {
  const engine = imageEngine();
  for (const image of ['tiny&tag=1.0', 'tiny-web&tag=2']) await engine.lines(`/images/create?fromImage=${image}`, post);
  return engine;
}

async function listed(engine: ImageEngine, filters: object, query = ''): Promise<readonly unknown[]> {
  const {body, status, text} = await engine.call(
    `/images/json?filters=${encodeURIComponent(JSON.stringify(filters))}${query}`,
  );
  if (status !== 200 || !Array.isArray(body)) throw new Error(text);
  return body.map(({RepoTags}) => RepoTags[0] ?? 'none');
}

describe('docker images', () => {
  it('has the fields of the real daemon, the newest image first', async () => {
    const engine = await withImages();
    const {body} = await engine.call('/images/json');
    expect(body).toEqual([
      {
        Containers: -1,
        Created: 1_738_555_506,
        Id: engine.daemon.images.require('tiny-web:2').id,
        Labels: {maintainer: 'tests <tests@example.com>'},
        ParentId: '',
        RepoDigests: [expect.stringMatching(/^tiny-web@sha256:/)],
        RepoTags: ['tiny-web:2'],
        SharedSize: -1,
        Size: 20_900_076,
      },
      expect.objectContaining({RepoTags: ['tiny:1.0'], Labels: null, Size: 900_041}),
    ]);
  });

  it('speaks to older clients as daemons of their time did', async () => {
    const engine = await withImages();
    await engine.daemon.images.add({
      parent: engine.daemon.images.require('tiny:1.0'),
      config: {},
      history: {created: '2026-01-01T00:00:00Z', created_by: 'x'},
    });
    const [dangling] = JSON.parse((await engine.call('/images/json', {version: [1, 41]})).text);
    expect(dangling).toMatchObject({RepoTags: ['<none>:<none>'], RepoDigests: ['<none>@<none>'], VirtualSize: 900_041});
    const [now] = JSON.parse((await engine.call('/images/json')).text);
    expect(now).toMatchObject({RepoTags: [], RepoDigests: []});
    expect(now).not.toHaveProperty('VirtualSize');
  });

  it('filters by reference, label, dangling, before, since and until', async () => {
    const engine = await withImages();
    expect(await listed(engine, {reference: {'tiny*': true}})).toEqual(['tiny-web:2', 'tiny:1.0']);
    expect(await listed(engine, {reference: ['tiny']})).toEqual(['tiny:1.0']);
    expect(await listed(engine, {reference: ['*:[12]']})).toEqual(['tiny-web:2']);
    expect(await listed(engine, {reference: ['*/*']})).toEqual([]);
    await engine.call('/images/tiny:1.0/tag?repo=team/app&tag=1', post);
    expect(await listed(engine, {reference: ['*app']})).toEqual([]);
    expect(await listed(engine, {reference: ['t*m/?pp']})).toEqual(['team/app:1']);
    await engine.call('/images/team/app:1', {method: 'DELETE'});
    expect(await listed(engine, {label: ['maintainer']})).toEqual(['tiny-web:2']);
    expect(await listed(engine, {label: ['maintainer=nobody']})).toEqual([]);
    expect(await listed(engine, {dangling: ['true']})).toEqual([]);
    expect(await listed(engine, {before: ['tiny-web:2']})).toEqual(['tiny:1.0']);
    expect(await listed(engine, {since: ['tiny:1.0']})).toEqual(['tiny-web:2']);
    expect(await listed(engine, {until: ['2025-01-15']})).toEqual(['tiny:1.0']);
  });

  it('shows the steps of a build with -a alone, and what is dangling', async () => {
    const engine = await withImages();
    const {images} = engine.daemon;
    const make = (parent = images.require('tiny:1.0'), cmd = 'step'): ReturnType<typeof images.add> =>
      images.add({parent, config: {Cmd: [cmd]}, history: {created: '2026-01-01T00:00:00Z', created_by: cmd}});
    await make(await make(), 'top');
    expect(await listed(engine, {})).toEqual(['none', 'tiny-web:2', 'tiny:1.0']);
    expect(await listed(engine, {}, '&all=1')).toEqual(['none', 'none', 'tiny-web:2', 'tiny:1.0']);
    expect(await listed(engine, {dangling: ['true']})).toEqual(['none']);
    expect(await listed(engine, {dangling: ['false']})).toEqual(['tiny-web:2', 'tiny:1.0']);
  });

  it('counts what images share when asked', async () => {
    const {body} = await (await withImages()).call('/images/json?shared-size=1');
    expect(body).toMatchObject([{SharedSize: 900_041}, {SharedSize: 900_041}]);
  });

  it.each([
    ['{"nope":["x"]}', 400, "invalid filter 'nope'"],
    ['{"reference":["["]}', 400, 'syntax error in pattern'],
    ['{"before":["nope"]}', 404, 'No such image: nope:latest'],
    ['[]', 400, 'invalid filters: "[]" is no JSON object'],
  ])('refuses %s', async (filters, status, message) => {
    const answer = await (await withImages()).call(`/images/json?filters=${encodeURIComponent(filters)}`);
    expect([answer.status, answer.body]).toEqual([status, {message}]);
  });

  it('is not slow for a pattern of many stars', async () => {
    const engine = await withImages();
    await engine.call(`/images/tiny:1.0/tag?repo=${'a'.repeat(120)}&tag=x`, post);
    expect(await listed(engine, {reference: [`${'a*'.repeat(60)}b`]})).toEqual([]);
  });
});

describe('docker inspect', () => {
  it('has the fields of the real daemon, in its order', async () => {
    const engine = await withImages();
    const image = engine.daemon.images.require('tiny-web:2');
    const {body} = await engine.call('/images/tiny-web:2/json', {version: [1, 41]});
    expect(Object.keys(body ?? {})).toEqual(
      'Id RepoTags RepoDigests Parent Comment Created Container ContainerConfig DockerVersion Author Config Architecture Os Size VirtualSize GraphDriver RootFS Metadata'.split(
        ' ',
      ),
    );
    expect(body).toMatchObject({
      Id: image.id,
      Created: '2025-02-03T04:05:06Z',
      Config: {
        Hostname: '',
        User: '',
        ExposedPorts: {'80/tcp': {}},
        Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'WEB_VERSION=2'],
        Cmd: ['web', '-f'],
        Entrypoint: ['/entry.sh'],
        Volumes: null,
        StopSignal: 'SIGQUIT',
      },
      RootFS: {Type: 'layers', Layers: image.layers.map(({diffId}) => diffId)},
      GraphDriver: {
        Name: 'overlay2',
        Data: {UpperDir: expect.stringMatching(/^\/var\/lib\/docker\/overlay2\/[0-9a-f]{64}\/diff$/)},
      },
      Metadata: {LastTagTime: '0001-01-01T00:00:00Z'},
    });
    const now = (await engine.call('/images/tiny-web:2/json')).body;
    for (const gone of ['Container', 'ContainerConfig', 'VirtualSize']) expect(now).not.toHaveProperty(gone);
  });

  it('finds an image by id, by the beginning of it, by tag and by digest', async () => {
    const engine = await withImages();
    const {id} = engine.daemon.images.require('tiny:1.0');
    const [digest = ''] = engine.daemon.images.digestsOf(engine.daemon.images.require('tiny:1.0'));
    for (const reference of [
      id,
      id.slice(7),
      id.slice(0, 19),
      id.slice(7, 19),
      'docker.io/library/tiny:1.0',
      digest,
      `tiny:9@${digest.split('@')[1]}`,
    ])
      expect((await engine.call(`/images/${reference}/json`)).body).toMatchObject({Id: id});
    expect(await engine.call('/images/nope/json')).toMatchObject({
      status: 404,
      body: {message: 'No such image: nope:latest'},
    });
    expect(await engine.call('/images/No/json')).toMatchObject({status: 400});
  });
});

describe('docker history', () => {
  it('has a line for each step, with the size of its layer, the newest first', async () => {
    const engine = await withImages();
    const {body} = await engine.call('/images/tiny-web:2/history');
    expect(body).toEqual([
      {
        Comment: '',
        Created: 1_738_555_506,
        CreatedBy: 'EXPOSE map[80/tcp:{}]',
        Id: engine.daemon.images.require('tiny-web:2').id,
        Size: 0,
        Tags: ['tiny-web:2'],
      },
      expect.objectContaining({CreatedBy: 'RUN echo done', Id: '<missing>', Size: 20, Tags: null}),
      expect.objectContaining({CreatedBy: 'COPY web /usr/sbin/web # buildkit', Size: 20_000_015}),
      expect.objectContaining({CreatedBy: 'ENV WEB_VERSION=2', Size: 0}),
      expect.objectContaining({CreatedBy: 'ADD rootfs.tar.gz / # buildkit', Size: 900_041, Created: 1_735_689_600}),
    ]);
  });
});

describe('docker tag', () => {
  it('gives one more name, remembers when, and takes the name from who had it', async () => {
    const engine = imageEngine({clock: fixedClock});
    for (const image of ['tiny&tag=1.0', 'tiny-web&tag=2'])
      await engine.lines(`/images/create?fromImage=${image}`, post);
    const {images} = engine.daemon;
    expect((await engine.call('/images/tiny:1.0/tag?repo=docker.io%2Flibrary%2Fmine', post)).status).toBe(201);
    expect(images.tagsOf(images.require('mine'))).toEqual(['mine:latest', 'tiny:1.0']);
    expect((await engine.call('/images/mine/json')).body).toMatchObject({
      Metadata: {LastTagTime: '2026-01-01T00:00:00Z'},
    });
    await engine.call('/images/tiny-web:2/tag?repo=mine&tag=latest', post);
    expect(images.tagsOf(images.require('tiny:1.0'))).toEqual(['tiny:1.0']);
    expect(engine.events.at(-1)).toMatchObject({
      action: 'tag',
      attributes: {name: 'mine:latest', maintainer: expect.any(String)},
    });
  });

  it.each([
    ['tiny:1.0', 'repo=', 400, 'invalid reference format'],
    ['tiny:1.0', 'repo=Mine', 400, 'invalid reference format: repository name (library/Mine) must be lowercase'],
    ['tiny:1.0', 'repo=mine&tag=a%20b', 400, 'invalid tag format'],
    ['tiny:1.0', 'repo=sha256', 400, 'refusing to create an ambiguous tag using digest algorithm as name'],
    ['nope', 'repo=mine', 404, 'No such image: nope:latest'],
  ])('of %s with %s is refused', async (name, query, status, message) => {
    const answer = await (await withImages()).call(`/images/${name}/tag?${query}`, post);
    expect([answer.status, answer.body]).toEqual([status, {message}]);
  });
});
