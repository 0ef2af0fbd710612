import {describe, expect, it} from 'vitest';
import type {Image} from '../../../../../src/sandbox/embedded/docker-api/images/image.ts';
import {parseReference} from '../../../../../src/sandbox/embedded/docker-api/images/reference.ts';
import {type ImageEngine, imageEngine} from './harness.ts';

const post = {method: 'POST'} as const;
const remove = {method: 'DELETE'} as const;

async function withTiny(): Promise<ImageEngine> {
  const engine = imageEngine();
  await engine.lines('/images/create?fromImage=tiny&tag=1.0', post);
  return engine;
}

/** An image of the configuration alone, as a build makes it. */
function child(engine: ImageEngine, parent: Image, name?: string): Promise<Image> {
  return engine.daemon.images
    .add({
      parent,
      config: {...parent.file.config, Cmd: [`child of ${parent.id}`]},
      history: {created: '2026-01-01T00:00:00Z', created_by: '/bin/sh -c #(nop)  CMD'},
    })
    .then((image) => {
      if (name !== undefined) engine.daemon.images.tag(image, parseReference(name));
      return engine.daemon.images.require(image.id);
    });
}

function short({id}: Image): string {
  return id.slice(7, 19);
}

describe('docker rmi', () => {
  it('removes a name, its digests with the last one, then the image and its layers', async () => {
    const engine = await withTiny();
    const image = engine.daemon.images.require('tiny:1.0');
    await engine.call('/images/tiny:1.0/tag?repo=other&tag=2', post);
    expect((await engine.call('/images/other:2', remove)).body).toEqual([{Untagged: 'other:2'}]);
    expect((await engine.call('/images/tiny:1.0', remove)).body).toEqual([
      {Untagged: 'tiny:1.0'},
      {Untagged: expect.stringMatching(/^tiny@sha256:/)},
      {Deleted: image.id},
      ...[...image.layers].reverse().map(({chainId}) => ({Deleted: chainId})),
    ]);
    expect(engine.daemon.images.list()).toEqual([]);
    expect(engine.events.map(({action}) => action)).toEqual(['pull', 'tag', 'untag', 'untag', 'delete']);
    expect(engine.events.at(-1)?.attributes).toEqual({name: image.id});
  });

  it('of what is not there is 404, of what is no name 400', async () => {
    const engine = await withTiny();
    expect(await engine.call('/images/tiny', remove)).toMatchObject({
      status: 404,
      body: {message: 'No such image: tiny:latest'},
    });
    expect((await engine.call('/images/Bad', remove)).status).toBe(400);
  });

  it('by id removes all names of one repository, and refuses when there are several', async () => {
    const engine = await withTiny();
    const image = engine.daemon.images.require('tiny:1.0');
    await engine.call('/images/tiny:1.0/tag?repo=other', post);
    expect(await engine.call(`/images/${short(image)}`, remove)).toMatchObject({
      status: 409,
      body: {
        message: `conflict: unable to delete ${short(image)} (must be forced) - image is referenced in multiple repositories`,
      },
    });
    expect((await engine.call(`/images/${short(image)}?force=1`, remove)).body).toEqual([
      {Untagged: 'other:latest'},
      {Untagged: 'tiny:1.0'},
      {Untagged: expect.stringMatching(/^tiny@sha256:/)},
      {Deleted: image.id},
      {Deleted: image.layers[0]?.chainId},
    ]);
  });

  it('does not take the last name from under a container, unless forced', async () => {
    const engine = await withTiny();
    const image = engine.daemon.images.require('tiny:1.0');
    const container = engine.contain('tiny:1.0');
    expect(await engine.call('/images/tiny:1.0', remove)).toMatchObject({
      status: 409,
      body: {
        message: `conflict: unable to remove repository reference "tiny:1.0" (must force) - container ${container.id.slice(0, 12)} is using its referenced image ${short(image)}`,
      },
    });
    // The layer stays: the container stands on it.
    expect((await engine.call('/images/tiny:1.0?force=1', remove)).body).toEqual([
      {Untagged: 'tiny:1.0'},
      {Untagged: expect.stringMatching(/^tiny@sha256:/)},
      {Deleted: image.id},
    ]);
    expect(container.layer.get('etc')?.kind).toBe('directory');
  });

  it('by id names the container that is in the way, and forces a stopped one alone', async () => {
    const engine = await withTiny();
    const image = engine.daemon.images.require('tiny:1.0');
    const container = engine.contain('tiny:1.0', {status: 'running'});
    const refused = async (query: string): Promise<unknown> =>
      (await engine.call(`/images/${short(image)}${query}`, remove)).body;
    const running = {
      message: `conflict: unable to delete ${short(image)} (cannot be forced) - image is being used by running container ${container.id.slice(0, 12)}`,
    };
    expect(await refused('')).toEqual(running);
    expect(await refused('?force=1')).toEqual(running);
    engine.containers.splice(0);
    engine.contain('tiny:1.0', {status: 'exited'});
    expect(await refused('')).toEqual({
      message: `conflict: unable to delete ${short(image)} (must be forced) - image is being used by stopped container ${engine.containers[0]?.id.slice(0, 12)}`,
    });
    expect(await refused('?force=1')).toContainEqual({Deleted: image.id});
  });

  it('with force takes the name from an image that runs, and leaves the image', async () => {
    const engine = await withTiny();
    engine.contain('tiny:1.0', {status: 'running'});
    expect((await engine.call('/images/tiny:1.0?force=1', remove)).body).toEqual([
      {Untagged: 'tiny:1.0'},
      {Untagged: expect.stringMatching(/^tiny@sha256:/)},
    ]);
    expect(engine.daemon.images.list()).toHaveLength(1);
  });

  it('leaves an image others were made of, whatever is forced', async () => {
    const engine = await withTiny();
    const parent = engine.daemon.images.require('tiny:1.0');
    await child(engine, parent, 'app:1');
    for (const query of ['', '?force=1'])
      expect(await engine.call(`/images/${short(parent)}${query}`, remove)).toMatchObject({
        status: 409,
        body: {
          message: `conflict: unable to delete ${short(parent)} (cannot be forced) - image has dependent child images`,
        },
      });
  });

  it('removes the steps below as well, unless it is told not to', async () => {
    const engine = await withTiny();
    const step = await child(engine, engine.daemon.images.require('tiny:1.0'));
    const top = await child(engine, step, 'app:1');
    expect((await engine.call('/images/app:1?noprune=1', remove)).body).toEqual([
      {Untagged: 'app:1'},
      {Deleted: top.id},
    ]);
    await child(engine, step, 'app:1');
    expect((await engine.call('/images/app:1', remove)).body).toEqual([
      {Untagged: 'app:1'},
      {Deleted: top.id},
      {Deleted: step.id},
    ]);
    expect(engine.daemon.images.list()).toHaveLength(1);
  });
});

describe('docker image prune', () => {
  it('removes dangling images, and with -a all that no container uses', async () => {
    const engine = await withTiny();
    await engine.lines('/images/create?fromImage=team%2Fapp&tag=1', post);
    const tiny = engine.daemon.images.require('tiny:1.0');
    const dangling = await child(engine, tiny);
    engine.contain('tiny:1.0');
    expect((await engine.call('/images/prune', post)).body).toEqual({
      ImagesDeleted: [{Deleted: dangling.id}],
      SpaceReclaimed: 0,
    });
    const all = encodeURIComponent('{"dangling":{"false":true}}');
    const {body} = await engine.call(`/images/prune?filters=${all}`, post);
    expect(body).toMatchObject({
      ImagesDeleted: [{Untagged: 'team/app:1'}, {}, {}, {}],
      SpaceReclaimed: expect.any(Number),
    });
    expect(engine.daemon.images.list().map(({id}) => id)).toEqual([tiny.id]);
    expect((await engine.call('/images/prune', post)).body).toEqual({ImagesDeleted: null, SpaceReclaimed: 0});
    expect(engine.events.at(-1)).toMatchObject({action: 'prune', attributes: {reclaimed: '0'}});
  });

  it.each([
    ['{"nope":["x"]}', 400, "invalid filter 'nope'"],
    ['{"dangling":["x"]}', 400, "invalid filter 'dangling=[x]'"],
    ['{"until":["x"]}', 500, 'failed to parse value as time or duration: "x"'],
    ['nope', 400, 'invalid filters: "nope" is no JSON object'],
  ])('refuses %s', async (filters, status, message) => {
    const answer = await imageEngine().call(`/images/prune?filters=${encodeURIComponent(filters)}`, post);
    expect([answer.status, answer.body]).toEqual([status, {message}]);
  });
});
