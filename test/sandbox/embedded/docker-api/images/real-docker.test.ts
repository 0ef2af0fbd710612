import {createHash} from 'node:crypto';
import {type IncomingMessage, request} from 'node:http';
import {buffer} from 'node:stream/consumers';
import {afterAll, expect, it} from 'vitest';
import {encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {tarOf} from '../../../../../src/sandbox/embedded/docker-api/images/layer-tar.ts';
import {readTar} from '../../../../../src/sandbox/embedded/docker-api/images/tar.ts';
import {engineJson} from '../../../../images/daemon.ts';
import {describeWithDocker} from '../../../../support/real-docker.ts';
import {startRegistry} from '../../../../support/registry.ts';
import {imageEngine} from './harness.ts';
import {rawTar} from './raw-tar.ts';
import {publishReal} from './tiny-registry.ts';

const post = {method: 'POST'} as const;
const prefix = `k8sl-images-${process.pid}`;

interface Inspected {
  readonly Id: string;
  readonly Size: number;
  readonly Parent: string;
  readonly RootFS: {readonly Layers: readonly string[]};
  readonly Config: object;
}

/** Bytes both ways, which the JSON helpers of the tests do not have. */
async function raw(host: string, method: string, path: string, body?: Uint8Array): Promise<Buffer> {
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = {'content-type': 'application/x-tar'};
    const outgoing = request({socketPath: new URL(host).pathname, method, path, headers}, resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
  const bytes = await buffer(incoming);
  if ((incoming.statusCode ?? 500) >= 400) throw new Error(`${method} ${path}: ${bytes.toString().slice(0, 300)}`);
  return bytes;
}

/** Everything of a tree, as one line an entry; what a container's own mounts are is left out. */
async function linesOf(tar: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<readonly string[]> {
  const lines: string[] = [];
  const mounted = /^((dev|proc|sys|etc\/(hosts|hostname|resolv\.conf|mtab)|\.dockerenv)(\/|$)|etc\/$)/;
  for await (const {header, body} of readTar(tar)) {
    const hash = createHash('sha256');
    for await (const piece of body) hash.update(piece);
    const {name, type = 'file', mode = 0, uid, gid, linkname = '', mtime} = header;
    if (mounted.test(name)) continue;
    const about = `${(mode & 0o7777).toString(8)} ${uid}:${gid} ${Math.floor((mtime?.getTime() ?? 0) / 1000)}`;
    // Which of several names of a file comes first differs: they are compared by content elsewhere.
    lines.push(
      `${name.replace(/^\.\//, '')} ${type} ${type === 'symlink' ? '' : about} ${linkname} ${type === 'file' ? hash.digest('hex') : ''}`,
    );
  }
  return lines.sort();
}

describeWithDocker(
  'images of the embedded engine and of a real daemon',
  ({host}) => {
    const made: string[] = [];
    const inspect = async (name: string): Promise<Inspected> =>
      (await engineJson({host, path: `/images/${name}/json`})) as Inspected;
    afterAll(async () => {
      for (const name of made)
        await engineJson({host, method: 'DELETE', path: `/images/${name}?force=1`}).catch(() => {});
    });

    /** Brings an image over, and compares all there is to know of it. */
    async function compare(name: string): Promise<void> {
      const there = await inspect(name);
      const engine = imageEngine();
      const body = await raw(host, 'GET', `/images/${name}/get`);
      expect((await engine.lines('/images/load?quiet=1', {...post, body})).at(-1)).toEqual({
        stream: `Loaded image: ${name}\n`,
      });
      const here = (await engine.call(`/images/${name}/json`, {version: [1, 41]})).body;
      expect(here).toMatchObject({Id: there.Id, Size: there.Size, RootFS: there.RootFS, Config: there.Config});
      const container = (await engineJson({
        host,
        method: 'POST',
        path: `/containers/create?name=${prefix}-export`,
        body: {Image: name},
      })) as {Id: string};
      try {
        const exported = await raw(host, 'GET', `/containers/${container.Id}/export`);
        const tree = engine.daemon.images.layerOver(engine.daemon.images.require(name));
        expect(await linesOf(tarOf(tree))).toEqual(await linesOf([exported]));
      } finally {
        await engineJson({host, method: 'DELETE', path: `/containers/${container.Id}?force=1`});
      }
      if (there.Parent !== '') return;
      const history = await engineJson({host, path: `/images/${name}/history`});
      expect((await engine.call(`/images/${name}/history`)).body).toEqual(history);
    }

    it.each(['hello-world:latest', 'busybox:1.36', 'nginx:1.27-alpine'])(
      '%s comes over with its id, layers, sizes and files',
      compare,
    );

    it('an image that was built there, with all that layers can say, is the same tree here', async () => {
      const dockerfile = [
        'FROM busybox:1.36',
        'RUN mkdir -p /a/b/c && echo 1 > /a/b/c/f && ln /a/b/c/f /a/hard && ln -s ../x /a/sym && chmod 4755 /a/b/c/f && chown 12:34 /a/b',
        'RUN rm -rf /a/b /home && mkdir -p /a/b && echo 2 > /a/b/new && rm /bin/vi && mkfifo /a/fifo && truncate -s 3M /a/big',
        'RUN mv /a /z && mkdir /a',
        'CMD ["cat", "/z/b/new"]',
      ].join('\n');
      const name = `${prefix}-built:1`;
      made.push(name);
      await raw(
        host,
        'POST',
        `/build?t=${name}&version=1`,
        rawTar([{name: 'Dockerfile', content: encode(dockerfile)}]),
      );
      await compare(name);
    });

    it('an image made here goes over, and comes back the same', async () => {
      const engine = imageEngine();
      await engine.lines('/images/create?fromImage=tiny-web&tag=2', post);
      const container = engine.contain('tiny-web:2');
      container.layer.remove('lib64');
      container.layer
        .makeFile('x', {mode: 0o4755, uid: 12, gid: 34, modifiedMs: 1_700_000_000_000})
        .write(0, encode('x\n'));
      await engine.call(`/commit?container=${container.name}&repo=${prefix}-made&tag=1&comment=%3Ca%26b%3E`, post);
      const image = engine.daemon.images.require(`${prefix}-made:1`);
      made.push(`${prefix}-made:1`);
      const {bytes} = await engine.call(`/images/${prefix}-made:1/get`);
      const told = (await raw(host, 'POST', '/images/load?quiet=1', bytes)).toString();
      expect(JSON.parse(told)).toEqual({stream: `Loaded image: ${prefix}-made:1\n`});
      const there = await inspect(`${prefix}-made:1`);
      expect(there).toMatchObject({Id: image.id, RootFS: {Layers: image.layers.map(({diffId}) => diffId)}});
      expect(there.Size).toBe(image.layers.reduce((sum, {size}) => sum + size, 0));

      const again = imageEngine();
      await again.lines('/images/load?quiet=1', {
        ...post,
        body: await raw(host, 'GET', `/images/${prefix}-made:1/get`),
      });
      expect(again.daemon.images.require(`${prefix}-made:1`).id).toBe(image.id);
    });

    it('a hostile layer is taken or refused alike', async () => {
      const archives = {
        dots: [{name: '../../evil', content: encode('x')}],
        link: [{name: 'l', type: '1', link: '../../etc/passwd'}],
        through: [{name: 'l', type: '2', link: '/tmp'}, {name: 'l/x'}],
        under: [{name: 'l'}, {name: 'l/x'}],
        twice: [{name: 'l'}, {name: 'l'}],
        whiteout: [{name: '.wh.'}],
        checksum: [{name: 'a', hasWrongChecksum: true}],
      };
      for (const [name, entries] of Object.entries(archives)) {
        const layer = rawTar(entries);
        const diffId = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
        const config = JSON.stringify({
          architecture: 'amd64',
          os: 'linux',
          rootfs: {type: 'layers', diff_ids: [diffId]},
        });
        const tag = `${prefix}-hostile-${name}:1`;
        made.push(tag);
        const body = rawTar([
          {name: 'c.json', content: encode(config)},
          {name: 'l.tar', content: layer},
          {
            name: 'manifest.json',
            content: encode(JSON.stringify([{Config: 'c.json', RepoTags: [tag], Layers: ['l.tar']}])),
          },
        ]);
        const there = (await raw(host, 'POST', '/images/load?quiet=1', body)).toString();
        expect((await imageEngine().call('/images/load?quiet=1', {...post, body})).text, name).toBe(there);
      }
    });

    it('a real registry takes what is pushed here, and a real daemon pulls it', async () => {
      const registry = await startRegistry({host, prefix});
      try {
        const engine = imageEngine();
        publishReal(engine.daemon, 5001, Number(registry.address.split(':')[1]));
        await engine.lines('/images/create?fromImage=tiny-web&tag=2', post);
        await engine.call('/images/tiny-web:2/tag?repo=localhost:5001/team/app&tag=1', post);
        const pushed = (await engine.lines('/images/localhost:5001/team/app/push?tag=1', post)).at(-1);
        expect(pushed).toMatchObject({aux: {Tag: '1', Digest: expect.stringMatching(/^sha256:/)}});
        const {id} = engine.daemon.images.require('tiny-web:2');

        const name = `${registry.address}/team/app`;
        made.push(`${name}:1`);
        await raw(host, 'POST', `/images/create?fromImage=${encodeURIComponent(name)}&tag=1`);
        expect((await inspect(`${name}:1`)).Id).toBe(id);

        for (const tag of ['tiny-web:2', 'localhost:5001/team/app:1'])
          await engine.call(`/images/${tag}`, {method: 'DELETE'});
        const lines = await engine.lines('/images/create?fromImage=localhost%3A5001%2Fteam%2Fapp&tag=1', post);
        expect(lines.at(-1)).toEqual({status: 'Status: Downloaded newer image for localhost:5001/team/app:1'});
        expect(engine.daemon.images.require('localhost:5001/team/app:1').id).toBe(id);
        expect((await engine.call('/images/create?fromImage=localhost%3A5001%2Fteam%2Fapp&tag=9', post)).body).toEqual({
          message: 'manifest for localhost:5001/team/app:9 not found: manifest unknown: manifest unknown',
        });
      } finally {
        await registry.stop();
      }
    });
  },
  {images: ['hello-world:latest', 'busybox:1.36', 'nginx:1.27-alpine', 'registry:2']},
);
