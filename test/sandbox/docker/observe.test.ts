import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Observation} from '../../../src/observation.ts';
import {createDockerClient, type DockerClient} from '../../../src/sandbox/docker/client.ts';
import {type DockerSubject, observeDocker, surveyDocker} from '../../../src/sandbox/docker/observe.ts';
import {list, text, texts} from '../../../src/sandbox/docker/read-json.ts';
import {observeHttp} from '../../../src/sandbox/http.ts';
import {observeRegistry} from '../../../src/sandbox/registry.ts';
import {createForeign, type Foreign} from '../../support/foreign.ts';
import {describeWithDocker} from '../../support/real-docker.ts';
import {startRegistry} from '../../support/registry.ts';

type Asked = DockerSubject extends infer S ? (S extends DockerSubject ? Omit<S, 'api'> : never) : never;

const busybox = 'busybox:1.36';

describeWithDocker(
  'what is seen of a real Docker',
  (real) => {
    let docker: DockerClient;
    let foreign: Foreign;
    const made: string[] = [];

    const observe = (asked: Asked): Promise<Observation> => observeDocker(docker, {api: 'docker', ...asked});

    /** Runs a container to its end, or just starts it when it is told to sleep. */
    async function run(name: string, options: object): Promise<void> {
      const container = await docker.createContainer({name, Image: busybox, ...options});
      made.push(container.id);
      await container.start();
      if (!JSON.stringify(options).includes('sleep')) await container.wait();
    }

    beforeAll(async () => {
      docker = await createDockerClient({socketPath: real.host.slice('unix://'.length)});
      foreign = await createForeign(real.host, {volume: 'gb-site', network: 'gb-shop', image: 'gb-web:1'});
      await run('gb-web', {
        Cmd: ['sleep', '3600'],
        Env: ['MODE=a=b'],
        Labels: {team: 'blue'},
        ExposedPorts: {'80/tcp': {}},
        HostConfig: {
          Init: true,
          Binds: ['gb-site:/site:ro'],
          PortBindings: {'80/tcp': [{HostIp: '127.0.0.1', HostPort: '18150'}]},
          Memory: 64 * 1024 * 1024,
          NanoCpus: 5e8,
          RestartPolicy: {Name: 'always'},
          NetworkMode: 'gb-shop',
        },
      });
      const words =
        'echo out; echo err >&2; mkdir -p /d; echo hello > /d/note.txt; ln -s /d/note.txt /link; echo kept > /site/page; exit 3';
      await run('gb-done', {Cmd: ['sh', '-c', words], HostConfig: {Binds: ['gb-site:/site']}});
      await run('gb-tty', {Cmd: ['echo', '{"json": 1}'], Tty: true});
    });

    afterAll(async () => {
      for (const id of made) await docker.getContainer(id).remove({force: true, v: true});
      await foreign.remove();
    });

    test('a running container, in the words of the CLI', async () => {
      expect(await observe({resource: 'container', name: 'gb-web'})).toMatchObject({
        state: 'present',
        object: {
          name: 'gb-web',
          image: busybox,
          state: 'running',
          command: ['sleep', '3600'],
          env: {MODE: 'a=b'},
          labels: {team: 'blue'},
          ports: [{host: 18150, container: 80, protocol: 'tcp'}],
          exposed: [80],
          networks: [{name: 'gb-shop', address: expect.stringMatching(/^\d+\./)}],
          mounts: [{type: 'volume', source: 'gb-site', target: '/site', readOnly: true}],
          memoryBytes: 67_108_864,
          cpus: 0.5,
          restart: 'always',
          finishedAt: '',
          startMs: expect.any(Number),
        },
      });
    });

    test('a container that has ended, by its name or its short id', async () => {
      const seen = await observe({resource: 'container', name: '/gb-done'});
      expect(seen).toMatchObject({object: {state: 'exited', exitCode: 3, restart: 'no', ports: []}});
      expect(await observe({resource: 'container', name: (made[1] ?? '').slice(0, 12)})).toEqual(seen);
    });

    test('a missing container, with the names that are near', async () => {
      expect(await observe({resource: 'container', name: 'gb-wbe'})).toEqual({state: 'absent', similar: ['gb-web']});
      expect(await observe({resource: 'container', name: 'x/../gb-web'})).toMatchObject({state: 'absent'});
    });

    test('every container of an image, newest first, however the image is written', async () => {
      const seen = await observe({resource: 'containers-of', image: 'docker.io/library/busybox:1.36'});
      const names = list(seen, 'object').map((view) => text(view, 'name'));
      expect(names.filter((name) => name.startsWith('gb-'))).toEqual(['gb-tty', 'gb-done', 'gb-web']);
      expect(await observe({resource: 'containers-of', image: 'gb-web:1'})).toMatchObject({state: 'absent'});
      expect(await observe({resource: 'containers-of', image: 'busybox:1.35'})).toMatchObject({
        similar: expect.arrayContaining([busybox]),
      });
    });

    test("an image with its parent's layers", async () => {
      const seen = await observe({resource: 'image', reference: 'gb-web:1', parent: busybox});
      expect(seen).toMatchObject({object: {tags: ['gb-web:1'], command: ['true'], layers: expect.any(Array)}});
      expect(await observe({resource: 'image', reference: 'gb-web:1', parent: 'gb-no'})).not.toHaveProperty(
        'object.parentLayers',
      );
      const parents = await observe({resource: 'image', reference: busybox});
      const layers = texts(parents, 'object', 'layers');
      expect(layers.length).toBeGreaterThan(0);
      expect(seen).toMatchObject({object: {parentLayers: layers}});
    });

    test('an image with the id of its twin', async () => {
      await docker.getImage('gb-web:1').tag({repo: 'gb-web', tag: '2'});
      const seen = await observe({resource: 'image', reference: 'gb-web:1', twin: 'gb-web:2'});
      expect(text(seen, 'object', 'twinId')).toBe(text(seen, 'object', 'id'));
      await docker.getImage('gb-web:2').remove();
      const other = await observe({resource: 'image', reference: 'gb-web:1', twin: busybox});
      expect(text(other, 'object', 'twinId')).toMatch(/^sha256:/);
      expect(text(other, 'object', 'twinId')).not.toBe(text(other, 'object', 'id'));
      const alone = await observe({resource: 'image', reference: 'gb-web:1', twin: 'gb-no'});
      expect(alone).not.toHaveProperty('object.twinId');
    });

    test('a missing image, with names and tags that are near', async () => {
      expect(await observe({resource: 'image', reference: 'bsuybox:1.36'})).toMatchObject({
        state: 'absent',
        similar: [busybox],
      });
      expect(await observe({resource: 'image', reference: 'gb-web:very-new'})).toEqual({
        state: 'absent',
        similar: ['gb-web:1'],
      });
      expect(await observe({resource: 'image', reference: '../containers/json?x'})).toMatchObject({state: 'absent'});
    });

    test('a volume and a network with their users, and near names of missing ones', async () => {
      const volume = await observe({resource: 'volume', name: 'gb-site'});
      expect(volume).toMatchObject({object: {name: 'gb-site', usedBy: ['gb-done', 'gb-web']}});
      expect(await observe({resource: 'network', name: 'gb-shop'})).toMatchObject({
        object: {driver: 'bridge', containers: ['gb-web']},
      });
      expect(await observe({resource: 'volume', name: 'gb_site'})).toEqual({state: 'absent', similar: ['gb-site']});
      expect(await observe({resource: 'network', name: 'gb-shpo'})).toEqual({state: 'absent', similar: ['gb-shop']});
    });

    test('the log of a container, both streams, with a terminal or without', async () => {
      const seen = await observe({resource: 'logs', container: 'gb-done'});
      const lines = texts(seen, 'object', 'lines');
      expect(lines.toSorted()).toEqual(['err', 'out']);
      expect(await observe({resource: 'logs', container: 'gb-tty'})).toEqual({
        state: 'present',
        object: {lines: ['{"json": 1}']},
      });
      expect(await observe({resource: 'logs', container: 'gb-doen'})).toEqual({state: 'absent', similar: ['gb-done']});
    });

    test('files of a stopped container, through links and in volumes', async () => {
      const note = {type: 'file', content: 'hello\n', sizeBytes: 6};
      const file = (path: string, container = 'gb-done') => observe({resource: 'file', container, path});
      expect(await file('/d/note.txt')).toEqual({state: 'present', object: note});
      expect(await file('/link')).toEqual({state: 'present', object: note});
      expect(await file('/d')).toEqual({state: 'present', object: {type: 'folder', content: '', sizeBytes: 0}});
      expect(await file('/site/page')).toMatchObject({object: {content: 'kept\n'}});
      expect(await file('/site/page', 'gb-web')).toMatchObject({object: {content: 'kept\n'}});
      expect(await file('/d/note.tx')).toEqual({state: 'absent', similar: ['/d/note.txt']});
      expect(await file('/nowhere/x')).toEqual({state: 'absent', similar: []});
      expect(await file('/d', 'gb-none')).toEqual({state: 'absent', similar: []});
    });

    test('a big file is cut', async () => {
      await run('gb-big', {Cmd: ['sh', '-c', 'dd if=/dev/zero of=/big bs=1M count=64 2>/dev/null']});
      const seen = await observe({resource: 'file', container: 'gb-big', path: '/big'});
      expect(seen).toMatchObject({object: {sizeBytes: 64 * 1024 * 1024, content: '\0'.repeat(65_536)}});
    });

    test('everything at once, with the last words of what has ended', async () => {
      const seen = await surveyDocker(docker);
      const named = (name: string) => seen.containers.find((view) => view.name === name);
      expect(named('gb-tty')?.lastLines).toEqual(['{"json": 1}']);
      expect(named('gb-web')).not.toHaveProperty('lastLines');
      expect(seen.images.flatMap((image) => image.tags)).toEqual(expect.arrayContaining([busybox, 'gb-web:1']));
      expect(seen.volumes.map((volume) => volume.name)).toContain('gb-site');
      expect(seen.networks.find((network) => network.name === 'gb-shop')?.containers).toEqual(['gb-web']);
    });

    test('a published port with nothing behind it is told from one that nobody publishes', async () => {
      const seen = await observeHttp('http://127.0.0.1:18150/');
      expect(seen).toMatchObject({reason: {cause: 'connection-closed', params: {port: 18150}}});
      expect(await observeHttp('http://127.0.0.1:18199/')).toMatchObject({reason: {cause: 'nothing-listens'}});
    });
  },
  {images: [busybox]},
);

describeWithDocker(
  'a real registry',
  (real) => {
    test('shows a pushed tag with the digest that Docker has of it', async () => {
      const docker = await createDockerClient({socketPath: real.host.slice('unix://'.length)});
      const registry = await startRegistry({host: real.host, prefix: 'gb'});
      const reference = `${registry.address}/gb-push:1`;
      try {
        await docker.getImage(busybox).tag({repo: `${registry.address}/gb-push`, tag: '1'});
        const progress = await docker
          .getImage(reference)
          .push({authconfig: {username: '', password: '', serveraddress: ''}});
        await new Promise((resolve, reject) =>
          docker.modem.followProgress(progress, (error: unknown) => (error ? reject(error) : resolve(undefined))),
        );
        const image = await observeDocker(docker, {api: 'docker', resource: 'image', reference});
        const digests = texts(image, 'object', 'digests');
        const seen = await observeRegistry(reference);
        const digest = digests.find((one) => one.startsWith(`${registry.address}/gb-push@`))?.split('@')[1];
        expect(seen).toMatchObject({state: 'present', object: {tag: '1', tags: ['1'], digest}});
        expect(await observeRegistry(`${registry.address}/gb-pusch:1`)).toEqual({
          state: 'absent',
          similar: [`${registry.address}/gb-push`],
        });
        expect(await observeRegistry(`${registry.address}/gb-push:2`)).toMatchObject({
          object: {digest: '', tags: ['1']},
        });
      } finally {
        await docker.getImage(reference).remove();
        await registry.stop();
      }
    });
  },
  {images: [busybox, 'registry:2']},
);

test('without a daemon everything is unreachable, with the reason, and nothing is thrown', async () => {
  const docker = await createDockerClient({socketPath: '/nowhere/d'});
  const subject = {api: 'docker', resource: 'container', name: 'web'} as const;
  const reason = {cause: 'docker-not-running', params: {endpoint: '', reason: 'ENOENT'}};
  expect(await observeDocker(docker, subject)).toEqual({state: 'unreachable', reason});
  expect(await surveyDocker(docker)).toEqual({containers: [], images: [], volumes: [], networks: []});
});
