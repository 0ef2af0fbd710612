import {execFile} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {describeWithDocker} from '../support/real-docker.ts';
import {type Mirror, mirror} from '../support/registry.ts';
import {snapshot} from '../support/snapshot.ts';
import {type Course, smallCourse} from './course.ts';
import {createLearner, type Installed, installProgram, type Learner} from './program.ts';

describeWithDocker(
  'the commands of plain mode, one after another in one course',
  (docker) => {
    let program: Installed;
    let course: Course;
    let learner: Learner;
    let room: Mirror;
    const mine = (text: string): boolean => text.includes('gk-com');

    beforeAll(async () => {
      [program, room] = await Promise.all([installProgram(), mirror({host: docker.host, prefix: 'gk'})]);
      course = smallCourse('gk-com');
      learner = createLearner({
        program,
        args: ['--course', course.folder, '--mirror', room.address],
        env: {DOCKER_HOST: docker.host},
      });
    });
    afterAll(async () => {
      await learner.remove();
      course.remove();
      program.remove();
      await room.stop();
    });

    it('builds the start state at the first look, and then says what is not there yet', async () => {
      const {code, stdout, stderr} = await learner.run(['check']);
      expect({code, stderr}).toEqual({code: 1, stderr: 'Preparing the start of "Make box" ...\n'});
      expect(stdout).toMatch(/^ {2}not yet: container gk-com-box\n {4}There is no container gk-com-box yet/);
      expect(readFileSync(join(learner.home, 'work/begin/note.txt'), 'utf8')).toBe('A note.\n');
    });

    it('has the sockets in a folder and with a mode that nobody else can use', () => {
      const [name = ''] = readdirSync(learner.runtime);
      const folder = join(learner.runtime, name);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      const sockets = readdirSync(folder).filter((file) => file.endsWith('.sock'));
      expect(sockets.sort()).toEqual(['docker.sock', 'host.sock', 'view.sock']);
      for (const socket of sockets) expect(statSync(join(folder, socket)).mode & 0o777).toBe(0o600);
    });

    it('says it as JSON, in both languages', async () => {
      const {code, stdout, stderr} = await learner.run(['check', '--json']);
      expect({code, stderr}).toEqual({code: 1, stderr: ''});
      expect(JSON.parse(stdout)).toEqual({
        lesson: 'begin',
        step: 'box',
        verdict: 'unmet',
        checks: [
          {
            check: 'container gk-com-box',
            verdict: 'unmet',
            cause: 'not-there',
            says: expect.stringContaining('There is no container gk-com-box yet'),
          },
        ],
      });
      const chinese = JSON.parse((await learner.run(['check', '--json', '--lang', 'zh'])).stdout);
      expect(chinese.checks[0]).toMatchObject({cause: 'not-there', says: expect.stringMatching(/还没有.*gk-com-box/)});
    });

    it("reaches the sandbox from another terminal's shell, and sees only ours", async () => {
      const sh = promisify(execFile);
      const line = [process.execPath, program.script, '--course', course.folder, 'sandbox', 'env'];
      const script = `eval "$(${line.map((word) => `'${word}'`).join(' ')})" && cd "$K8S_LEARN_FOLDER" && docker ps -aq | wc -l && docker pull -q busybox:1.36 && docker run --name gk-com-try busybox:1.36 true && docker ps -a --format '{{.Names}}'`;
      const env = {...learner.env, DOCKER_CONTEXT: 'nowhere'};
      const {stdout} = await sh('/bin/sh', ['-c', script], {env, timeout: 30_000});
      expect(
        stdout
          .trim()
          .split('\n')
          .map((text) => text.trim()),
      ).toEqual(['0', 'docker.io/library/busybox:1.36', 'gk-com-try']);
      const json = JSON.parse((await learner.run(['sandbox', 'env', '--json'])).stdout);
      expect(json).toMatchObject({
        set: {DOCKER_HOST: expect.stringMatching(/^unix:.*docker\.sock$/), DOCKER_BUILDKIT: '0'},
        unset: expect.arrayContaining(['DOCKER_CONTEXT', 'DOCKER_TLS_VERIFY']),
        folder: join(learner.home, 'work'),
      });
      const fish = await learner.run(['sandbox', 'env'], {env: {SHELL: '/usr/bin/fish'}});
      expect(fish.stdout).toContain("set -gx DOCKER_BUILDKIT '0'");
    });

    it('finds the real Docker from inside that shell too, when the background process must be started', async () => {
      await learner.run(['sandbox', 'stop']);
      const {set} = JSON.parse((await learner.run(['sandbox', 'env', '--json'])).stdout);
      await learner.run(['sandbox', 'stop']);
      // The default socket: where the learner's own Docker was is not known in there.
      const check = await learner.run(['check', '--json'], {env: {...set, DOCKER_HOST: set.DOCKER_HOST}});
      expect(check).toMatchObject({code: 1, stderr: ''});
    });

    it('runs a scripted shell in the sandbox', async () => {
      const {code, stdout, stderr} = await learner.run(['shell'], {
        env: {SHELL: '/bin/sh'},
        input: 'pwd\ncat note.txt\ndocker ps -a --format "{{.Names}}"\nexit 7\n',
      });
      expect({code, stdout}).toEqual({code: 0, stdout: `${learner.home}/work/begin\nA note.\ngk-com-try\n`});
      expect(stderr).toContain('A shell of the course.');
    });

    it('says that a shell cannot be had', async () => {
      const {code, stderr} = await learner.run(['shell'], {env: {SHELL: '/nowhere/sh'}});
      expect(code).toBe(3);
      expect(stderr).toMatch(/\/nowhere|ENOENT/);
    });

    it('runs the commands of a step, and check then passes and leads on', async () => {
      const run = await learner.run(['run']);
      expect(run.code).toBe(0);
      expect(run.stderr).toBe('$ docker run -d --name gk-com-box busybox:1.36 sleep 1000\n');
      expect(run.stdout).toMatch(/^[0-9a-f]{64}\n$/);
      const check = await learner.run(['check']);
      expect(check).toEqual({
        code: 0,
        signal: null,
        stdout: '  passed: container gk-com-box\nThe step is passed.\n',
        stderr: 'Next: Make data (begin/data)\nk8s-learn show prints it.\n',
      });
      expect((await learner.run(['show'])).stdout).toMatch(/^Make data/);
      expect((await learner.run(['run', 'begin/box'])).code, 'the name is taken now').toBe(1);
    });

    it('passes an earlier step again without going anywhere', async () => {
      const {code, stdout} = await learner.run(['check', 'begin/box', '--json']);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({
        lesson: 'begin',
        step: 'box',
        verdict: 'passed',
        checks: [{check: 'container gk-com-box', verdict: 'passed', says: ''}],
      });
      expect((await learner.run(['show'])).stdout).toMatch(/^Make data/);
    });

    it('says where the learner is and what there is', async () => {
      await learner.run(['run']);
      const {code, stdout} = await learner.run(['status']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/You are at: About begin \/ Make data \(begin\/data\)\nSandbox: real Docker \S+ at unix/);
      expect(stdout).toMatch(/background process \d+, \d+ MB/);
      expect(stdout).toContain('containers: gk-com-try, gk-com-box\n  volumes: gk-com-data\n  images: busybox:1.36');
      expect(JSON.parse((await learner.run(['status', '--json'])).stdout)).toMatchObject({
        step: 'data',
        sandbox: {docker: 'real'},
        host: {pid: expect.any(Number), rssBytes: expect.any(Number)},
        exists: {volumes: ['gk-com-data']},
      });
    });

    it('takes the answers of a quiz, explains them, and ends the lesson with what to remember', async () => {
      await learner.run(['check']);
      const nothing = await learner.run(['check']);
      expect(nothing.code).toBe(1);
      const half = await learner.run(['check', '--answer', '1']);
      expect(half.code).toBe(1);
      expect(half.stdout).toContain('1. This (right)\n     Because.');
      const wrong = await learner.run(['check', '--answer', '2', '--lang', 'zh']);
      expect(wrong.stdout).toContain('2. 那个（不是）\n     不是。');
      const right = await learner.run(['check', '--answer', '3,1']);
      expect(right.code).toBe(0);
      expect(right.stderr).toBe(
        'Lesson done: About begin\nTo remember:\n  One.\n  Two.\n  Three.\nNext: Make net (later/net)\nk8s-learn show prints it.\n',
      );
      // The next lesson begins from nothing.
      expect((await snapshot(docker.host, mine)).containers).toEqual([]);
    });

    it('goes back to a place, replays what comes before, and stands there', async () => {
      const {code, stdout, stderr} = await learner.run(['reset', 'begin/data']);
      expect({code, stdout}).toEqual({code: 0, stdout: ''});
      expect(stderr).toBe('Preparing: 1 of 1, Make box\nBack at the start of "Make data".\n');
      expect((await learner.run(['check', 'begin/box'])).code).toBe(0);
      expect((await learner.run(['check'])).stdout).toContain('volume gk-com-data');
      expect((await learner.run(['list'])).stdout).toMatch(/begin +3\/3/);
      const forgotten = await learner.run(['reset', 'begin', '--progress', '--lang', 'zh']);
      expect(forgotten.stderr).toBe(
        '已回到“Make box”的起点。\n进度也一并清除了。\n'.replace('Make', '创建').replace('”', '”'),
      );
      expect((await learner.run(['list'])).stdout).toMatch(/begin +0\/3/);
    });

    it('says in words that its list of what was made was damaged, once', async () => {
      await learner.run(['run']);
      await learner.run(['sandbox', 'stop']);
      const ledger = join(learner.home, readdirSync(learner.home).find((name) => name.startsWith('ledger')) ?? '');
      const lines = readFileSync(ledger, 'utf8').trimEnd().split('\n');
      writeFileSync(ledger, `${[...lines.slice(0, 1), '{"op": damaged', ...lines.slice(1)].join('\n')}\n`);
      const {code, stderr} = await learner.run(['check', 'begin/box']);
      expect(code).toBe(0);
      expect(stderr).toMatch(/^The list of what you made was damaged: 1 of its lines could not be read\. .*\.damaged-/);
      expect((await learner.run(['check', 'begin/box'])).stderr).toBe('');
    });

    it('ends with 130 when interrupted, and can go on', async () => {
      const running = learner.start(['shell'], {env: {SHELL: '/bin/sh'}});
      running.type('docker run --rm --name gk-com-long busybox:1.36 sh -c "echo up; sleep 60"; echo over');
      await running.until(/up\n/);
      running.child.kill('SIGTERM');
      running.child.stdin?.end('exit\n');
      await promisify(execFile)('docker', ['rm', '-f', 'gk-com-long'], {
        env: {...process.env, DOCKER_HOST: docker.host},
      });
      expect((await running.ended).code).toBe(130);
      expect((await learner.run(['check', 'begin/box'])).code).toBe(0);
    });

    it('is told by doctor that the course can run', async () => {
      const {code, stdout, stderr} = await learner.run(['doctor', '--json']);
      expect(code).toBe(0);
      expect(stderr).toBe('The course can run here.\n');
      expect(JSON.parse(stdout).map(({what}: {what: string}) => what)).toEqual([
        'node',
        'engine',
        'docker',
        'kind',
        'kubectl',
        'memory',
        'disk',
        ...(process.platform === 'linux' ? ['inotify'] : []),
        'terminal',
      ]);
    });

    it('brings its own docker command where there is none', async () => {
      const env = {PATH: '/nowhere', SHELL: '/bin/sh'};
      const {stdout} = await learner.run(['shell'], {env, input: 'command -v docker\nexit\n'});
      expect(stdout).toContain(join(learner.home, 'bin', 'docker'));
      expect((await learner.run(['check', 'begin/box'], {env})).code).toBe(0);
      expect((await learner.run(['list'], {env})).code).toBe(0);
    });

    it('removes everything it made, says what, and can begin anew', async () => {
      const {code, stdout} = await learner.run(['clean']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^containers: gk-com-box\n/);
      expect(stdout).toContain('Nothing of k8s-learn is left in Docker.\n');
      expect(await snapshot(docker.host, mine)).toEqual({containers: [], images: [], volumes: [], networks: []});
      // What was damaged is the learner's to look at.
      const left = readdirSync(learner.home).filter((name) => !name.includes('.damaged-'));
      expect(left.sort()).toEqual(['log', 'progress.json', 'session-id']);
      expect(existsSync(join(learner.home, 'work'))).toBe(false);
      const again = await learner.run(['check']);
      expect(again.stderr).toMatch(/^Preparing the start of "Make \w+" \.\.\.\n$/);
      expect(readFileSync(join(learner.home, 'work/begin/note.txt'), 'utf8')).toBe('A note.\n');
      const nothing = JSON.parse((await learner.run(['clean', '--json'])).stdout);
      expect(nothing.left).toEqual({containers: [], networks: [], volumes: [], images: [], objects: []});
    });
  },
  {images: ['busybox:1.36'], standIns: true},
);
