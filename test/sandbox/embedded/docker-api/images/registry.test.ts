import {describe, expect, it} from 'vitest';
import {encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {serveConnection} from '../../../../../src/sandbox/embedded/runtime/http/server.ts';
import {type ImageEngine, imageEngine} from './harness.ts';
import {publish, startTinyRegistry, textOf} from './tiny-registry.ts';

const post = {method: 'POST'} as const;
const remove = {method: 'DELETE'} as const;

async function withImage(name = 'localhost:5001/app', tag = '1'): Promise<ImageEngine> {
  const engine = imageEngine();
  await engine.lines('/images/create?fromImage=tiny-web&tag=2', post);
  await engine.call(`/images/tiny-web:2/tag?repo=${encodeURIComponent(name)}&tag=${tag}`, post);
  return engine;
}

function push(engine: ImageEngine, name: string, tag = '1'): ReturnType<ImageEngine['lines']> {
  return engine.lines(`/images/${name}/push?tag=${tag}`, post);
}

describe('docker push', () => {
  it('sends layers, configuration and manifest, and tells what the real daemon tells', async () => {
    const engine = await withImage();
    const {blobs} = startTinyRegistry(engine.daemon, 5001);
    const lines = await push(engine, 'localhost:5001/app');
    const told = lines.map(({status}) => status).filter((status) => status !== 'Pushing');
    expect(told).toEqual([
      'The push refers to repository [localhost:5001/app]',
      'Preparing',
      'Preparing',
      'Preparing',
      'Pushed',
      'Pushed',
      'Pushed',
      expect.stringMatching(/^1: digest: sha256:[0-9a-f]{64} size: \d+$/),
      undefined,
    ]);
    const image = engine.daemon.images.require('localhost:5001/app:1');
    expect(lines[1]?.id).toBe(image.layers.at(-1)?.diffId.slice(7, 19));
    expect(lines.at(-1)).toEqual({
      progressDetail: {},
      aux: {Tag: '1', Digest: expect.stringMatching(/^sha256:/), Size: expect.any(Number)},
    });
    expect(blobs.size).toBe(4);
    expect(textOf(blobs.get(`app ${image.id}`))).toBe(textOf(image.fileBytes));
    expect(engine.daemon.images.digestsOf(image)).toContainEqual(expect.stringMatching(/^localhost:5001\/app@sha256:/));
    expect(engine.events.at(-1)).toMatchObject({
      action: 'push',
      id: 'localhost:5001/app:1',
      attributes: {name: 'localhost:5001/app'},
    });
    // 20 MB of zeros are sent, and are small once compressed.
    expect([...blobs.values()].reduce((sum, {length}) => sum + length, 0)).toBeLessThan(100_000);
  });

  it('sends nothing twice: not to the same repository, and not to another of the registry', async () => {
    const engine = await withImage();
    startTinyRegistry(engine.daemon, 5001);
    await push(engine, 'localhost:5001/app');
    const again = (await push(engine, 'localhost:5001/app')).map(({status}) => status);
    expect(again.filter((status) => status === 'Layer already exists')).toHaveLength(3);
    await engine.call('/images/tiny-web:2/tag?repo=localhost:5001/team/other&tag=1', post);
    const mounted = (await push(engine, 'localhost:5001/team/other')).map(({status}) => status);
    expect(mounted.filter((status) => status === 'Mounted from app')).toHaveLength(3);
  });

  it('of a repository without a tag sends all its tags', async () => {
    const engine = await withImage();
    await engine.call('/images/tiny-web:2/tag?repo=localhost:5001/app&tag=2', post);
    startTinyRegistry(engine.daemon, 5001);
    const lines = await engine.lines('/images/localhost:5001/app/push', post);
    expect(lines.flatMap(({aux}) => (aux ? [aux] : []))).toMatchObject([{Tag: '1'}, {Tag: '2'}]);
  });

  it('gives the same blobs the same digests, whoever sends them', async () => {
    const digests = await Promise.all(
      [1, 2].map(async () => {
        const engine = await withImage();
        startTinyRegistry(engine.daemon, 5001);
        return (await push(engine, 'localhost:5001/app')).at(-1);
      }),
    );
    expect(digests[0]).toEqual(digests[1]);
  });

  it.each([
    ['localhost:5001/nope', '1', 'An image does not exist locally with the tag: localhost:5001/nope'],
    ['localhost:5001/app', '9', 'tag does not exist: localhost:5001/app:9'],
    [
      'localhost:5001/app',
      '1',
      'Get "http://localhost:5001/v2/": dial tcp 127.0.0.1:5001: connect: connection refused',
    ],
    ['reg.example:5000/app', '1', 'Get "https://reg.example:5000/v2/": dial tcp: lookup reg.example: no such host'],
    ['tiny-web', '2', 'denied: requested access to the resource is denied'],
  ])('of %s:%s says %s', async (name, tag, message) => {
    const engine = await withImage();
    await engine.call('/images/tiny-web:2/tag?repo=reg.example:5000/app&tag=1', post);
    expect((await push(engine, name, tag)).at(-1)).toEqual({errorDetail: {message}, error: message});
  });

  it('wants credentials, and be they empty', async () => {
    const engine = await withImage();
    const path = '/images/localhost:5001/app/push?tag=1';
    expect(await engine.call(path, {...post, headers: {}})).toMatchObject({
      status: 400,
      body: {message: 'bad parameters and missing X-Registry-Auth: EOF'},
    });
    expect((await engine.call(path, {...post, headers: {}, body: '{}'})).status).toBe(200);
  });
});

describe('docker pull from a registry in a container', () => {
  it('brings an image back: same id, same layers, same tree', async () => {
    const engine = await withImage();
    startTinyRegistry(engine.daemon, 5001);
    const digest = String((await push(engine, 'localhost:5001/app')).at(-2)?.status).split(' ')[2];
    const {id} = engine.daemon.images.require('tiny-web:2');
    for (const name of ['tiny-web:2', 'localhost:5001/app:1']) await engine.call(`/images/${name}`, remove);
    expect(engine.daemon.images.list()).toEqual([]);
    const lines = await engine.lines('/images/create?fromImage=localhost%3A5001%2Fapp&tag=1', post);
    expect(lines[0]).toEqual({status: 'Pulling from app', id: '1'});
    expect(lines.filter(({status}) => status === 'Pull complete')).toHaveLength(3);
    expect(lines.slice(-2)).toEqual([
      {status: `Digest: ${digest}`},
      {status: 'Status: Downloaded newer image for localhost:5001/app:1'},
    ]);
    expect(engine.daemon.images.require('localhost:5001/app:1').id).toBe(id);
    expect(engine.daemon.images.require(`localhost:5001/app@${digest}`).id).toBe(id);
    expect(engine.daemon.kernel.disk.usedBytes).toBeLessThan(50_000);
    expect((await engine.lines(`/images/create?fromImage=localhost%3A5001%2Fapp&tag=${digest}`, post)).at(-1)).toEqual({
      status: `Status: Image is up to date for localhost:5001/app@${digest}`,
    });
  });

  it('does not fetch layers that are here', async () => {
    const engine = await withImage();
    startTinyRegistry(engine.daemon, 5001);
    await push(engine, 'localhost:5001/app');
    await engine.lines('/images/create?fromImage=tiny&tag=1.0', post);
    for (const name of ['tiny-web:2', 'localhost:5001/app:1']) await engine.call(`/images/${name}`, remove);
    const lines = await engine.lines('/images/create?fromImage=localhost%3A5001%2Fapp&tag=1', post);
    expect(lines.filter(({status}) => status === 'Already exists')).toHaveLength(1);
    expect(lines.filter(({status}) => status === 'Pull complete')).toHaveLength(2);
  });

  it('without a tag brings all there are', async () => {
    const engine = await withImage();
    await engine.call('/images/tiny-web:2/tag?repo=localhost:5001/app&tag=2', post);
    startTinyRegistry(engine.daemon, 5001);
    await engine.lines('/images/localhost:5001/app/push', post);
    await engine.call('/images/tiny-web:2?force=1', remove);
    await engine.lines('/images/create?fromImage=localhost%3A5001%2Fapp', post);
    expect(engine.daemon.images.tagsOf(engine.daemon.images.require('localhost:5001/app:1'))).toEqual([
      'localhost:5001/app:1',
      'localhost:5001/app:2',
    ]);
  });

  it('says what is not there, and keeps nothing of what is damaged', async () => {
    const engine = await withImage();
    const {blobs} = startTinyRegistry(engine.daemon, 5001);
    const pull = async (name: string): Promise<unknown> => {
      const answer = await engine.call(`/images/create?fromImage=${encodeURIComponent(name)}&tag=1`, post);
      return Array.isArray(answer.body) ? answer.body.at(-1) : answer.body;
    };
    expect(await pull('localhost:5001/nope')).toEqual({
      message: 'manifest for localhost:5001/nope:1 not found: manifest unknown: manifest unknown',
    });
    await push(engine, 'localhost:5001/app');
    for (const name of ['tiny-web:2', 'localhost:5001/app:1']) await engine.call(`/images/${name}`, remove);
    const [key = '', blob = new Uint8Array(0)] = [...blobs][1] ?? [];
    blobs.set(
      key,
      blob.map((byte, index) => (index === 4 ? byte + 1 : byte)),
    );
    expect(await pull('localhost:5001/app')).toMatchObject({
      error: `filesystem layer verification failed for digest ${key.split(' ')[1]}`,
    });
    blobs.set(key, blob.subarray(0, 10));
    expect(await pull('localhost:5001/app')).toMatchObject({
      error: expect.stringMatching(/verification failed|unexpected EOF/),
    });
    blobs.delete(key);
    expect(await pull('localhost:5001/app')).toMatchObject({error: 'blob unknown: blob unknown to registry'});
    expect(engine.daemon.images.list()).toEqual([]);
    expect(engine.daemon.kernel.disk.usedBytes).toBe(0);
  });

  it('from what is no registry says so', async () => {
    const engine = imageEngine();
    const pull = async (port: number): Promise<unknown> =>
      (await engine.call(`/images/create?fromImage=localhost%3A${port}%2Fapp&tag=1`, post)).body;
    publish(engine.daemon, 5002, (stream) =>
      serveConnection(stream, {answer: async () => ({status: 404, body: encode('<html>')})}),
    );
    expect(await pull(5002)).toEqual({
      message: `error parsing HTTP 404 response body: invalid character '<' looking for beginning of value: "<html>"`,
    });
    publish(engine.daemon, 5003, async ({reader, writer}) => {
      reader.close();
      writer.close();
    });
    expect(await pull(5003)).toEqual({message: 'Get "http://localhost:5003/v2/": EOF'});
    publish(engine.daemon, 5004, async ({writer}) => {
      await writer.write(encode('+PONG\r\n\r\n'));
      writer.close();
    });
    expect(await pull(5004)).toMatchObject({
      message: expect.stringMatching(
        /^Get "http:\/\/localhost:5004\/v2\/": net\/http: HTTP\/1.x transport connection broken/,
      ),
    });
  });

  it('by any address but the loopback ones is refused: those want HTTPS', async () => {
    const engine = await withImage();
    const stack = publish(engine.daemon, 5001, async () => {});
    engine.contain('tiny-web:2', {
      stack,
      endpoints: new Map([
        [
          'net',
          {
            networkId: '',
            endpointId: '',
            gateway: '172.18.0.1',
            address: '172.18.0.2',
            prefixLength: 16,
            mac: '',
            aliases: [],
          },
        ],
      ]),
    });
    const pull = async (name: string): Promise<unknown> =>
      (await engine.call(`/images/create?fromImage=${encodeURIComponent(name)}&tag=1`, post)).body;
    const plain = 'http: server gave HTTP response to HTTPS client';
    expect(await pull('172.18.0.2:5000/app')).toEqual({message: `Get "https://172.18.0.2:5000/v2/": ${plain}`});
    expect(await pull('0.0.0.0:5001/app')).toEqual({message: `Get "https://0.0.0.0:5001/v2/": ${plain}`});
    expect(await pull('172.18.0.2:5999/app')).toEqual({
      message: 'Get "https://172.18.0.2:5999/v2/": dial tcp 172.18.0.2:5999: connect: connection refused',
    });
    expect(await pull('10.1.2.3:5000/app')).toMatchObject({
      message: expect.stringContaining('Client.Timeout exceeded'),
    });
  });
});
