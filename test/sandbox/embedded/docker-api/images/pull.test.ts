import {describe, expect, it} from 'vitest';
import {defineImage} from '../../../../../src/sandbox/embedded/runtime/images/define-image.ts';
import {imageEngine, stillClock} from './harness.ts';

const post = {method: 'POST'} as const;

/** Statuses of lines, with the layer they are about by its place: `0 Pull complete`. */
function statuses(lines: readonly {readonly [key: string]: unknown}[]): readonly string[] {
  const ids = new Map<unknown, number>();
  return lines.map(({status, id, progressDetail}) => {
    if (progressDetail === undefined) return `${status}`;
    if (!ids.has(id)) ids.set(id, ids.size);
    return `${ids.get(id)} ${status}`;
  });
}

describe('docker pull', () => {
  it('tells what the real daemon tells, and ends with digest and status', async () => {
    const engine = imageEngine();
    const lines = await engine.lines('/images/create?fromImage=docker.io%2Flibrary%2Ftiny&tag=1.0', post);
    expect(statuses(lines)).toEqual([
      'Pulling from library/tiny',
      '0 Pulling fs layer',
      '0 Downloading',
      '0 Verifying Checksum',
      '0 Download complete',
      '0 Extracting',
      '0 Pull complete',
      expect.stringMatching(/^Digest: sha256:[0-9a-f]{64}$/),
      'Status: Downloaded newer image for tiny:1.0',
    ]);
    expect(lines[2]).toEqual({
      status: 'Downloading',
      progressDetail: {current: 362_906, total: 362_906},
      progress: '[==================================================>]  362.9kB/362.9kB',
      id: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    expect(engine.events.map(({action, id, attributes}) => [action, id, attributes])).toEqual([
      ['pull', 'tiny:1.0', {name: 'tiny'}],
    ]);
  });

  it('lets the fourth layer and those after it wait', async () => {
    const files = [1, 2, 3, 4, 5].map((number) => ({createdBy: 'x', files: {[`/${number}`]: {text: `${number}`}}}));
    const deep = defineImage({names: ['deep:1'], created: '2025-01-01T00:00:00Z', config: {}, layers: files});
    const engine = imageEngine({catalogue: [deep]});
    const lines = statuses(await engine.lines('/images/create?fromImage=deep&tag=1', post));
    expect(lines.slice(1, 8)).toEqual([
      ...[0, 1, 2, 3, 4].map((layer) => `${layer} Pulling fs layer`),
      '3 Waiting',
      '4 Waiting',
    ]);
  });

  it('ends its lines as Docker does', async () => {
    const {text} = await imageEngine().call('/images/create?fromImage=tiny&tag=1.0', post);
    expect(text.split('\r\n')).toHaveLength(10);
    expect(text).toContain('\\u003e]');
  });

  it('of what is there says so', async () => {
    const engine = imageEngine();
    await engine.lines('/images/create?fromImage=tiny&tag=1.0', post);
    expect(statuses(await engine.lines('/images/create?fromImage=tiny&tag=1.0', post))).toEqual([
      'Pulling from library/tiny',
      expect.stringContaining('Digest: '),
      'Status: Image is up to date for tiny:1.0',
    ]);
    expect(statuses(await engine.lines('/images/create?fromImage=tiny&tag=latest', post)).at(-1)).toBe(
      'Status: Downloaded newer image for tiny:latest',
    );
  });

  it('does not fetch a layer another image has', async () => {
    const engine = imageEngine();
    await engine.lines('/images/create?fromImage=tiny&tag=1.0', post);
    const lines = statuses(await engine.lines('/images/create?fromImage=tiny-web&tag=2', post));
    expect(lines.slice(0, 4)).toEqual([
      'Pulling from library/tiny-web',
      '0 Already exists',
      '1 Pulling fs layer',
      '2 Pulling fs layer',
    ]);
    const [tiny, web] = [engine.daemon.images.require('tiny:1.0'), engine.daemon.images.require('tiny-web:2')];
    expect(web.layers[0]).toBe(tiny.layers[0]);
  });

  it('by digest gives the image that digest, and no tag', async () => {
    const engine = imageEngine();
    await engine.lines('/images/create?fromImage=tiny&tag=1.0', post);
    const [digest = ''] = engine.daemon.images.digestsOf(engine.daemon.images.require('tiny:1.0'));
    const other = imageEngine();
    const lines = await other.lines(`/images/create?fromImage=tiny&tag=${digest.split('@')[1]}`, post);
    expect(lines.at(-1)).toEqual({status: `Status: Downloaded newer image for ${digest}`});
    expect(other.daemon.images.tagsOf(other.daemon.images.require(digest))).toEqual([]);
  });

  it('without a tag brings all tags of the repository', async () => {
    const engine = imageEngine();
    await engine.lines('/images/create?fromImage=team%2Fapp', post);
    expect(engine.daemon.images.tagsOf(engine.daemon.images.require('team/app:1'))).toEqual([
      'team/app:1',
      'team/app:2',
    ]);
  });

  it('knows registries beside Docker Hub when the catalogue does', async () => {
    const engine = imageEngine();
    const lines = await engine.lines('/images/create?fromImage=registry.k8s.io%2Fpause&tag=3.10', post);
    expect(lines[0]).toEqual({status: 'Pulling from pause', id: '3.10'});
    expect(engine.daemon.images.tagsOf(engine.daemon.images.require('registry.k8s.io/pause:3.10'))).toHaveLength(1);
  });

  it.each([
    [
      'fromImage=nosuch/image&tag=1',
      404,
      "pull access denied for nosuch/image, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ],
    ['fromImage=tiny&tag=9', 404, 'manifest for tiny:9 not found: manifest unknown: manifest unknown'],
    [
      'fromImage=python&tag=3',
      404,
      'manifest for python:3 not found: the embedded engine of k8s-learn is a simulation and reaches no registry; it has registry.k8s.io/pause, team/app, tiny, tiny-web',
    ],
    ['fromImage=Tiny&tag=1', 400, 'invalid reference format: repository name (library/Tiny) must be lowercase'],
    ['fromImage=tiny&tag=a%20b', 400, 'invalid tag format'],
    ['fromImage=scratch', 403, "'scratch' is a reserved name"],
    [
      'fromImage=reg.example%3A5000%2Fx&tag=1',
      500,
      'Get "https://reg.example:5000/v2/": dial tcp: lookup reg.example: no such host',
    ],
    [
      'fromImage=localhost%3A5999%2Fx&tag=1',
      500,
      'Get "http://localhost:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    ],
    [
      'fromImage=127.0.0.2%3A5999%2Fx&tag=1',
      500,
      'Get "http://127.0.0.2:5999/v2/": dial tcp 127.0.0.2:5999: connect: connection refused',
    ],
    [
      'fromImage=tiny&tag=1.0&platform=linux/arm64',
      404,
      'no matching manifest for linux/arm64 in the manifest list entries: the embedded engine of k8s-learn has linux/amd64',
    ],
    [
      'fromSrc=http://example.com/x.tar',
      500,
      'Get "http://example.com/x.tar": dial tcp: lookup example.com: no such host',
    ],
    ['', 500, 'Get "http://": http: no Host in request URL'],
  ])('of %s is refused with %i', async (query, status, message) => {
    const answer = await imageEngine().call(`/images/create?${query}`, post);
    expect([answer.status, answer.body]).toEqual([status, {message}]);
  });

  it('takes believable time, three layers at once, and stops when nobody listens any more', async () => {
    const clock = stillClock();
    const engine = imageEngine({clock, downloadPace: 1});
    const gone = new AbortController();
    const pulled = engine.call('/images/create?fromImage=tiny-web&tag=2', {...post, signal: gone.signal});
    const failed = expect(pulled).rejects.toThrow('gone');
    await clock.advance(400);
    gone.abort(new Error('gone'));
    await clock.settle();
    await failed;
    expect(engine.daemon.images.list()).toEqual([]);

    const began = clock.now();
    const whole = engine.lines('/images/create?fromImage=tiny-web&tag=2', post);
    await clock.advance(5000);
    const lines = await whole;
    expect(lines.filter(({status}) => status === 'Downloading').length).toBeGreaterThan(7);
    const extracting = lines.findIndex(({status}) => status === 'Extracting');
    const begun = lines.slice(0, extracting).filter(({status}) => status === 'Downloading');
    expect(new Set(begun.map(({id}) => id)).size).toBe(3);
    expect(clock.now() - began).toBe(5000);
    expect(statuses(lines).at(-1)).toBe('Status: Downloaded newer image for tiny-web:2');
  });
});

describe('docker search', () => {
  it('finds what there is, the most liked first', async () => {
    const {body} = await imageEngine().call('/images/search?term=tiny');
    expect(body).toEqual([
      {
        star_count: 9,
        is_official: true,
        name: 'tiny-web',
        is_automated: false,
        description: 'A tiny web server for tests, on tiny',
      },
      {star_count: 3, is_official: true, name: 'tiny', is_automated: false, description: 'A tiny image for tests'},
    ]);
    const filtered = await imageEngine().call(
      `/images/search?term=tiny&limit=1&filters=${encodeURIComponent('{"stars":["4"]}')}`,
    );
    expect(filtered.body).toHaveLength(1);
    expect((await imageEngine().call('/images/search?term=x&limit=101')).body).toEqual({
      message: 'limit 101 is outside the range of [1, 100]',
    });
  });
});

describe('GET /distribution', () => {
  it('tells the digest without pulling', async () => {
    const engine = imageEngine();
    const {body} = await engine.call('/distribution/tiny:1.0/json');
    expect(body).toEqual({
      Descriptor: {
        mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        size: expect.any(Number),
      },
      Platforms: [{architecture: 'amd64', os: 'linux'}],
    });
    expect(engine.daemon.images.list()).toEqual([]);
  });
});
