import {readdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {afterAll, beforeAll, expect, it, onTestFinished} from 'vitest';
import {describeWithDocker} from '../support/real-docker.ts';
import {snapshot} from '../support/snapshot.ts';
import {type Course, makeStep, quizStep, writeCourse} from './course.ts';
import {createLearner, endWithTest, type Installed, installProgram, type Learner, noRegistry} from './program.ts';

describeWithDocker(
  'rehearse',
  (docker) => {
    let program: Installed;
    const mine = (text: string): boolean => text.includes('gk-reh');

    beforeAll(async () => {
      program = await installProgram();
    });
    afterAll(() => program.remove());

    function learnerOf(course: Course): Learner {
      const learner = createLearner({
        program,
        args: ['--course', course.folder, ...noRegistry],
        env: {DOCKER_HOST: docker.host},
      });
      onTestFinished(async () => {
        await learner.remove();
        course.remove();
      });
      return learner;
    }
    function rehearsals(): readonly string[] {
      return readdirSync(tmpdir()).filter((name) => name.startsWith('k8sl-rehearsal-'));
    }
    const volume = makeStep({
      id: 'data',
      run: 'docker volume create gk-reh-data',
      check: '- volume: {name: gk-reh-data}',
      alternative: 'docker run --rm -v gk-reh-data:/d busybox:1.36 true',
      mistakes: [
        ['docker volume create gk-reh-dat', 'gk-reh-dat'],
        ['docker volume ls', 'gk-reh-data'],
      ],
    });

    it('proves a good course in both languages, in the exact shape, and leaves Docker as it was', async () => {
      const learner = learnerOf(writeCourse('gk-reh', [{id: 'good', steps: [volume, quizStep]}]));
      // What the learner has made is left alone.
      await learner.run(['check']);
      await learner.docker('volume', 'create', 'gk-reh-own');
      const before = await snapshot(docker.host, mine);
      const homes = rehearsals();
      const {code, stdout, stderr} = await learner.run(['rehearse', '--json', '--sandbox', 'real']);
      expect(stderr).toMatch(
        /^Lesson 1: good\n {2}proven {2}good\/data {2}[\d.]+ s\n[\s\S]*4 proven, 0 not proven, 0 skipped\n$/,
      );
      expect(code).toBe(0);
      const step = (id: string, mistakes: number, alternatives: number) => ({
        id,
        startUnmet: true,
        solutionPasses: true,
        mistakes: {declared: mistakes, answered: mistakes},
        alternatives: {declared: alternatives, passed: alternatives},
        again: true,
        ms: expect.any(Number),
      });
      const steps = [step('data', 2, 1), step('quiz', 1, 0)];
      expect(JSON.parse(stdout)).toEqual({
        sandbox: {docker: 'real', kubernetes: 'kind'},
        lessons: [
          {id: 'good', lang: 'en', steps},
          {id: 'good', lang: 'zh', steps},
        ],
        passed: 4,
        failed: 0,
        skipped: 0,
        ms: expect.any(Number),
      });
      expect(await snapshot(docker.host, mine)).toEqual(before);
      expect(rehearsals()).toEqual(homes);
    });

    it('reports a start state that passes and a solution that fails, and ends with 1', async () => {
      const passes = makeStep({
        id: 'passes',
        setup: 'docker volume create gk-reh-there',
        run: 'docker volume create gk-reh-there',
        check: '- volume: {name: gk-reh-there}',
      });
      const fails = makeStep({
        id: 'fails',
        run: 'docker volume inspect gk-reh-nowhere',
        check: '- volume: {name: gk-reh-there}\n- volume: {name: gk-reh-there, usedBy: gk-reh-box}',
        solution: 'docker run --name gk-reh-box -v gk-reh-there:/d busybox:1.36 sh -c "echo broken; exit 3"',
      });
      const learner = learnerOf(writeCourse('gk-reh', [{id: 'bad', steps: [passes, fails]}]));
      const {code, stdout, stderr} = await learner.run(['rehearse', '--json']);
      expect(code).toBe(1);
      const {lessons, passed, failed} = JSON.parse(stdout);
      expect({passed, failed}).toEqual({passed: 0, failed: 4});
      expect(lessons[0].steps).toMatchObject([
        {id: 'passes', startUnmet: false, failure: 'bad/passes: the start state already passes'},
        {
          id: 'fails',
          failure: expect.stringMatching(/^bad\/fails: the solution ended with exit code 3: [\s\S]*broken$/),
        },
      ]);
      expect(stderr).toContain('NOT PROVEN  bad/passes');
      expect(await snapshot(docker.host, mine)).toEqual({containers: [], images: [], volumes: [], networks: []});
    });

    it('knows its lessons, and says so before anything is begun', async () => {
      const learner = learnerOf(writeCourse('gk-reh', [{id: 'good', steps: [volume]}]));
      const {code, stderr} = await learner.run(['rehearse', 'god']);
      expect({code, stderr}).toEqual({
        code: 2,
        stderr: 'There is no lesson "god"; did you mean "good"?\nThere are: good\n',
      });
    });

    it('cleans up when it is interrupted, even twice, and ends with 130', async () => {
      const slow = makeStep({
        id: 'slow',
        setup: 'docker run -d --name gk-reh-box busybox:1.36 sleep 1000',
        run: 'docker volume create gk-reh-data\nsleep 60',
        check: '- volume: {name: gk-reh-data}',
      });
      const learner = learnerOf(writeCourse('gk-reh', [{id: 'good', steps: [slow]}]));
      const homes = rehearsals();
      const running = endWithTest(learner.start(['rehearse', '--json']));
      const {until} = await import('../support/until.ts');
      await until(
        () => snapshot(docker.host, mine),
        ({volumes}) => volumes.length > 0,
      );
      running.child.kill('SIGINT');
      await running.until(/./, 50).catch(() => '');
      running.child.kill('SIGINT');
      const {code, stdout} = await running.ended;
      expect(code).toBe(130);
      expect(JSON.parse(stdout)).toMatchObject({passed: 0, failed: 0, skipped: 2});
      expect(await snapshot(docker.host, mine)).toEqual({containers: [], images: [], volumes: [], networks: []});
      expect(rehearsals()).toEqual(homes);
    });
  },
  {images: ['busybox:1.36']},
);
