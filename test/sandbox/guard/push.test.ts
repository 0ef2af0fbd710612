import {afterAll, beforeAll, expect, it} from 'vitest';
import {askEngine} from '../../images/daemon.ts';
import {pushImage} from '../../images/push.ts';
import {standIns} from '../../images/stand-ins.ts';
import {createForeign, type Foreign} from '../../support/foreign.ts';
import {describeWithDocker} from '../../support/real-docker.ts';
import {type Mirror, startRegistry} from '../../support/registry.ts';
import {openRig, type Ran, type Rig, run} from './rig.ts';

describeWithDocker(
  'names shared with a registry',
  ({host}) => {
    let rig: Rig;
    let registry: Mirror;
    let foreign: Foreign[];
    let place: string;
    let busyboxId: string;
    let alpineId: string;

    const bare = (...args: readonly string[]): Promise<Ran> =>
      run(['docker', ...args], {env: {...rig.env, DOCKER_HOST: host}, cwd: rig.work});

    async function ok(...args: readonly string[]): Promise<string> {
      const {code, out, err} = await rig.docker(args);
      expect(code, `docker ${args.join(' ')}: ${err}`).toBe(0);
      return out.trim();
    }

    /** `REPOSITORY:TAG DIGEST ID` of every row, without the registry. */
    async function rows(repository: string): Promise<readonly string[]> {
      const format = '{{.Repository}}:{{.Tag}} {{.Digest}} {{.ID}}';
      const said = await ok('images', '--digests', '--no-trunc', '--format', format, `${place}/${repository}`);
      return said.replaceAll(`${place}/`, '').split('\n').filter(Boolean).toSorted();
    }

    async function digestIn(repository: string, tag: string): Promise<string> {
      const accept = {accept: 'application/vnd.docker.distribution.manifest.v2+json'};
      const path = `http://${registry.address}/v2/${repository}/manifests/${tag}`;
      const answer = await fetch(path, {method: 'HEAD', headers: accept, signal: AbortSignal.timeout(5000)});
      return answer.headers.get('docker-content-digest') ?? '';
    }

    async function tagsIn(repository: string): Promise<readonly string[]> {
      const path = `http://${registry.address}/v2/${repository}/tags/list`;
      const said = await (await fetch(path, {signal: AbortSignal.timeout(5000)})).text();
      return (/"tags":\[([^\]]*)\]/.exec(said)?.[1] ?? '').replaceAll('"', '').split(',').toSorted();
    }

    async function onMachine(reference: string): Promise<string> {
      const {body} = await askEngine({host, path: `/images/${reference}/json`});
      return /"Id":"(sha256:[0-9a-f]+)"/.exec(body)?.[1] ?? '';
    }

    beforeAll(async () => {
      registry = await startRegistry({host, prefix: 'gm'});
      place = `localhost:${registry.address.split(':')[1]}`;
      foreign = await Promise.all(
        [`${place}/gm-all:1`, `${place}/gm-all:theirs`, `${place}/gm-hidden:1`, `${place}/gm-alias:1`].map((image) =>
          createForeign(host, {image}),
        ),
      );
      rig = await openRig({host});
      await ok('pull', '-q', 'busybox:1.36');
      await ok('pull', '-q', 'alpine:3.20');
      busyboxId = await ok('images', '-q', '--no-trunc', 'busybox:1.36');
      alpineId = await ok('images', '-q', '--no-trunc', 'alpine:3.20');
    });

    afterAll(async () => {
      await rig?.close();
      for (const made of foreign ?? []) await made.remove();
      await askEngine({host, method: 'DELETE', path: `/images/${place}/gm-kept:1`});
      await registry?.stop();
    });

    it("are refused in the daemon's words when there is no such image", async () => {
      for (const args of [
        ['push', `${place}/gm-none:1`],
        ['push', `${place}/gm-none`],
        ['push', '--all-tags', `${place}/gm-none`],
        ['push', 'gm-none'],
        ['push', '-q', 'gm-none:2'],
      ]) {
        const guarded = await rig.docker(args);
        expect(guarded, args.join(' ')).toEqual(await bare(...args));
        expect(guarded.err).toMatch(/^An image does not exist locally with the tag: /);
      }
      expect(rig.guard.calls(0).at(-1)).toMatchObject({
        verb: 'image push',
        target: 'gm-none:2',
        status: 500,
        error: 'An image does not exist locally with the tag: gm-none',
      });
      const hidden = await rig.docker(['push', `${place}/gm-hidden:1`]);
      expect(hidden.err).toBe(`An image does not exist locally with the tag: ${place}/gm-hidden\n`);
      expect(await tagsIn('gm-hidden')).toEqual(['']);
    });

    it("are refused in the daemon's words when the image has another tag", async () => {
      await ok('tag', 'busybox:1.36', `${place}/gm-tag:1`);
      for (const args of [
        ['push', `${place}/gm-tag:2`],
        ['push', `${place}/gm-tag`],
      ]) {
        const guarded = await rig.docker(args);
        expect(guarded, args.join(' ')).toEqual(await bare(...args));
        expect(guarded.err).toMatch(/^tag does not exist: /);
      }
      await ok('rmi', `${place}/gm-tag:1`);
    });

    it("are pushed with all of the learner's tags, and nobody else's", async () => {
      await ok('tag', 'busybox:1.36', `${place}/gm-all:1`);
      await ok('tag', 'alpine:3.20', `${place}/gm-all:2`);
      await ok('tag', 'busybox:1.36', `${place}/gm-all:latest`);
      expect(await onMachine(`${place}/gm-all:1`)).not.toBe(busyboxId);
      const said = await ok('push', '--all-tags', `${place}/gm-all`);
      expect(said.match(/The push refers to repository/g)).toHaveLength(1);
      expect(said.match(/^(1|2|latest): digest: sha256:/gm)).toEqual([
        '1: digest: sha256:',
        '2: digest: sha256:',
        'latest: digest: sha256:',
      ]);
      expect(said).not.toMatch(/Localhost/);
      expect(await tagsIn('gm-all')).toEqual(['1', '2', 'latest']);
      expect(await digestIn('gm-all', '1')).toBe(await digestIn('gm-all', 'latest'));
      expect(await digestIn('gm-all', '1')).not.toBe(await digestIn('gm-all', '2'));
      expect(rig.guard.calls(0).at(-1)).toMatchObject({
        verb: 'image push',
        target: `${place}/gm-all`,
        status: 200,
        detail: {allTags: true, tags: ['1', '2', 'latest'].map((tag) => `${place}/gm-all:${tag}`)},
      });
    });

    it('stop at the first tag that fails, which is the end of the command', async () => {
      for (const tag of ['1', '2', '3']) await ok('tag', 'busybox:1.36', `${place}/gm-stop:${tag}`);
      await bare('rmi', `${place}/gm-stop:2`);
      const {code, err} = await rig.docker(['push', '-a', `${place}/gm-stop`]);
      expect({code, err}).toEqual({code: 1, err: `tag does not exist: ${place}/gm-stop:2\n`});
      expect(await tagsIn('gm-stop')).toEqual(['1']);
      expect(rig.guard.calls(0).at(-1)).toMatchObject({verb: 'image push', status: 500});
    });

    it('keep the digest of an image whose tag was given to another, until that is removed', async () => {
      await ok('tag', 'busybox:1.36', `${place}/gm-moved:1`);
      await ok('push', '-q', `${place}/gm-moved:1`);
      const digest = await digestIn('gm-moved', '1');
      await ok('tag', 'alpine:3.20', `${place}/gm-moved:1`);
      expect(await rows('gm-moved')).toEqual([
        `gm-moved:1 <none> ${alpineId}`,
        `gm-moved:<none> ${digest} ${busyboxId}`,
      ]);
      await ok('tag', `${place}/gm-moved@${digest}`, 'gm-back:1');
      expect(await ok('images', '-q', '--no-trunc', 'gm-back:1')).toBe(busyboxId);
      expect(await ok('run', '--rm', `${place}/gm-moved@${digest}`, 'echo', 'old')).toBe('old');
      expect(await ok('rmi', `${place}/gm-moved@${digest}`)).toContain(`@${digest}`);
      expect(await rows('gm-moved')).toEqual([`gm-moved:1 <none> ${alpineId}`]);
      expect(await onMachine(`${place}/gm-moved@${digest}`)).toBe('');
    });

    it('keep the digest of an image whose tag a pull gave to another', async () => {
      const [one, other] = (await standIns()).filter(({reference}) => /^(alpine|busybox):/.test(reference));
      if (!one || !other) throw new Error('there are no stand-ins for alpine and busybox');
      const repository = 'library/gm-pulled';
      const before = await pushImage({...one, reference: 'gm-pulled:1'}, registry.address);
      await ok('pull', '-q', `${place}/${repository}:1`);
      const after = await pushImage({...other, reference: 'gm-pulled:1'}, registry.address);
      await ok('pull', '-q', `${place}/${repository}:1`);
      expect(await rows(repository)).toEqual([
        `${repository}:1 ${after} ${other.id}`,
        `${repository}:<none> ${before} ${one.id}`,
      ]);
      await ok('tag', `${place}/${repository}@${before}`, `${place}/${repository}:old`);
      expect(await rows(repository)).toContain(`${repository}:old ${before} ${one.id}`);
      // The last tag of a repository on an image takes the digest along.
      await ok('rmi', `${place}/${repository}:old`);
      expect(await rows(repository)).toEqual([`${repository}:1 ${after} ${other.id}`]);
      expect(rig.ledger.entries().filter(({name}) => name.includes(before))).toEqual([]);
    });

    it("keep it under a name that is somebody else's too", async () => {
      await ok('tag', 'busybox:1.36', `${place}/gm-alias:1`);
      await ok('push', '-q', `${place}/gm-alias:1`);
      const digest = await digestIn('gm-alias', '1');
      await ok('tag', 'alpine:3.20', `${place}/gm-alias:1`);
      expect(await rows('gm-alias')).toEqual([
        `gm-alias:1 <none> ${alpineId}`,
        `gm-alias:<none> ${digest} ${busyboxId}`,
      ]);
      await ok('tag', `${place}/gm-alias@${digest}`, 'gm-back:2');
      expect(await ok('images', '-q', '--no-trunc', 'gm-back:2')).toBe(busyboxId);
    });

    it("keep it when the tag stays somebody else's, and leave that as it was", async () => {
      const name = `${place}/gm-kept:1`;
      await bare('tag', 'busybox:1.36', name);
      await bare('push', '-q', name);
      const digest = await digestIn('gm-kept', '1');
      await ok('pull', '-q', name);
      await ok('rmi', name);
      await ok('tag', 'alpine:3.20', name);
      expect(await rows('gm-kept'), 'what was removed does not come back').toEqual([`gm-kept:1 <none> ${alpineId}`]);
      await ok('rmi', name);
      await ok('pull', '-q', name);
      await ok('tag', 'alpine:3.20', name);
      expect(await rows('gm-kept')).toEqual([`gm-kept:1 <none> ${alpineId}`, `gm-kept:<none> ${digest} ${busyboxId}`]);
      const made = rig.ledger.entries().filter(({kind, keep}) => kind === 'image' && keep === 'no');
      await rig.close();
      for (const {realName} of made) expect(await onMachine(realName), realName).toBe('');
      expect(await onMachine(`${place}/gm-kept@${digest}`)).toBe(busyboxId);
      rig = await openRig({host});
    });
  },
  {images: ['alpine:3.20', 'busybox:1.36', 'registry:2'], standIns: true},
);
