import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {spawn as spawnPty} from '@lydell/node-pty';
import {afterAll, beforeAll, beforeEach, expect, it, onTestFinished} from 'vitest';
import {emptyFolder} from '../support/empty-folder.ts';
import {describeWithDocker} from '../support/real-docker.ts';
import {until} from '../support/until.ts';
import {type Course, smallCourse} from './course.ts';
import {
  createLearner,
  endWithTest,
  type Installed,
  installProgram,
  type Learner,
  noRegistry,
  type Running,
} from './program.ts';
import {openRelay} from './relay.ts';

describeWithDocker(
  'the tutorial as plain text',
  (docker) => {
    let program: Installed;
    let course: Course;
    let learner: Learner;

    beforeAll(async () => {
      program = await installProgram();
      course = smallCourse('gk-tut');
      learner = newLearner();
    });
    afterAll(async () => {
      await learner.remove();
      course.remove();
      program.remove();
    });
    // Nothing entered yet: the step is built from nothing, whatever the test before left.
    beforeEach(() => {
      rmSync(join(learner.home, 'progress.json'), {force: true});
    });

    function newLearner(env: NodeJS.ProcessEnv = {}): Learner {
      return createLearner({
        program,
        args: ['--course', course.folder, ...noRegistry],
        env: {DOCKER_HOST: docker.host, ...env},
      });
    }
    function open(...args: readonly string[]): Running {
      return endWithTest(learner.start(['--plain', ...args]));
    }
    function makeBox(of = learner): Promise<string> {
      return of.docker('run', '-d', '--name', 'gk-tut-box', 'busybox:1.36', 'sleep', '1000');
    }

    it('prints the step, each change of a verdict as it happens, moves on by itself, and ends with the lesson', async () => {
      const loop = open('begin');
      await loop.until(/Make box \(step 1 of 3\)[\s\S]*Type:\n {4}docker run -d --name gk-tut-box/);
      expect(loop.stderr()).toContain('Work in another terminal: k8s-learn shell');
      await learner.docker('create', '--name', 'gk-tut-box', 'busybox:1.36', 'sleep', '1000');
      await loop.until(/not yet: container gk-tut-box\n {4}.*created/);
      await learner.docker('start', 'gk-tut-box');
      await loop.until(/passed: container gk-tut-box\n[\s\S]*Make data \(step 2 of 3\)/);
      // A note, and so on the other stream: which of the two is read first, nobody says.
      await loop.until(/Passed\. Going on\.\n/);
      await learner.docker('volume', 'create', 'gk-tut-data');
      await loop.until(/Which\? \(step 3 of 3\)[\s\S]*Choose with: answer 1,3/);
      loop.type('answer 2');
      await loop.until(/2\. That \(not so\)\n {5}Because not\./);
      loop.type('answer 3 1');
      await loop.until(
        /1\. This \(right\)[\s\S]*Lesson done: About begin\nTo remember:\n {2}One\.\n[\s\S]*Next: Make net/,
      );
      loop.type('next');
      await loop.until(/Lesson 2: About later[\s\S]*Make net \(step 1 of 1\)/);
      loop.child.stdin?.end();
      expect(await loop.ended).toMatchObject({code: 0});
      expect(learner.progress()).toMatchObject({
        courses: {'gk-tut-course': {current: {lesson: 'later', step: 'net'}}},
      });
    });

    it('obeys piped words in order, each when the one before is done, and ends with the input', async () => {
      const input = 'check\nhint\nhint\nsolution\nhnit\nanswer 1\nnext\nshow\nreset\ncheck\n';
      const {code, stdout, stderr} = await learner.run(['--plain', 'begin'], {input});
      expect(code).toBe(0);
      const order = [
        'Make box (step 1 of 3)',
        'not yet: container gk-tut-box',
        'Hint 1 of 2:\nLook at box.',
        'Hint 2 of 2:\nMake box.',
        'Solution (it counts as shown):\ndocker run -d --name gk-tut-box',
        '"hnit" is no command here.',
        'Make data (step 2 of 3)',
        'Make data (step 2 of 3)',
        'Make data (step 2 of 3)',
        'not yet: volume gk-tut-data',
      ];
      let rest = stdout;
      for (const part of order) {
        expect(rest).toContain(part);
        rest = rest.slice(rest.indexOf(part) + part.length);
      }
      // Going on without a passed step replays it.
      expect(stderr).toContain('The step box is no quiz.');
      expect(stderr).toContain('Preparing: 1 of 1, Make box');
    });

    it('says everything in Chinese', async () => {
      const {code, stdout, stderr} = await learner.run(['--plain', 'begin', '--lang', 'zh'], {
        input: 'check\nhint\nquit\n',
      });
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /第 1 课：关于 begin[\s\S]*创建 box（第 1 步，共 3 步）[\s\S]*还差一步：container gk-tut-box[\s\S]*提示 1\/2/,
      );
      expect(stderr).toMatch(/请在另一个终端里操作/);
    });

    it('prints the step and ends when there is no input at all', async () => {
      const {code, stdout, stderr} = await learner.run([], {input: ''});
      expect(code).toBe(0);
      expect(stderr).toContain('No terminal here, so the course runs as plain text.');
      expect(stdout).toContain('Make box (step 1 of 3)');
    });

    it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with 130 at %s', async (signal) => {
      const loop = open();
      await loop.until(/Make \w+ \(step/);
      loop.child.kill(signal);
      expect(await loop.ended).toMatchObject({code: 130, signal: null});
      expect(readdirSync(learner.home)).not.toContain('open.lock');
    });

    it('works in a terminal: typed words, ^C and ^D', async () => {
      const open = (): {all: () => string; write(text: string): void; ended: Promise<number>} => {
        let all = '';
        const args = [program.script, '--course', course.folder, '--plain'];
        const pty = spawnPty(process.execPath, args, {env: {...learner.env, TERM: 'xterm'}, cols: 80, rows: 24});
        pty.onData((text) => {
          all += text;
        });
        const ended = new Promise<number>((resolve) => pty.onExit(({exitCode}) => resolve(exitCode)));
        onTestFinished(() => {
          try {
            pty.kill('SIGKILL');
          } catch {
            // It has ended, as it should.
          }
        });
        return {all: () => all, write: (text) => pty.write(text), ended};
      };
      const first = open();
      expect(await until(first.all, (text) => text.includes('(step 1 of 3)'))).toContain('(step 1 of 3)');
      first.write('hint\r');
      expect(await until(first.all, (text) => text.includes('Look at box.'))).toContain('Look at box.');
      first.write('\x03');
      expect(await first.ended).toBe(130);
      const second = open();
      expect(await until(second.all, (text) => text.includes('(step 1 of 3)'))).toContain('(step 1 of 3)');
      second.write('\x04');
      expect(await second.ended).toBe(0);
    });

    it('keeps the progress whole through kill -9 at any moment', async () => {
      const words = ['hint', 'solution', 'reset', 'next', 'check'];
      const moments = [undefined, /Work in/, /Commands/, /\(step/, /\(step/];
      for (let round = 0; round < moments.length; round += 1) {
        const loop = endWithTest(learner.start(['--plain']));
        // From the first breath to the middle of a start state.
        const moment = moments[round];
        if (moment) await loop.until(moment);
        for (const word of words.slice(0, round)) loop.type(word);
        if (round > 2) await loop.until(/Solution/);
        loop.child.kill('SIGKILL');
        await loop.ended;
        const list = await learner.run(['list']);
        expect(list).toMatchObject({code: 0, stderr: ''});
        if (readdirSync(learner.home).includes('progress.json')) expect(learner.progress()).toBeTypeOf('object');
      }
      const again = await learner.run(['--plain', 'begin'], {input: 'check\n'});
      expect(again.code).toBe(0);
      expect(again.stderr).not.toMatch(/already open|damaged/);
    });

    it('says in a second one that it reads along, which then shows every change and saves nothing', async () => {
      const first = open('begin');
      await first.until(/step 1 of 3/);
      const second = open();
      await second.until(
        new RegExp(`already open in another terminal \\(process ${first.child.pid}\\)[\\s\\S]*step 1 of 3`),
      );
      second.type('hint');
      await second.until(/Hint 1 of 2/);
      await makeBox();
      await Promise.all([first.until(/step 2 of 3/), second.until(/step 2 of 3/)]);
      expect(learner.progress()).toMatchObject({
        courses: {'gk-tut-course': {lessons: {begin: {steps: {box: {hints: 0, passedAt: expect.any(Number)}}}}}},
      });
      // A plain look beside it leads nowhere: the first one does that.
      const check = await learner.run(['check', 'begin/box']);
      expect(check).toMatchObject({code: 0, stderr: ''});
      second.child.stdin?.end();
      expect((await second.ended).code).toBe(0);
      expect(first.child.exitCode).toBeNull();
    });

    it('keeps what another terminal saves meanwhile', async () => {
      const loop = open('begin');
      await loop.until(/step 1 of 3/);
      await learner.run(['hint', 'later']);
      loop.type('hint');
      await loop.until(/Hint 1 of 2/);
      await until(
        () => JSON.stringify(learner.progress()),
        (text) => /"box":{[^}]*"hints":1/.test(text),
      );
      expect(learner.progress()).toMatchObject({
        courses: {'gk-tut-course': {lessons: {begin: {steps: {box: {hints: 1}}}, later: {steps: {net: {hints: 1}}}}}},
      });
    });

    it('is blocked while Docker is away and goes on by itself when it is back', async () => {
      const relay = await openRelay(docker.host, join(emptyFolder(), 'engine'));
      onTestFinished(() => relay.close());
      const other = newLearner({DOCKER_HOST: `unix://${relay.socket}`});
      onTestFinished(() => other.remove());
      const loop = endWithTest(other.start(['--plain']));
      await loop.until(/step 1 of 3/);
      await relay.close();
      await loop.until(/blocked: container gk-tut-box\n {4}Docker does not answer/);
      await relay.open();
      await loop.until(/blocked[\s\S]*not yet: container gk-tut-box/);
      await makeBox(other);
      await loop.until(/step 2 of 3/);
    });

    it('says when Docker goes while a step is prepared, and tries again when told to', async () => {
      const relay = await openRelay(docker.host, join(emptyFolder(), 'engine'));
      onTestFinished(() => relay.close());
      const other = newLearner({DOCKER_HOST: `unix://${relay.socket}`});
      onTestFinished(() => other.remove());
      const loop = endWithTest(other.start(['--plain']));
      await loop.until(/step 1 of 3/);
      await relay.close();
      loop.type('next');
      await loop.until(/The step cannot begin: [\s\S]*reset tries it again\./);
      await relay.open();
      loop.type('reset');
      await loop.until(/step 2 of 3/);
    });

    it('finds a new background process when the old one is killed, with sockets and ledger as before', async () => {
      const loop = open('begin');
      await loop.until(/step 1 of 3/);
      await learner.docker('volume', 'create', 'gk-tut-kept');
      const before = JSON.parse((await learner.run(['status', '--json'])).stdout);
      process.kill(before.host.pid, 'SIGKILL');
      const after = await until(
        async () => JSON.parse((await learner.run(['status', '--json'])).stdout),
        ({host}) => host !== null && host.pid !== before.host.pid,
      );
      expect(after).toMatchObject({exists: {volumes: ['gk-tut-kept']}, sandbox: before.sandbox});
      await makeBox();
      await loop.until(/step 2 of 3/);
      // And again when it is told to stop under the loop's feet.
      await learner.run(['sandbox', 'stop']);
      await until(
        () => learner.docker('volume', 'create', 'gk-tut-data').catch(() => ''),
        (said) => said !== '',
      );
      await loop.until(/step 3 of 3/);
    });

    it('leaves the files alone when the course is cleaned while it is open, and says so', async () => {
      const loop = open('begin');
      await loop.until(/step 1 of 3/);
      await makeBox();
      await loop.until(/step 2 of 3/);
      const clean = await learner.run(['clean']);
      expect(clean).toMatchObject({code: 0});
      expect(clean.stdout).toContain('containers: gk-tut-box\n');
      expect(clean.stdout).toContain('k8s-learn is open in another terminal, so its working folders stay.');
      await learner.docker('volume', 'create', 'gk-tut-data');
      await loop.until(/step 3 of 3/);
      const status = JSON.parse((await learner.run(['status', '--json'])).stdout);
      expect(status.exists.volumes).toEqual(['gk-tut-data']);
    });

    it.skipIf(!canMount())('goes on and says so when the disk is full, and loses nothing that was saved', async () => {
      const home = emptyFolder();
      mount(home, 'size=64k');
      const other = newLearner({K8S_LEARN_HOME: home});
      await other.run(['hint', 'later']);
      const file = join(home, 'progress.json');
      const before = readFileSync(file, 'utf8');
      const loop = endWithTest(other.start(['--plain']));
      await loop.until(/step 1 of 3/);
      // The step is shown first, then it is saved that it was entered.
      const entered = await until(
        () => readFileSync(file, 'utf8'),
        (text) => text.includes('"enteredAt"'),
      );
      fill(home);
      loop.type('hint');
      await loop.until(/Hint 1 of 2[\s\S]*Your progress could not be saved \(ENOSPC\)\. The lesson goes on/);
      expect(readFileSync(file, 'utf8')).toBe(entered);
      expect(entered.length).toBeGreaterThan(before.length);
      // With room again, what could not be saved is saved with the next change.
      writeFileSync(join(home, 'filler'), '');
      loop.type('hint');
      await loop.until(/Hint 2 of 2/);
      loop.child.stdin?.end();
      expect((await loop.ended).code).toBe(0);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
        courses: {'gk-tut-course': {lessons: {begin: {steps: {box: {hints: 2}}}, later: {steps: {net: {hints: 1}}}}}},
      });
      await other.remove();
    });

    it.skipIf(!canMount())('says in a sentence that a home cannot be written to', async () => {
      const home = emptyFolder();
      mount(home, 'size=64k,ro');
      const other = newLearner({K8S_LEARN_HOME: home});
      expect((await other.run(['list'])).code).toBe(0);
      expect((await other.run(['hint'])).stderr).toContain('Your progress could not be saved (EROFS)');
      for (const args of [['check'], ['--plain']]) {
        const {code, stderr} = await other.run(args);
        expect(code).toBe(3);
        expect(stderr).toMatch(new RegExp(`${home}\\S* cannot be (created|written) \\(EROFS\\)\\.\nS.*K8S_LEARN_HOME`));
      }
      await other.remove();
    });
  },
  {images: ['busybox:1.36']},
);

function canMount(): boolean {
  return process.getuid?.() === 0 && process.platform === 'linux';
}

function mount(folder: string, options: string): void {
  const {status, stderr} = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'gk', folder], {encoding: 'utf8'});
  if (status !== 0) throw new Error(`No small disk to fill: ${stderr}`);
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
}

/** Writes until nothing more fits. */
function fill(folder: string): void {
  let size = 64 * 1024;
  let text = '';
  for (; size > 0; size = Math.floor(size / 2)) {
    try {
      writeFileSync(join(folder, 'filler'), text + 'x'.repeat(size));
      text += 'x'.repeat(size);
    } catch {
      // Too much: half of it may fit.
      writeFileSync(join(folder, 'filler'), text);
    }
  }
}
