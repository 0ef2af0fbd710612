import {execFile} from 'node:child_process';
import {appendFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, afterEach, beforeAll, expect, it, onTestFinished} from 'vitest';
import {createForeign} from '../support/foreign.ts';
import {describeWithDocker} from '../support/real-docker.ts';
import {snapshot} from '../support/snapshot.ts';
import {type Course, makeStep, writeCourse} from './course.ts';
import {createLearner, type Installed, installProgram, type Learner, noRegistry} from './program.ts';

describeWithDocker(
  'beside others',
  (docker) => {
    let program: Installed;
    let course: Course;
    let learner: Learner;

    beforeAll(async () => {
      program = await installProgram();
      course = courseWithAll('gk-bes');
      learner = newLearner();
    });
    afterEach(async () => {
      await learner.run(['clean']);
    });
    afterAll(async () => {
      await learner.remove();
      course.remove();
      program.remove();
    });

    function newLearner(of = program): Learner {
      return createLearner({
        program: of,
        args: ['--course', course.folder, ...noRegistry],
        env: {DOCKER_HOST: docker.host},
      });
    }
    /** The docker command on the bare daemon: somebody else, or the learner in a terminal without the sandbox. */
    async function bare(...args: readonly string[]): Promise<string> {
      const {stdout} = await promisify(execFile)('docker', [...args], {
        env: {...process.env, DOCKER_HOST: docker.host},
        timeout: 30_000,
      });
      return stdout.trim();
    }
    const mine = (text: string): boolean => text.includes('gk-bes');

    it("does the whole course beside objects that have its very names, and touches none of somebody else's", async () => {
      const foreign = await createForeign(docker.host, {
        container: 'gk-bes-box',
        image: 'gk-bes-image:1',
        volume: 'gk-bes-data',
        network: 'gk-bes-net',
      });
      onTestFinished(() => foreign.remove());
      const before = await snapshot(docker.host, mine);
      for (const step of ['box', 'data', 'net', 'image']) {
        expect(await learner.run(['check', `one/${step}`]), 'theirs is not seen').toMatchObject({code: 1});
        const run = await learner.run(['run', `one/${step}`]);
        expect(run).toMatchObject({code: 0});
        expect(await learner.run(['check', `one/${step}`])).toMatchObject({code: 0});
      }
      expect(await learner.docker('ps', '--format', '{{.Names}}')).toBe('gk-bes-box\n');
      expect(await learner.docker('network', 'ls', '--filter', 'name=gk-bes', '--format', '{{.Name}}')).toBe(
        'gk-bes-net\n',
      );
      const clean = await learner.run(['clean', '--json']);
      expect(JSON.parse(clean.stdout).removed).toMatchObject({
        containers: ['gk-bes-box'],
        networks: ['gk-bes-net'],
        volumes: ['gk-bes-data'],
        images: ['gk-bes-image:1'],
      });
      expect(await snapshot(docker.host, mine)).toEqual(before);
      expect(await bare('images', '-q', 'busybox:1.36')).toMatch(/^[0-9a-f]{12}$/);
    });

    it('follows what is renamed or removed on the bare socket, and still takes everything away', async () => {
      const before = await snapshot(docker.host, mine);
      for (const step of ['box', 'data', 'net']) await learner.run(['run', `one/${step}`]);
      await bare('rename', 'gk-bes-box', 'gk-bes-elsewhere');
      const renamed = await learner.run(['check', 'one/box', '--json']);
      expect(renamed.code).toBe(1);
      expect(JSON.parse(renamed.stdout).checks[0]).toMatchObject({verdict: 'unmet'});
      await bare('volume', 'rm', 'gk-bes-data');
      expect((await learner.run(['check', 'one/data'])).code).toBe(1);
      await bare('network', 'rm', 'gk-bes-net');
      expect((await learner.run(['check', 'one/net'])).code).toBe(1);
      // Somebody else takes the names that have become free.
      const foreign = await createForeign(docker.host, {container: 'gk-bes-box', volume: 'gk-bes-data'});
      onTestFinished(() => foreign.remove());
      expect((await learner.run(['check', 'one/box'])).code).toBe(1);
      expect((await learner.run(['check', 'one/data'])).code).toBe(1);
      expect((await learner.run(['clean'])).stdout).toMatch(/^containers: gk-bes-elsewhere\n/);
      const left = await snapshot(docker.host, mine);
      expect(left.containers).toHaveLength(before.containers.length + 1);
      expect(left.volumes).toHaveLength(before.volumes.length + 1);
      expect(left.networks).toEqual(before.networks);
    });

    it('forgets what disappeared while nobody watched', async () => {
      await learner.run(['run', 'one/data']);
      await learner.run(['sandbox', 'stop']);
      await bare('volume', 'rm', 'gk-bes-data');
      const foreign = await createForeign(docker.host, {volume: 'gk-bes-data'});
      onTestFinished(() => foreign.remove());
      expect((await learner.run(['check', 'one/data'])).code, 'a volume has no id but its name: the label tells').toBe(
        1,
      );
      await learner.run(['clean']);
      expect((await snapshot(docker.host, mine)).volumes).toHaveLength(1);
    });

    it('starts one background process when many commands come at once', async () => {
      await learner.run(['sandbox', 'stop']);
      const all = await Promise.all([1, 2, 3, 4].map(() => learner.run(['check', 'one/data'])));
      expect(all.map(({code, stderr}) => ({code, stderr}))).toEqual(all.map(() => ({code: 1, stderr: ''})));
      expect(await hosts(learner)).toHaveLength(1);
    });

    it('starts one, too, where the lock of a killed one is left', async () => {
      await learner.run(['check', 'one/data']);
      const [pid = 0] = await hosts(learner);
      process.kill(pid, 'SIGKILL');
      const all = await Promise.all([1, 2, 3].map(() => learner.run(['check', 'one/data'])));
      expect(all.map(({code}) => code)).toEqual([1, 1, 1]);
      const now = await hosts(learner);
      expect(now).toHaveLength(1);
      expect(now).not.toContain(pid);
    });

    it('replaces a background process of another build', async () => {
      await learner.run(['check', 'one/data']);
      const [old] = await hosts(learner);
      const newer = await installProgram();
      onTestFinished(() => newer.remove());
      appendFileSync(join(newer.folder, 'dist/cli.js'), '\n// newer\n');
      const env = {K8S_LEARN_HOME: learner.home, XDG_RUNTIME_DIR: learner.runtime};
      const updated = createLearner({
        program: newer,
        args: ['--course', course.folder],
        env: {DOCKER_HOST: docker.host, ...env},
      });
      onTestFinished(() => updated.remove());
      expect(await updated.run(['check', 'one/data'])).toMatchObject({code: 1, stderr: ''});
      const [now, ...more] = await hosts(learner);
      expect(more).toEqual([]);
      expect(now).not.toBe(old);
    });
  },
  {images: ['busybox:1.36']},
);

/** Pids of the background processes that have this learner's home. */
async function hosts({home}: Learner): Promise<readonly number[]> {
  const {readFile} = await import('node:fs/promises');
  const found: number[] = [];
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const read = (file: string): Promise<string> => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '');
    if ((await read('cmdline')).includes('__host') && (await read('environ')).includes(home)) found.push(Number(name));
  }
  return found;
}

function courseWithAll(prefix: string): Course {
  const step = (id: string, run: string, check: string) => makeStep({id, run, check});
  return writeCourse(`${prefix}-course`, [
    {
      id: 'one',
      steps: [
        step(
          'box',
          `docker run -d --name ${prefix}-box busybox:1.36 sleep 1000`,
          `- container: {name: ${prefix}-box, state: running}`,
        ),
        step('data', `docker volume create ${prefix}-data`, `- volume: {name: ${prefix}-data}`),
        step('net', `docker network create ${prefix}-net`, `- network: {name: ${prefix}-net}`),
        step('image', `docker tag busybox:1.36 ${prefix}-image:1`, `- image: {reference: "${prefix}-image:1"}`),
      ],
    },
  ]);
}
