import {createHash} from 'node:crypto';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {type ImageEngine, imageEngine, treeOf} from './harness.ts';
import {rawTar} from './raw-tar.ts';

const post = {method: 'POST'} as const;
const layer = rawTar([{name: 'a', content: encode('hello')}]);
const zeros = '0'.repeat(64);

function digest(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** An archive by hand; everything in it can be wrong. */
function archive(
  given: {
    readonly layers?: readonly Uint8Array[];
    readonly diffIds?: readonly string[];
    readonly config?: object;
    readonly manifest?: unknown;
    readonly tags?: readonly string[] | null;
  } = {},
): Uint8Array {
  const layers = given.layers ?? [layer];
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: {type: 'layers', diff_ids: given.diffIds ?? layers.map(digest)},
    ...given.config,
  };
  const names = layers.map((_, index) => `l${index}.tar`);
  const manifest = given.manifest ?? [
    {Config: 'c.json', RepoTags: given.tags === undefined ? ['loaded:1'] : given.tags, Layers: names},
  ];
  return rawTar([
    {name: 'c.json', content: encode(JSON.stringify(config))},
    ...layers.map((content, index) => ({name: `l${index}.tar`, content})),
    {name: 'manifest.json', content: encode(typeof manifest === 'string' ? manifest : JSON.stringify(manifest))},
  ]);
}

async function load(engine: ImageEngine, body: Uint8Array): Promise<unknown> {
  return (await engine.lines('/images/load?quiet=1', {...post, body}))[0];
}

async function loaded(...images: readonly string[]): Promise<ImageEngine> {
  const engine = imageEngine();
  for (const image of images) await engine.lines(`/images/create?fromImage=${image}`, post);
  return engine;
}

describe('docker save and docker load', () => {
  it('bring images to another engine: same ids, names, layers and trees', async () => {
    const here = await loaded('tiny&tag=1.0', 'tiny&tag=latest', 'tiny-web&tag=2');
    const saved = await here.call('/images/get?names=tiny&names=tiny-web:2');
    expect(saved.bytes.length).toBeGreaterThan(20_900_000);
    const there = imageEngine();
    expect(await there.lines('/images/load?quiet=1', {...post, body: saved.bytes})).toEqual([
      {stream: 'Loaded image: tiny:1.0\n'},
      {stream: 'Loaded image: tiny:latest\n'},
      {stream: 'Loaded image: tiny-web:2\n'},
    ]);
    for (const name of ['tiny:1.0', 'tiny-web:2']) {
      const [one, other] = [here.daemon.images.require(name), there.daemon.images.require(name)];
      expect(other.id).toBe(one.id);
      expect(other.layers.map(({chainId, size}) => [chainId, size])).toEqual(
        one.layers.map(({chainId, size}) => [chainId, size]),
      );
      expect(treeOf(there.daemon.images.layerOver(other))).toEqual(treeOf(here.daemon.images.layerOver(one)));
    }
    // 20 MB of holes take no room.
    expect(there.daemon.kernel.disk.usedBytes).toBeLessThan(50_000);
    expect(digest((await there.call('/images/get?names=tiny&names=tiny-web:2')).bytes)).toBe(digest(saved.bytes));
  });

  it('give an image that was saved by its id no name', async () => {
    const here = await loaded('tiny&tag=1.0');
    const {id} = here.daemon.images.require('tiny:1.0');
    const {bytes} = await here.call(`/images/${id}/get`);
    const there = imageEngine();
    expect(await load(there, bytes)).toEqual({stream: `Loaded image ID: ${id}\n`});
    expect(there.daemon.images.tagsOf(there.daemon.images.require(id))).toEqual([]);
  });

  it('know who was whose parent', async () => {
    const here = await loaded('tiny&tag=1.0');
    const {images} = here.daemon;
    const child = await images.add({
      parent: images.require('tiny:1.0'),
      config: {},
      history: {created: '2026-01-01T00:00:00Z', created_by: 'x'},
    });
    const {bytes} = await here.call(`/images/get?names=tiny:1.0&names=${child.id}`);
    const there = imageEngine();
    await load(there, bytes);
    expect(there.daemon.images.require(child.id).parentId).toBe(images.require('tiny:1.0').id);
  });

  it('say what is not there', async () => {
    const engine = await loaded('tiny&tag=1.0');
    for (const [path, message] of [
      ['/images/get?names=tiny:1.0&names=nope', 'No such image: nope'],
      ['/images/nope/get', 'No such image: nope'],
      ['/images/tiny:9/get', 'reference does not exist'],
    ])
      expect(await engine.call(path ?? '')).toMatchObject({status: 404, body: {message}});
  });
});

describe('docker load', () => {
  it('takes archives of older versions, compressed ones, and layers that are links to others', async () => {
    for (const body of [archive(), gzipSync(archive()), archive({layers: [gzipSync(layer)], diffIds: [digest(layer)]})])
      expect(await load(imageEngine(), body)).toEqual({stream: 'Loaded image: loaded:1\n'});
    const config = encode(
      JSON.stringify({architecture: 'amd64', os: 'linux', rootfs: {type: 'layers', diff_ids: [digest(layer)]}}),
    );
    const linked = rawTar([
      {name: 'one/layer.tar', content: layer},
      {name: 'two/layer.tar', type: '2', link: '../one/layer.tar'},
      {name: 'c.json', content: config},
      {
        name: 'manifest.json',
        content: encode(JSON.stringify([{Config: 'c.json', RepoTags: null, Layers: ['two/layer.tar']}])),
      },
    ]);
    expect(await load(imageEngine(), linked)).toEqual({stream: `Loaded image ID: ${digest(config)}\n`});
  });

  it('keeps the tar a layer came as: it is saved again to the same bytes', async () => {
    const odd = rawTar([
      {name: './b', content: encode('b'), mtime: '14000000001\0'},
      {name: 'a', uid: '0001750\0'},
    ]);
    const engine = imageEngine();
    await load(engine, archive({layers: [odd]}));
    const again = imageEngine();
    await load(again, (await engine.call('/images/loaded:1/get')).bytes);
    expect(again.daemon.images.require('loaded:1').layers[0]?.diffId).toBe(digest(odd));
  });

  it('tells of a name that goes from one image to another', async () => {
    const engine = imageEngine();
    await load(engine, archive());
    const {id} = engine.daemon.images.require('loaded:1');
    expect(
      await engine.lines('/images/load?quiet=1', {...post, body: archive({config: {author: 'somebody'}})}),
    ).toEqual([
      {stream: `The image loaded:1 already exists, renaming the old one with ID ${id} to empty string\n`},
      {stream: 'Loaded image: loaded:1\n'},
    ]);
    expect(engine.events.map(({action}) => action)).toEqual(['load', 'load']);
  });

  it('tells how far it is when it is not to be quiet', async () => {
    const lines = await imageEngine().lines('/images/load?quiet=0', {...post, body: archive()});
    expect(lines.map(({status, stream}) => status ?? stream)).toEqual([
      'Loading layer',
      'Loading layer',
      'Loaded image: loaded:1\n',
    ]);
  });

  const folder = '/var/lib/docker/tmp/docker-import-\\d+';
  it.each<readonly [string, Uint8Array, string]>([
    ['nothing at all', new Uint8Array(0), `^open ${folder}/repositories: no such file or directory$`],
    [
      'no archive',
      encode('garbage'.repeat(1000)),
      '^Error processing tar file\\(exit status 1\\): archive/tar: invalid tar header$',
    ],
    ['a short piece', encode('abc'), '^Error processing tar file\\(exit status 1\\): unexpected EOF$'],
    ['a cut archive', archive().subarray(0, 1700), '^Error processing tar file\\(exit status 1\\): unexpected EOF$'],
    ['cut gzip', gzipSync(archive()).subarray(0, 60), '^Error processing tar file\\(exit status 1\\): unexpected EOF$'],
    [
      'xz',
      Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0),
      'compressed by xz; the embedded engine of k8s-learn unpacks gzip alone',
    ],
    ['an archive without manifest', rawTar([{name: 'x'}]), `^open ${folder}/repositories: no such file or directory$`],
    ['a manifest that is no JSON', archive({manifest: ']'}), "^invalid character ']' looking for beginning of value$"],
    ['a manifest of another kind', archive({manifest: {}}), '^json: cannot unmarshal manifest.json into Go value'],
    [
      'a manifest without its config',
      archive({manifest: [{Config: 'nope.json', Layers: []}]}),
      `^open ${folder}/nope.json: no such file`,
    ],
    [
      'a config out of it',
      archive({manifest: [{Config: '../../../etc/passwd', Layers: []}]}),
      `^open ${folder}/etc/passwd: no such file`,
    ],
    ['a config without layers', archive({config: {rootfs: undefined}}), '^invalid image JSON, no RootFS key$'],
    [
      'a layer too few',
      archive({manifest: [{Config: 'c.json', Layers: []}]}),
      '^invalid manifest, layers length mismatch: expected 0, got 1$',
    ],
    [
      'a wrong diff id',
      archive({diffIds: [`sha256:${zeros}`]}),
      `^invalid diffID for layer 0: expected "sha256:${zeros}", got "${digest(layer)}"$`,
    ],
    [
      'a layer that is not there',
      archive({manifest: [{Config: 'c.json', Layers: ['nolayer.tar']}]}),
      `^open ${folder}/nolayer.tar: no such file`,
    ],
    [
      'a name that is none',
      archive({tags: ['UPPER:1']}),
      '^invalid reference format: repository name \\(library/UPPER\\) must be lowercase$',
    ],
    ['a name that is a digest', archive({tags: [`h5t@sha256:${zeros}`]}), `^invalid tag "h5t@sha256:${zeros}"$`],
    ['a name without tag', archive({tags: ['untagged']}), '^invalid tag "untagged"$'],
    [
      'a layer that is garbage',
      archive({layers: [encode('garbage'.repeat(200))]}),
      '^Error processing tar file\\(exit status 1\\): archive/tar: invalid tar header$',
    ],
    [
      'a layer with a name twice',
      archive({layers: [rawTar([{name: 'l'}, {name: 'l'}])]}),
      '^Error processing tar file\\(duplicates of file paths not supported\\): $',
    ],
    ['a Windows image', archive({config: {os: 'windows'}}), '^cannot load windows image on linux$'],
  ])('of %s says what is wrong, and keeps nothing', async (_, body, message) => {
    const engine = imageEngine();
    const last = (await engine.lines('/images/load?quiet=1', {...post, body})).at(-1);
    expect(last).toEqual({
      errorDetail: {message: expect.stringMatching(message)},
      error: expect.stringMatching(message),
    });
    expect(engine.daemon.images.list().length).toBeLessThanOrEqual(/name/.test(_) ? 1 : 0);
    expect(engine.daemon.kernel.disk.usedBytes).toBeLessThanOrEqual(
      engine.daemon.images.list().length === 0 ? 0 : layer.length,
    );
  });

  it('gives the room of an image back when it is removed', async () => {
    const engine = imageEngine();
    const body = archive({layers: [rawTar([{name: 'big', content: new Uint8Array(1 << 20).fill(7)}])]});
    await load(engine, body);
    expect(engine.daemon.kernel.disk.usedBytes).toBeGreaterThan(1 << 20);
    await engine.call('/images/loaded:1', {method: 'DELETE'});
    expect(engine.daemon.kernel.disk.usedBytes).toBe(0);
    await load(engine, body);
    await load(engine, body);
    expect(engine.daemon.kernel.disk.usedBytes).toBeLessThan(2 << 20);
  });

  it('refuses what does not fit on the simulated disk', async () => {
    const engine = imageEngine();
    engine.daemon.kernel.disk.take(engine.daemon.kernel.disk.totalBytes - 1000);
    expect(await load(engine, archive())).toMatchObject({error: expect.stringContaining('no space left on device')});
  });
});
