import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {fixedClock, type ImageEngine, imageEngine, treeOf} from './harness.ts';
import {rawTar} from './raw-tar.ts';

const post = {method: 'POST'} as const;

async function withTiny(): Promise<ImageEngine> {
  const engine = imageEngine({clock: fixedClock});
  await engine.lines('/images/create?fromImage=tiny&tag=1.0', post);
  return engine;
}

describe('docker commit', () => {
  it('makes an image of what a container wrote, and tells of it', async () => {
    const engine = await withTiny();
    const container = engine.contain('tiny:1.0', {
      labels: {app: 'x'},
      config: {Hostname: 'box', Cmd: ['sh', '-c', 'echo x > /x'], Env: ['A=1']},
    });
    container.layer.makeFile('x', {mode: 0o644, uid: 0, gid: 0, modifiedMs: 0}).write(0, encode('x\n'));
    container.layer.remove('lib64');
    const answer = await engine.call(
      '/commit?container=box1&repo=snap&tag=1&comment=a%20snap&author=me&changes=CMD%20%5B%22ls%22%5D&changes=ENV%20B%3D%222%203%22',
      post,
    );
    const image = engine.daemon.images.require('snap:1');
    expect([answer.status, answer.body]).toEqual([201, {Id: image.id}]);
    expect(image).toMatchObject({
      parentId: engine.daemon.images.require('tiny:1.0').id,
      file: {author: 'me', container: container.id, config: {Hostname: 'box', Cmd: ['ls'], Env: ['A=1', 'B=2 3']}},
    });
    expect(image.file.history.at(-1)).toEqual({
      created: '2026-01-01T00:00:00Z',
      created_by: 'sh -c echo x > /x',
      author: 'me',
      comment: 'a snap',
    });
    expect(image.layers.at(-1)?.size).toBe(2);
    expect(treeOf(engine.daemon.images.layerOver(image))).toEqual(treeOf(container.layer));
    expect(engine.events.slice(-2).map(({type, action, attributes}) => [type, action, attributes])).toEqual([
      ['image', 'tag', {name: 'snap:1'}],
      [
        'container',
        'commit',
        {app: 'x', comment: 'a snap', image: 'tiny:1.0', imageID: image.id, imageRef: 'snap:1', name: 'box1'},
      ],
    ]);
    expect((await engine.call('/images/snap:1/json', {version: [1, 41]})).body).toMatchObject({
      Comment: 'a snap',
      Container: container.id,
    });
  });

  it('of a container that wrote nothing adds no layer', async () => {
    const engine = await withTiny();
    engine.contain('tiny:1.0');
    await engine.call('/commit?container=box1&repo=same', post);
    const image = engine.daemon.images.require('same');
    expect(image.layers).toHaveLength(1);
    expect(image.file.history.at(-1)?.empty_layer).toBe(true);
  });

  it.each([
    ['container=nope', 404, 'No such container: nope'],
    ['', 400, 'invalid name or ID supplied: ""'],
    ['container=box1&repo=BAD', 400, 'invalid reference format: repository name (library/BAD) must be lowercase'],
    ['container=box1&changes=NOPE%20x', 400, 'nope is not a valid change command'],
    ['container=box1&changes=STOPSIGNAL%20x', 400, 'stopsignal is not a valid change command'],
    ['container=box1&changes=ENV', 400, 'ENV requires at least one argument'],
    ['container=box1&changes=EXPOSE%20x', 400, 'invalid containerPort: x'],
  ])('with %s is refused', async (query, status, message) => {
    const engine = await withTiny();
    engine.contain('tiny:1.0');
    const answer = await engine.call(`/commit?${query}`, post);
    expect([answer.status, answer.body]).toEqual([status, {message}]);
    expect(engine.daemon.images.list()).toHaveLength(1);
  });

  it.each([
    ['CMD sleep 1', {Cmd: ['/bin/sh', '-c', 'sleep 1']}],
    ['ENTRYPOINT ["a","b"]', {Entrypoint: ['a', 'b']}],
    ['ENV A b c', {Env: ['A=b c']}],
    ['LABEL a=1 "b c"=2', {Labels: {a: '1', 'b c': '2'}}],
    ['EXPOSE 80 53/udp', {ExposedPorts: {'80/tcp': {}, '53/udp': {}}}],
    ['VOLUME ["/data"]', {Volumes: {'/data': {}}}],
    ['WORKDIR srv', {WorkingDir: '/srv'}],
    ['USER 1000:1000', {User: '1000:1000'}],
    ['ONBUILD RUN x', {OnBuild: ['RUN x']}],
    [
      'HEALTHCHECK --interval=1m30s --retries=2 CMD curl -f localhost',
      {Healthcheck: {Interval: 90e9, Retries: 2, Test: ['CMD-SHELL', 'curl -f localhost']}},
    ],
    ['HEALTHCHECK NONE', {Healthcheck: {Test: ['NONE']}}],
  ])('does %s to the configuration', async (change, config) => {
    const engine = await withTiny();
    engine.contain('tiny:1.0', {config: {}});
    await engine.call(`/commit?container=box1&repo=made&changes=${encodeURIComponent(change)}`, post);
    expect(engine.daemon.images.require('made').file.config).toMatchObject(config);
  });
});

describe('docker import', () => {
  const tar = rawTar([
    {name: './', type: '5'},
    {name: './f', content: encode('hi\n')},
  ]);

  it('makes an image of one layer out of a tar, plain or gzip', async () => {
    for (const body of [tar, gzipSync(tar)]) {
      const engine = imageEngine({clock: fixedClock});
      const lines = await engine.lines('/images/create?fromSrc=-&repo=imported&tag=1&changes=CMD%20sleep%201', {
        ...post,
        body,
      });
      const image = engine.daemon.images.require('imported:1');
      expect(lines).toEqual([{status: image.id}]);
      expect(image.file).toMatchObject({
        config: {Cmd: ['/bin/sh', '-c', 'sleep 1']},
        history: [{comment: 'Imported from -', created_by: ''}],
      });
      expect(treeOf(engine.daemon.images.layerOver(image))).toEqual(['/f 644 0:0 3']);
      expect(engine.events.map(({action}) => action)).toEqual(['tag', 'import']);
    }
  });

  it('refuses what is no tar, and names that are none', async () => {
    const refused = async (query: string, body: Uint8Array): Promise<unknown> =>
      (await imageEngine().call(`/images/create?fromSrc=-&${query}`, {...post, body})).body;
    expect(await refused('', encode('garbage'.repeat(200)))).toEqual({
      message: 'Error processing tar file(exit status 1): archive/tar: invalid tar header',
    });
    expect(await refused('repo=BAD', tar)).toEqual({
      message: 'invalid reference format: repository name (library/BAD) must be lowercase',
    });
    expect(await refused('changes=STOPSIGNAL%20x', tar)).toEqual({message: 'stopsignal is not a valid change command'});
  });
});

describe('an image that is made', () => {
  it('is the same one when everything is the same, and is found among the children of its parent', async () => {
    const {daemon} = await withTiny();
    const parent = daemon.images.require('tiny:1.0');
    const make = (text: string): ReturnType<typeof daemon.images.add> => {
      const layer = daemon.images.layerOver(parent);
      layer.makeFile('made', {mode: 0o644, uid: 0, gid: 0, modifiedMs: 1000}).write(0, encode(text));
      return daemon.images.add({
        parent,
        layer,
        config: {},
        history: {created: '2026-01-01T00:00:00Z', created_by: 'x'},
      });
    };
    const [one, same, other] = [await make('a'), await make('a'), await make('b')];
    expect(same).toBe(one);
    expect(other.id).not.toBe(one.id);
    expect(daemon.images.childrenOf(parent).map(({id}) => id)).toEqual([one.id, other.id]);
    expect(one.layers[0]).toBe(parent.layers[0]);
    expect(() => one.layers.at(-1)?.root.remove('made')).toThrow('Read-only file system');
  });
});
