import {join} from 'node:path';
import {Readable} from 'node:stream';
import {pack} from 'tar-stream';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest';
import {realClock} from '../../../src/clock.ts';
import {createDockerClient, type DockerClient} from '../../../src/sandbox/docker/client.ts';
import {text, texts} from '../../../src/sandbox/docker/read-json.ts';
import {inventoryDocker, type ResetRequest, resetDocker} from '../../../src/sandbox/docker/reset.ts';
import {type Ledger, type LedgerEntry, openLedger, sessionLabel} from '../../../src/sandbox/guard/ledger.ts';
import {createForeign, type Foreign} from '../../support/foreign.ts';
import {describeWithDocker} from '../../support/real-docker.ts';
import {type Snapshot, snapshot} from '../../support/snapshot.ts';
import {type TemporaryFolder, temporaryFolder} from '../../support/temporary-folder.ts';

const busybox = 'busybox:1.36';
/** Somebody else's. Its labels name it, and every image built on it inherits them: so ours are told from others'. */
const base = 'gb-app:1';
const session = 'gb-session';
const labels = {[sessionLabel]: session};
const nothing = {containers: [], networks: [], volumes: [], images: []};

describeWithDocker(
  'a reset on a real Docker',
  (real) => {
    let docker: DockerClient;
    let ledger: Ledger;
    let folder: TemporaryFolder;
    let foreign: Foreign;
    let before: Snapshot;

    beforeAll(async () => {
      docker = await createDockerClient({socketPath: real.host.slice('unix://'.length)});
      // Somebody else's, with the very names the learner uses.
      foreign = await createForeign(real.host, {
        container: 'gb-web',
        image: base,
        volume: 'gb-data',
        network: 'gb-net',
      });
    });
    afterAll(() => foreign.remove());

    beforeEach(async () => {
      folder = await temporaryFolder();
      ledger = await openLedger(join(folder.path, 'ledger.jsonl'), realClock);
      before = await ofOurs();
    });
    afterEach(async () => {
      // Whatever a failed test left.
      await reset({includeKept: true});
      ledger.close();
      await folder.remove();
    });

    /** Others may use the daemon at the same time: only what carries our prefix, in its name or in an inherited label. */
    const ofOurs = () => snapshot(real.host, (one) => /gb-/.test(one));
    const reset = (more: Partial<ResetRequest> = {}) =>
      resetDocker({docker, ledger, session, includeKept: false, ...more});
    const remember = (kind: LedgerEntry['kind'], name: string, id: string, more: Partial<LedgerEntry> = {}) =>
      ledger.add({kind, name, realName: name, id, keep: 'no', ...more});

    async function container(name: string, more: object = {}): Promise<string> {
      const made = await docker.createContainer({
        name: `${name}-1`,
        Image: busybox,
        Cmd: ['sleep', '3600'],
        Labels: labels,
        ...more,
      });
      remember('container', name, made.id, {realName: `${name}-1`});
      await made.start();
      return made.id;
    }

    async function network(name: string): Promise<string> {
      const {id} = await docker.createNetwork({Name: `${name}-1`, Labels: labels});
      remember('network', name, id, {realName: `${name}-1`});
      return id;
    }

    async function volume(name: string): Promise<void> {
      await docker.createVolume({Name: `${name}-1`, Labels: labels});
      remember('volume', name, `${name}-1`, {realName: `${name}-1`});
    }

    /** A classic build, labelled as the guard does it. */
    async function build(reference: string, dockerfile: string, by: Record<string, string> = labels): Promise<string> {
      const context = pack();
      context.entry({name: 'Dockerfile'}, dockerfile);
      context.finalize();
      const stream = await docker.buildImage(Readable.from(context), {t: reference, labels: by, version: '1'});
      await new Promise((resolve, reject) => {
        docker.modem.followProgress(stream, (error: unknown) => (error ? reject(error) : resolve(undefined)));
      });
      return imageId(reference);
    }

    const imageId = async (reference: string) => text(await docker.getImage(reference).inspect(), 'Id');

    test('removes everything the learner made and nothing of the same names', async () => {
      await network('gb-net');
      await volume('gb-data');
      const id = await container('gb-web', {
        HostConfig: {Binds: ['gb-data-1:/data'], NetworkMode: 'gb-net-1'},
        Volumes: {'/anonymous': {}},
      });
      for (const mount of (await docker.getContainer(id).inspect()).Mounts)
        if (mount.Name && mount.Name !== 'gb-data-1') remember('volume', mount.Name, mount.Name);
      const built = await build('gb-mine:1', `FROM ${base}\nRUN echo ${Date.now()} > /x\nENV A=1\nCMD ["true"]\n`);
      remember('image', 'gb-mine:1', built);
      await docker.getImage('gb-mine:1').tag({repo: 'gb-mine', tag: '2'});
      remember('image', 'gb-mine:2', built);
      await docker.getImage('gb-app:1').tag({repo: 'gb-other', tag: '1'});
      remember('image', 'gb-other:1', foreign.imageId ?? '');
      const inventory = inventoryDocker(ledger);
      const {removed, exact, left} = await reset();
      expect(await ofOurs()).toEqual(before);
      expect(left).toEqual([]);
      expect(exact).toBe(true);
      expect(removed).toMatchObject({containers: ['gb-web'], networks: ['gb-net']});
      expect(removed.volumes).toContain('gb-data');
      expect(removed.images.toSorted()).toEqual(['gb-mine:1', 'gb-mine:2', 'gb-other:1']);
      expect({...inventory, volumes: [], images: []}).toEqual({...removed, volumes: [], images: []});
      expect(ledger.entries()).toEqual([]);
      expect(await reset()).toEqual({removed: nothing, exact: true, left: []});
    });

    test('to a checkpoint leaves what is older, and says when that was changed', async () => {
      const older = await container('gb-old');
      await volume('gb-old-data');
      const checkpoint = ledger.head();
      const there = await ofOurs();
      const young = await network('gb-young');
      await docker.getNetwork(young).connect({Container: older});
      await container('gb-new');
      expect(inventoryDocker(ledger, checkpoint)).toMatchObject({containers: ['gb-new'], networks: ['gb-young']});
      expect(await reset({to: checkpoint})).toMatchObject({
        removed: {containers: ['gb-new'], networks: ['gb-young'], volumes: [], images: []},
        exact: true,
      });
      expect(await ofOurs()).toEqual(there);
      const entry = ledger.find('container', 'gb-old');
      if (entry) ledger.touch(entry);
      expect(inventoryDocker(ledger, checkpoint)).toMatchObject({containers: ['gb-old'], volumes: ['gb-old-data']});
      expect(await reset({to: checkpoint})).toMatchObject({removed: nothing, exact: false});
    });

    test('forgets what is gone already, and what somebody put in its place', async () => {
      const id = await container('gb-gone');
      await docker.getContainer(id).remove({force: true});
      remember('volume', 'gb-data', 'gb-data');
      remember('network', 'gb-none', 'f'.repeat(64));
      remember('image', 'gb-app:1', `sha256:${'f'.repeat(64)}`);
      expect(await reset()).toEqual({removed: nothing, exact: true, left: []});
      expect(ledger.entries()).toEqual([]);
      expect(await ofOurs()).toEqual(before);
    });

    test('does not touch a container of that id without the label, and says so', async () => {
      remember('container', 'gb-web', foreign.containerId ?? '');
      const {removed, exact, left} = await reset();
      expect(removed).toEqual(nothing);
      expect(exact).toBe(false);
      expect(left).toEqual([{kind: 'container', name: 'gb-web', reason: expect.stringContaining('label')}]);
      expect(await ofOurs()).toEqual(before);
      ledger.remove('container', 'gb-web');
    });

    test('leaves what somebody else uses, in the ledger too, and removes it when it is free', async () => {
      const id = await network('gb-busy');
      const guest = foreign.containerId ?? '';
      await docker.getNetwork(id).connect({Container: guest});
      expect(await reset()).toMatchObject({exact: false, left: [{kind: 'network', name: 'gb-busy'}]});
      await docker.getNetwork(id).disconnect({Container: guest});
      expect(await reset()).toMatchObject({removed: {networks: ['gb-busy']}, exact: true});
    });

    test('only hides images that are kept; clean removes those of the course, never foreign ones', async () => {
      const course = await build('gb-course:1', `FROM ${base}\nLABEL gb=course\n`);
      remember('image', 'gb-course:1', course, {keep: 'course'});
      remember('image', 'gb-app:1', foreign.imageId ?? '', {keep: 'foreign'});
      expect((await reset()).removed.images.toSorted()).toEqual(['gb-app:1', 'gb-course:1']);
      expect([ledger.hidden('gb-app:1'), ledger.hidden('gb-course:1')]).toEqual([true, true]);
      expect(await imageId('gb-course:1')).toBe(course);
      expect(inventoryDocker(ledger).images).toEqual([]);
      expect((await reset()).removed.images).toEqual([]);
      expect((await reset({includeKept: true})).removed.images).toEqual(['gb-course:1']);
      expect(await ofOurs()).toEqual(before);
      expect(ledger.entries()).toEqual([]);
    });

    test('takes along what rebuilding left untagged, but not what a stranger built on it', async () => {
      const stamp = Date.now();
      const first = await build('gb-mine:1', `FROM ${base}\nRUN echo ${stamp} > /x\n`);
      const stranger = await docker.createContainer({name: 'gb-stranger', Image: first, Cmd: ['true']});
      // Untagged, and it inherits our label.
      const child = text(await stranger.commit({}), 'Id');
      await stranger.remove();
      const second = await build('gb-mine:1', `FROM ${base}\nRUN echo ${stamp} > /y\n`);
      remember('image', 'gb-mine:1', await build('gb-mine:1', `FROM ${base}\nRUN echo ${stamp} > /z\n`));
      expect((await reset()).removed.images).toEqual(['gb-mine:1', second.slice(7, 19)]);
      expect((await docker.getImage(child).inspect()).Config.Labels).toMatchObject(labels);
      await docker.getImage(child).remove();
      await reset();
      expect(await ofOurs()).toEqual(before);
    });

    test('leaves the steps of an older build that the learner found in the cache', async () => {
      const dockerfile = `FROM ${base}\nRUN echo ${Date.now()} > /x\n`;
      const older = text(
        await docker.getImage(await build('gb-cache:1', `${dockerfile}CMD ["a"]\n`, {})).inspect(),
        'Parent',
      );
      await docker.getImage('gb-cache:1').remove({noprune: true});
      ledger.close();
      ledger = await openLedger(join(folder.path, 'later.jsonl'), realClock);
      const mine = await build('gb-mine:1', dockerfile);
      expect((await docker.getImage(mine).inspect()).Parent).toBe(older);
      remember('image', 'gb-mine:1', mine);
      await reset();
      expect(text(await docker.getImage(older).inspect(), 'Id')).toBe(older);
      await docker.getImage(older).remove();
      expect(await ofOurs()).toEqual(before);
    });

    test('without Docker fails with a fix, loses nothing, and goes on later', async () => {
      await container('gb-later');
      const dead = await createDockerClient({socketPath: '/nowhere/d'});
      const failed = resetDocker({docker: dead, ledger, session, includeKept: false});
      await expect(failed).rejects.toMatchObject({code: 'DOCKER_NOT_REACHABLE', fix: expect.any(String)});
      expect(ledger.entries()).toHaveLength(1);
      expect(await reset()).toMatchObject({removed: {containers: ['gb-later']}});
    });

    test('waits for a container that is being removed already', async () => {
      const id = await container('gb-twice');
      const [, {removed}] = await Promise.all([docker.getContainer(id).remove({force: true, v: true}), reset()]);
      expect(removed.containers.length).toBeLessThanOrEqual(1);
      expect(texts(await ofOurs(), 'containers')).toEqual(before.containers);
    });
  },
  {images: [busybox]},
);
