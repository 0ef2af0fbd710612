import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {packArchive} from '../../images/archive.ts';
import {askEngine} from '../../images/daemon.ts';
import {pushImage} from '../../images/push.ts';
import {standIns} from '../../images/stand-ins.ts';
import {createForeign, type Foreign} from '../../support/foreign.ts';
import {describeWithDocker} from '../../support/real-docker.ts';
import {type Mirror, startRegistry} from '../../support/registry.ts';
import {type Snapshot, snapshot} from '../../support/snapshot.ts';
import {openRig, type Rig, run} from './rig.ts';

async function ok(rig: Rig, ...args: readonly string[]): Promise<string> {
  const {code, out, err} = await rig.docker(args);
  expect(code, `docker ${args.join(' ')}: ${err}`).toBe(0);
  return out.trim();
}

async function buildFrom(rig: Rig, dockerfile: string, ...options: readonly string[]): Promise<string> {
  await writeFile(join(rig.work, 'Dockerfile'), dockerfile);
  return ok(rig, 'build', ...options, '.');
}

describeWithDocker(
  'images through the guard',
  ({host}) => {
    let rig: Rig;
    let registry: Mirror;
    let foreign: Foreign[];
    let before: Snapshot;
    let port: string;
    let busyboxBefore: string;
    // Not the whole inspect: the daemon keeps the time of the last tag.
    const busybox = async (): Promise<string> => {
      const {body} = await askEngine({host, path: '/images/busybox:1.36/json'});
      return /"RepoTags":.*?"Parent"/.exec(body)?.[0] ?? '';
    };
    const foreignOnly = (): Promise<Snapshot> => snapshot(host, (text) => text.includes('"foreign"'));
    const idOnMachine = async (reference: string): Promise<string> => {
      const {status, body} = await askEngine({host, path: `/images/${reference}/json`});
      return status === 200 ? (/"Id":"(sha256:[0-9a-f]+)"/.exec(body)?.[1] ?? '') : '';
    };
    const shown = (...args: readonly string[]): Promise<string> =>
      ok(rig, 'images', '--format', '{{.Repository}}:{{.Tag}}', ...args);

    beforeAll(async () => {
      registry = await startRegistry({host, prefix: 'ga'});
      port = registry.address.split(':')[1] ?? '';
      const images = await standIns();
      const alpine = images.find(({reference}) => reference === 'alpine:3.20');
      if (!alpine) throw new Error('there is no stand-in for alpine:3.20');
      for (const reference of ['ga-mir:1', 'ga-taken:1', 'ga-kept:1'])
        await pushImage({...alpine, reference}, registry.address);
      foreign = await Promise.all(
        ['ga-taken:1', 'ga-built:1', `localhost:${port}/ga-ship:1`, 'ga-loaded:1'].map((image) =>
          createForeign(host, {image}),
        ),
      );
      before = await foreignOnly();
      busyboxBefore = await busybox();
      rig = await openRig({host, mirror: registry.address, courseImages: ['ga-kept:1']});
    });

    afterAll(async () => {
      await rig?.close();
      for (const made of foreign ?? []) await made.remove();
      await registry?.stop();
    });

    it('hides what was on the machine before the course until it is pulled', async () => {
      expect(await shown()).toBe('');
      expect((await rig.docker(['image', 'inspect', 'busybox:1.36'])).err).toMatch(/No such image: busybox:1\.36/);
      expect((await rig.docker(['create', '--pull', 'never', 'busybox:1.36'])).err).toMatch(
        /No such image: busybox:1\.36/,
      );
    });

    it('answers a pull from this machine when the registry cannot give it, and says so', async () => {
      expect(await ok(rig, 'pull', 'busybox:1.36')).toMatch(/already on this machine; the registry did not answer/);
      expect(await shown()).toBe('busybox:1.36');
      expect(rig.ledger.find('image', 'busybox:1.36')).toMatchObject({keep: 'foreign'});
    });

    it('says what the registry said when nobody has the image', async () => {
      const {code, err} = await rig.docker(['pull', 'ga-nobody:1']);
      expect(code).toBe(1);
      expect(err).toMatch(/ga-nobody/);
      expect(err).not.toContain(registry.address);
      expect(rig.guard.calls(0).at(-1)).toMatchObject({verb: 'image pull', target: 'ga-nobody:1'});
      expect(rig.guard.calls(0).at(-1)?.status).toBeGreaterThanOrEqual(400);
    });

    it("pulls from the mirror under the learner's name, and leaves no trace of the mirror", async () => {
      const said = await ok(rig, 'pull', 'ga-mir:1');
      expect(said).toMatch(/Pulling from library\/ga-mir[\s\S]*Status: .*ga-mir:1/);
      expect(said).not.toContain(registry.address);
      expect(await shown('ga-mir')).toBe('ga-mir:1');
      expect(await idOnMachine(`${registry.address}/library/ga-mir:1`)).toBe('');
      expect(rig.ledger.find('image', 'ga-mir:1')).toMatchObject({keep: 'no', realName: 'ga-mir:1'});
    });

    it('pulls an image that run misses, and keeps an image of the course over rmi', async () => {
      expect(await ok(rig, 'run', '--rm', 'ga-kept:1', 'echo', 'ran')).toBe('ran');
      expect(rig.ledger.find('image', 'ga-kept:1')).toMatchObject({keep: 'course'});
      expect(await ok(rig, 'rmi', 'ga-kept:1')).toMatch(/^Untagged: ga-kept:1/);
      expect(await shown('ga-kept')).toBe('');
      expect(await idOnMachine('ga-kept:1')).not.toBe('');
      expect((await rig.docker(['rmi', 'ga-kept:1'])).err).toMatch(/No such image: ga-kept:1/);
      expect(await ok(rig, 'pull', 'ga-kept:1')).toMatch(/Status: /);
      expect(rig.ledger.find('image', 'ga-kept:1')).toMatchObject({keep: 'course'});
    });

    it("gives the learner an image of its own under a name that is somebody else's", async () => {
      const foreignId = await idOnMachine('ga-taken:1');
      await ok(rig, 'pull', 'ga-taken:1');
      expect(await idOnMachine('ga-taken:1')).toBe(foreignId);
      expect(await shown('ga-taken:1')).toBe('ga-taken:1');
      expect(await ok(rig, 'image', 'inspect', 'ga-taken:1', '--format', '{{.Id}} {{.RepoTags}}')).not.toContain(
        foreignId,
      );
      await ok(rig, 'run', '-d', '--name', 'ga-t', 'ga-taken:1', 'sleep', '1000');
      expect(await ok(rig, 'ps', '--format', '{{.Image}}')).toBe('ga-taken:1');
      expect(await ok(rig, 'inspect', 'ga-t', '--format', '{{.Config.Image}}')).toBe('ga-taken:1');
      expect(await ok(rig, 'ps', '-q', '--filter', 'ancestor=ga-taken:1')).not.toBe('');
      expect(await ok(rig, 'history', '-q', 'ga-taken:1')).not.toBe('');
      await ok(rig, 'rm', '-f', 'ga-t');
      expect(await buildFrom(rig, 'FROM ga-taken:1\nRUN busybox true\n', '-t', 'ga-on-taken:1')).toMatch(
        /Step 1\/\d+ : FROM ga-taken:1\n/,
      );
      await ok(rig, 'tag', 'ga-taken:1', 'ga-tagged:1');
      expect(await ok(rig, 'rmi', 'ga-on-taken:1', 'ga-tagged:1', 'ga-taken:1')).toMatch(/Untagged: ga-taken:1/);
      expect(await shown('ga-taken')).toBe('');
    });

    it("builds onto a name that is somebody else's", async () => {
      const foreignId = await idOnMachine('ga-built:1');
      const said = await buildFrom(rig, 'FROM busybox:1.36\nCMD ["echo", "mine"]\n', '-t', 'ga-built:1');
      expect(said).toMatch(/Successfully tagged ga-built:1$/);
      expect(await ok(rig, 'run', '--rm', 'ga-built:1')).toBe('mine');
      expect(await idOnMachine('ga-built:1')).toBe(foreignId);
      expect(rig.guard.calls(0).findLast(({verb}) => verb === 'image build')).toMatchObject({
        status: 200,
        target: 'ga-built:1',
        detail: {tags: ['ga-built:1']},
      });
      expect(await ok(rig, 'rmi', 'ga-built:1')).toMatch(/Untagged: ga-built:1[\s\S]*Deleted: /);
      expect(await idOnMachine('ga-built:1')).toBe(foreignId);
    });

    it('commits and imports onto such names too', async () => {
      await ok(rig, 'create', '--name', 'ga-c', 'busybox:1.36', 'true');
      await ok(rig, 'commit', 'ga-c', 'ga-built:1');
      expect(await shown('ga-built')).toBe('ga-built:1');
      await ok(rig, 'rm', 'ga-c');
      await ok(rig, 'rmi', 'ga-built:1');
    });

    it("ships an image whose name is also somebody else's to the registry and back, also by digest", async () => {
      const name = `localhost:${port}/ga-ship:1`;
      await ok(rig, 'tag', 'busybox:1.36', name);
      const pushed = await ok(rig, 'push', name);
      expect(pushed).toMatch(new RegExp(`refers to repository \\[localhost:${port}/ga-ship\\]`));
      const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed)?.[1] ?? '';
      expect(await ok(rig, 'image', 'inspect', name, '--format', '{{.RepoDigests}}')).toContain(
        `localhost:${port}/ga-ship@${digest}`,
      );
      await ok(rig, 'rmi', name);
      expect(await shown(`localhost:${port}/*`)).toBe('');
      await ok(rig, 'pull', name);
      expect(await shown(`localhost:${port}/*`)).toBe(name);
      expect(await ok(rig, 'run', '--rm', `localhost:${port}/ga-ship@${digest}`, 'echo', 'by digest')).toBe(
        'by digest',
      );
      await ok(rig, 'rmi', name);
      expect(await ok(rig, 'pull', `localhost:${port}/ga-ship@${digest}`)).toContain(digest);
      expect(await ok(rig, 'run', '--rm', `localhost:${port}/ga-ship@${digest}`, 'echo', 'again')).toBe('again');
      await ok(rig, 'rmi', `localhost:${port}/ga-ship@${digest}`);
    });

    it("puts a foreign tag back that load moved, and saves the learner's under its name", async () => {
      const foreignId = await idOnMachine('ga-loaded:1');
      const alpine = (await standIns()).find(({reference}) => reference === 'alpine:3.20');
      if (!alpine) throw new Error('there is no stand-in for alpine:3.20');
      await writeFile(join(rig.work, 'load.tar'), await packArchive([{...alpine, reference: 'ga-loaded:1'}]));
      expect(await ok(rig, 'load', '-i', 'load.tar')).toBe('Loaded image: ga-loaded:1');
      expect(await idOnMachine('ga-loaded:1')).toBe(foreignId);
      expect(await ok(rig, 'image', 'inspect', 'ga-loaded:1', '--format', '{{.Id}}')).toBe(alpine.id);
      await ok(rig, 'save', '-o', 'saved.tar', 'ga-loaded:1');
      const manifest = await run(['tar', '-xOf', 'saved.tar', 'manifest.json', 'repositories'], {
        env: rig.env,
        cwd: rig.work,
      });
      expect(manifest.out).toMatch(/"RepoTags":\["ga-loaded:1"\]/);
      expect(manifest.out).not.toContain('k8s-learn');
      await ok(rig, 'rmi', 'ga-loaded:1');
    });

    it('knows what a failed and a multi-stage build leave behind', async () => {
      await writeFile(join(rig.work, 'Dockerfile'), 'FROM busybox:1.36\nRUN echo ga-failed > /x\nRUN exit 1\n');
      expect(await rig.docker(['build', '.'])).toMatchObject({code: 1});
      const multi = 'FROM busybox:1.36 AS one\nRUN echo ga-multi > /x\nFROM busybox:1.36\nCOPY --from=one /x /y\n';
      await buildFrom(rig, multi, '-t', 'ga-multi:1');
      const dangling = (await ok(rig, 'images', '-q', '--filter', 'dangling=true')).split('\n').filter(Boolean);
      expect(dangling).toHaveLength(2);
      expect(await ok(rig, 'image', 'prune', '-f')).toMatch(/deleted: sha256/i);
      expect(await ok(rig, 'images', '-q', '--filter', 'dangling=true')).toBe('');
      await ok(rig, 'rmi', 'ga-multi:1');
    });

    it('makes the image a build starts from visible, as a pull does, and brings it through the mirror', async () => {
      await ok(rig, 'rmi', 'ga-mir:1', 'busybox:1.36');
      await buildFrom(rig, 'ARG BASE=ga-mir:1\nFROM $BASE\nLABEL a=b\n', '-q', '-t', 'ga-q:1');
      expect((await shown()).split('\n')).toEqual(expect.arrayContaining(['ga-mir:1', 'ga-q:1']));
      await buildFrom(rig, 'FROM busybox:1.36\nLABEL a=b\n', '-t', 'ga-q:2');
      expect((await shown()).split('\n')).toContain('busybox:1.36');
      await ok(rig, 'rmi', 'ga-q:1', 'ga-q:2');
    });

    it("does not remove an image that a container of the learner's uses", async () => {
      await ok(rig, 'create', '--name', 'ga-u', 'busybox:1.36', 'true');
      expect((await rig.docker(['rmi', 'busybox:1.36'])).err).toMatch(
        /conflict: unable to remove repository reference "busybox:1\.36" \(must force\) - container [0-9a-f]{12} is using/,
      );
      expect((await rig.docker(['rmi', (await ok(rig, 'images', '-q', 'busybox:1.36')).slice(0, 8)])).err).toMatch(
        /conflict: unable to delete [0-9a-f]{12} \(must be forced\) - image is being used by stopped container/,
      );
      await ok(rig, 'rm', 'ga-u');
    });

    it("prunes all images of the learner's and no other", async () => {
      await ok(rig, 'tag', 'busybox:1.36', 'ga-prune:1');
      const said = await ok(rig, 'image', 'prune', '-af');
      expect(said).toMatch(/untagged: ga-prune:1/i);
      expect(await shown()).toBe('');
      expect(await idOnMachine('busybox:1.36')).not.toBe('');
    });

    it('leaves the machine as it was', async () => {
      await ok(rig, 'pull', 'ga-taken:1');
      await buildFrom(rig, 'FROM ga-taken:1\nRUN busybox echo last\n', '-t', 'ga-built:1');
      const made = [
        ...new Set(
          rig.ledger
            .entries()
            .filter(({keep}) => keep === 'no')
            .map(({realName}) => realName),
        ),
      ];
      await rig.close();
      for (const reference of [...made, 'ga-kept:1', 'ga-mir:1'])
        expect(await idOnMachine(reference), reference).toBe('');
      expect(await foreignOnly()).toEqual(before);
      expect(await busybox()).toBe(busyboxBefore);
      rig = await openRig({host});
    });
  },
  {images: ['busybox:1.36', 'registry:2'], standIns: true},
);
