import {afterAll, beforeAll, expect, it} from 'vitest';
import {createForeign, type Foreign} from '../support/foreign.ts';
import {describeWithDocker} from '../support/real-docker.ts';
import {type Mirror, startMirror} from '../support/registry.ts';
import {property, snapshot} from '../support/snapshot.ts';
import {until} from '../support/until.ts';
import {buildImage, digestOf, packArchive} from './archive.ts';
import {askEngine, engineJson} from './daemon.ts';
import {helloWorld} from './hello-world.ts';
import {loadImages} from './load.ts';
import {standIns} from './stand-ins.ts';

const lessonImages = [
  ...['hello-world:latest', 'busybox:1.36', 'alpine:3.20', 'nginx:1.27-alpine', 'registry:2'],
  'fluent/fluentd:v1.16-1',
];

it('the same image is built twice with the same bytes', async () => {
  const [one, two] = [await buildImage(helloWorld()), await buildImage(helloWorld())];
  expect(two.id).toBe(one.id);
  expect(await packArchive([two])).toEqual(await packArchive([one]));
});

describeWithDocker(
  'stand-ins in a real daemon',
  ({host}) => {
    const mine = (text: string): boolean => text.includes('ge-images');
    let mirror: Mirror;
    let foreign: Foreign | undefined;

    beforeAll(async () => {
      mirror = await startMirror({host, prefix: 'ge-images'});
    });
    afterAll(async () => {
      await foreign?.remove();
      await mirror?.stop();
    });

    it('have the ids they were built with, and never replace a real image of the same name', async () => {
      const {loaded, present, leftAlone} = await loadImages(await standIns(), host);
      expect(loaded).toEqual([]);
      expect([...present, ...leftAlone].sort()).toEqual([...lessonImages].sort());
    });

    it('leave alone what is not a stand-in', async () => {
      const official = await createForeign(host, {image: 'ge-images-official:1'});
      const [image] = await standIns();
      const renamed = image === undefined ? [] : [{...image, reference: 'ge-images-official:1'}];
      const result = await loadImages(renamed, host);
      await official.remove();
      expect(result.leftAlone).toEqual(['ge-images-official:1']);
    });

    it('share their first layer where the official ones do', async () => {
      const first = new Map(
        (await standIns()).map(({reference, layers}) => [reference, layers[0] && digestOf(layers[0])]),
      );
      expect(first.get('nginx:1.27-alpine')).toBe(first.get('alpine:3.20'));
      expect(first.get('registry:2')).toBe(first.get('alpine:3.20'));
    });

    it('hello-world ends with 0 and says hello', async () => {
      const output = await runToEnd(host, 'hello-world');
      expect(output).toMatchObject({exitCode: 0, text: expect.stringContaining('Hello from Docker!')});
    });

    it('a registry serves them under library/ without a daemon in between', async () => {
      const answer = await fetch(`http://${mirror.address}/v2/library/nginx/tags/list`);
      expect(await answer.json()).toEqual({name: 'library/nginx', tags: ['1.27-alpine']});
    });

    it('foreign objects come and go without a trace, and a snapshot sees them', async () => {
      const before = await snapshot(host, mine);
      foreign = await createForeign(host, {
        container: 'ge-images-web',
        image: 'ge-images-web:1',
        volume: 'ge-images-pages',
        network: 'ge-images-shop',
      });
      const during = await snapshot(host, mine);
      expect(during.containers).toHaveLength(before.containers.length + 1);
      expect([during.images, during.volumes, during.networks].map((list) => list.length)).toEqual([1, 1, 1]);
      await foreign.remove();
      expect(await snapshot(host, mine)).toEqual(before);
    });

    it('a foreign name that is taken is refused, and nothing is left behind', async () => {
      const first = await createForeign(host, {volume: 'ge-images-taken'});
      const before = await snapshot(host, mine);
      await expect(
        createForeign(host, {image: 'ge-images-x:1', network: 'ge-images-x', volume: 'ge-images-taken'}),
      ).rejects.toThrow('exists already');
      expect(await snapshot(host, mine)).toEqual(before);
      await first.remove();
    });
  },
  {images: lessonImages, standIns: true},
);

async function runToEnd(host: string, image: string): Promise<{exitCode: unknown; text: string}> {
  const body = {Image: image, Tty: true};
  const created = await engineJson({host, method: 'POST', path: '/containers/create?name=ge-images-hello', body});
  const path = `/containers/${String(property(created, 'Id'))}`;
  try {
    await engineJson({host, method: 'POST', path: `${path}/start`});
    const state = await until(
      async () => property(await engineJson({host, path: `${path}/json`}), 'State'),
      (seen) => property(seen, 'Status') === 'exited',
    );
    const logs = await askEngine({host, path: `${path}/logs?stdout=1`});
    return {exitCode: property(state, 'ExitCode'), text: logs.body};
  } finally {
    await engineJson({host, method: 'DELETE', path: `${path}?force=1`});
  }
}
