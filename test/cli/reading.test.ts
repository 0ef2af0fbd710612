import {chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import {emptyFolder} from '../support/empty-folder.ts';
import {type Course, smallCourse} from './course.ts';
import {createLearner, type Installed, installProgram, type Learner} from './program.ts';

let program: Installed;
let course: Course;
let learner: Learner;

beforeAll(async () => {
  program = await installProgram();
  course = smallCourse('gk-read');
  // Nothing here may need Docker.
  learner = createLearner({program, args: ['--course', course.folder], env: {DOCKER_HOST: 'unix:///nowhere/engine'}});
});

afterAll(async () => {
  await learner.remove();
  course.remove();
  program.remove();
});

/** A learner who has done nothing yet. */
function another(): Learner {
  const env = {DOCKER_HOST: 'unix:///nowhere/engine'};
  const other = createLearner({program, args: ['--course', course.folder], env});
  onTestFinished(() => other.remove());
  return other;
}

describe('without Docker', () => {
  it('lists the lessons, data on stdout alone', async () => {
    const {code, stdout, stderr} = await learner.run(['list']);
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    expect(stdout).toMatch(/^A small course\n\n {2}1 {2}begin +0\/3 +5 min {2}About begin\n {2}2 {2}later +0\/1/);
  });

  it('lists them as JSON', async () => {
    const {code, stdout} = await learner.run(['list', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      course: 'gk-read-course',
      lessons: [
        {number: 1, id: 'begin', title: 'About begin', minutes: 5, steps: 3, passed: 0, current: false},
        {number: 2, id: 'later', steps: 1},
      ],
    });
  });

  it('lists them in Chinese when the language or the locale says so', async () => {
    const asked = await learner.run(['--lang', 'zh', 'list']);
    expect(asked.stdout).toMatch(/^小课程\n\n {2}1 {2}begin .*5 分钟 {2}关于 begin\n/);
    const located = await learner.run(['list'], {env: {LANG: 'zh_CN.UTF-8'}});
    expect(located.stdout).toBe(asked.stdout);
  });

  it.concurrent.each([
    [
      [],
      /^Lesson 1: About begin\n\nIntroduction\.\n\nMake box \(step 1 of 3\)\n\nDo it:\n\nType:\n {4}docker run -d --name gk-read-box/,
    ],
    [['begin/data'], /^Make data \(step 2 of 3\)/],
    [['1/2'], /^Make data/],
    [['begin/quiz'], /1\. This\n {2}2\. That\n {2}3\. Also this\n\nChoose with: k8s-learn check --answer 1,3\n$/],
    [['2'], /^Lesson 2: About later/],
    [['begin/data', '--lang', 'zh'], /^创建 data（第 2 步，共 3 步）/],
  ])('shows a step: %j', async (args, text) => {
    const {code, stdout, stderr} = await learner.run(['show', ...args]);
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    expect(stdout).toMatch(text);
  });

  it('shows a step as JSON', async () => {
    const {code, stdout} = await learner.run(['show', 'begin/quiz', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      lesson: 'begin',
      step: 'quiz',
      title: 'Which?',
      run: [],
      answers: ['This', 'That', 'Also this'],
      hints: 0,
    });
  });

  it('gives the hints one after another and remembers how far that was', async () => {
    const other = another();
    expect((await other.run(['hint', 'later'])).stdout).toBe('Hint 1 of 2:\nLook at net.\n');
    expect(JSON.parse((await other.run(['hint', 'later', '--json'])).stdout)).toEqual({
      lesson: 'later',
      step: 'net',
      hint: 2,
      of: 2,
      text: 'Make net.',
    });
    const last = await other.run(['hint', 'later', '--lang', 'zh']);
    expect(last.stdout).toBe('提示 2/2：\n创建 net。\n');
    expect(last.stderr).toBe('提示就这些了。k8s-learn solution 会给出做法。\n');
    const progress = JSON.parse(readFileSync(join(other.home, 'progress.json'), 'utf8'));
    expect(progress.courses['gk-read-course'].lessons.later.steps.net).toMatchObject({hints: 2, solutionShown: false});
  });

  it('has no hints and no solution for a quiz, and says so beside the data', async () => {
    const hint = await learner.run(['hint', 'begin/quiz', '--json']);
    expect(JSON.parse(hint.stdout)).toEqual({lesson: 'begin', step: 'quiz', hint: 0, of: 0, text: ''});
    const solution = await learner.run(['solution', 'begin/quiz', '--json']);
    expect(JSON.parse(solution.stdout)).toEqual({lesson: 'begin', step: 'quiz', solution: ''});
    expect((await learner.run(['solution', 'begin/quiz'])).stdout).toBe('');
    expect((await learner.run(['run', 'begin/quiz'])).code).toBe(0);
  });

  it('shows the solution, the commands alone on stdout', async () => {
    const {code, stdout, stderr} = await learner.run(['solution', 'begin/data']);
    expect({code, stdout}).toEqual({code: 0, stdout: 'docker volume create gk-read-data\n'});
    expect(stderr).toBe('Solution (it counts as shown):\n');
  });

  it('lints a course, in words and as JSON', async () => {
    const {code, stdout, stderr} = await learner.run(['lint', course.folder]);
    expect(stderr).toMatch(/problem/);
    expect(code).toBe(0);
    // Warnings alone: the small course has no mistakes.
    expect(stdout).toMatch(/warning: .*\[TOO_FEW_MISTAKES\]/);
    const {problems, summary} = JSON.parse((await learner.run(['lint', '--json'])).stdout);
    expect(problems[0]).toMatchObject({severity: 'warning', code: 'TOO_FEW_MISTAKES'});
    expect(summary).toMatchObject({lessons: 2, steps: 4});
  });

  it('ends with 2 for a course that is not in order, and says where', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, '01-bad'));
    writeFileSync(join(folder, 'course.yaml'), 'format: 1\nid: bad\ntitle: {en: Bad}\nlanguages: [en]\nimages: []\n');
    writeFileSync(join(folder, '01-bad', 'lesson.md'), '---\nid: bad\n---\n');
    const lint = await learner.run(['lint', folder]);
    expect(lint.code).toBe(2);
    expect(lint.stdout).toMatch(/01-bad\/lesson\.md:\d+:\d+ .*\[[A-Z_]+\]/);
    const show = await learner.run(['--course', folder, 'show']);
    expect(show.code).toBe(2);
    expect(show.stderr).toContain('01-bad/lesson.md:');
  });

  it.concurrent.each([
    [['show', 'begn'], 'There is no lesson "begn"; did you mean "begin"?\nThere are: begin, later\n'],
    [['show', 'begin/dat'], 'There is no step "dat" in begin; did you mean "data"?\nThere are: box, data, quiz\n'],
    [['show', 'begin/data/more'], 'There is no step "data/more" in begin.\nThere are: box, data, quiz\n'],
    [['--lang', 'zh', 'show', 'begn'], '没有名为“begn”的课，你想找的是“begin”吗？\n现有：begin、later\n'],
    [
      ['chek'],
      'There is no lesson or command "chek"; did you mean "check"?\nThere are: begin, later\nk8s-learn --help lists the commands.\n',
    ],
    [
      ['check', 'begin/quiz', '--answer', '4'],
      '"4" names no answer; they are chosen by number, 1 to 3.\nFor example: k8s-learn check --answer 1,3\n',
    ],
    [
      ['check', 'begin/quiz', '--answer', ''],
      'Answers are chosen by number, 1 to 3.\nFor example: k8s-learn check --answer 1,3\n',
    ],
    [['check', '--answer', '1'], 'The step box is no quiz.\n'],
    [['--lang', 'zh', 'check', '--answer', '1'], 'box 这一步不是测验。\n'],
    [['sandbox', 'sotp'], 'sandbox knows env and stop, not "sotp".\nk8s-learn --help lists the commands.\n'],
  ])('ends with 2 and the nearest name: %j', async (args, words) => {
    expect(await learner.run(args)).toEqual({code: 2, signal: null, stdout: '', stderr: words});
  });

  it.concurrent.each([
    [['list', '--jsn'], /unknown option '--jsn'.*\n?.*Did you mean --json/s],
    [['--sandbox', 'virtual', 'list'], /'virtual' is invalid/],
    [['--lang', 'fr', 'list'], /Allowed choices are en, zh/],
    [['list', 'one', 'two'], /too many arguments/],
    [['sandbox'], /missing required argument/],
  ])("ends with 2 for what is no option, in commander's words: %j", async (args, words) => {
    const {code, stdout, stderr} = await learner.run(args);
    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    expect(stderr).toMatch(words);
  });

  it('prints help and version and ends with 0', async () => {
    const help = await learner.run(['--help']);
    expect(help.code).toBe(0);
    for (const name of [
      'list',
      'status',
      'show',
      'check',
      'hint',
      'solution',
      'run',
      'shell',
      'sandbox',
      'reset',
      'clean',
    ])
      expect(help.stdout).toMatch(new RegExp(`^ +${name}\\b`, 'm'));
    expect((await learner.run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('survives a reader that goes away', async () => {
    const running = learner.start(['show']);
    running.child.stdout?.destroy();
    expect(await running.ended).toMatchObject({code: 0, stderr: ''});
  });
});

describe('what needs Docker, where there is none', () => {
  it.concurrent.each([
    [['check']],
    [['run']],
    [['reset']],
    [['shell']],
    [['sandbox', 'env']],
    [['clean']],
    [['rehearse']],
    [['--plain']],
  ])('ends with 3, why, and what is possible: %j', async (args) => {
    const {code, stdout, stderr} = await learner.run(['--sandbox', 'real', ...args]);
    expect({code, stdout}).toEqual({code: 3, stdout: ''});
    expect(stderr).toMatch(/Docker .* (unix:\/\/\/nowhere\/engine|installed)/);
    expect(stderr).toContain('Until then the lessons can be read: k8s-learn list, k8s-learn show.');
  });

  it('is said in Chinese', async () => {
    const {code, stderr} = await learner.run(['--sandbox', 'real', 'check', '--lang', 'zh']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/Docker 没有应答：unix:\/\/\/nowhere\/engine（ENOENT）/);
    expect(stderr).toContain('可以先读课文：k8s-learn list');
  });

  it('is said once by the bare command without a terminal', async () => {
    const {code, stderr} = await learner.run(['--sandbox', 'real']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^No terminal here, so the course runs as plain text\.\nDocker does not answer at/);
  });

  it('names an address that is none', async () => {
    const {code, stderr} = await learner.run(['--sandbox', 'real', 'check'], {env: {DOCKER_HOST: 'htp://x'}});
    expect(code).toBe(3);
    expect(stderr).toContain('DOCKER_HOST says "htp://x", which is no address of a Docker Engine.');
  });

  it.skipIf(process.getuid?.() !== 0)('tells a socket that may not be opened from one that is not there', async () => {
    const folder = emptyFolder();
    const socket = join(folder, 'engine');
    const {createServer} = await import('node:net');
    const server = createServer().listen(socket);
    chmodSync(socket, 0o600);
    const home = join(folder, 'home');
    mkdirSync(home);
    chownSync(home, 65534, 65534);
    chmodSync(folder, 0o755);
    for (const open of [program.folder, course.folder]) chmodSync(open, 0o755);
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const env = {DOCKER_HOST: `unix://${socket}`, K8S_LEARN_HOME: home, XDG_RUNTIME_DIR: home, HOME: home};
    const check = await learner.run(['--sandbox', 'real', 'check'], {through: nobody, cwd: '/', env});
    server.close();
    expect(check.stderr).toMatch(/^Docker is there, but your user may not open its socket .*usermod -aG docker/);
    expect(check.code).toBe(3);
    expect((await learner.run(['list'], {through: nobody, cwd: '/', env})).code).toBe(0);
  });

  it('leaves status and sandbox stop, which start nothing', async () => {
    const status = await learner.run(['status']);
    expect(status.code).toBe(0);
    expect(status.stdout).toContain('You are at: About begin / Make box (begin/box)\nSandbox: no background process\n');
    expect(JSON.parse((await learner.run(['status', '--json'])).stdout)).toMatchObject({
      course: 'gk-read-course',
      lesson: 'begin',
      step: 'box',
      sandbox: null,
      host: null,
      exists: null,
    });
    const stop = await learner.run(['sandbox', 'stop']);
    expect(stop).toMatchObject({code: 0, stderr: 'No background process is running.\n'});
    expect(readdirSync(learner.runtime)).toEqual([]);
  });

  it('makes doctor end with 3 and the fix, in the language', async () => {
    const {code, stdout, stderr} = await learner.run(['--sandbox', 'real', 'doctor', '--lang', 'zh'], {
      env: {PATH: '/nowhere'},
    });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^Node\.js（正常）：/);
    expect(stdout).toContain('Docker Engine（缺少）：unix:///nowhere/engine\n  解决办法：这台机器上没有安装 Docker');
    expect(stdout).toContain('docker 命令（正常）：k8s-learn 自带的\n');
    expect(stdout).toContain('kubectl 命令（正常）：k8s-learn 自带的\n');
    expect(stderr).toBe('课程还不能在这里进行。\n');
    const ssh = await learner.run(['--sandbox', 'real', 'doctor', '--json'], {env: {DOCKER_HOST: 'ssh://somewhere'}});
    expect(ssh.code).toBe(3);
    expect(JSON.parse(ssh.stdout)).toContainEqual(
      expect.objectContaining({what: 'engine', state: 'missing', fix: expect.stringContaining('ssh -nNT')}),
    );
    const embedded = await learner.run(['doctor', '--json'], {env: {DOCKER_HOST: 'ssh://somewhere'}});
    expect(embedded.code).toBe(0);
    expect(JSON.parse(embedded.stdout)).toContainEqual(
      expect.objectContaining({what: 'engine', state: 'low', found: 'the embedded one, a simulation'}),
    );
  });
});

describe('the progress file', () => {
  it('is set aside when damaged, and that is said', async () => {
    const other = another();
    mkdirSync(other.home, {recursive: true});
    const file = join(other.home, 'progress.json');
    writeFileSync(file, '{"courses": [');
    const {code, stderr} = await other.run(['hint', 'later']);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^The progress file was damaged\. It is kept as .*progress\.json\.damaged-\d+; a new one begins\.\n$/,
    );
    const aside = readdirSync(other.home).find((name) => name.startsWith('progress.json.damaged-')) ?? '';
    expect(readFileSync(join(other.home, aside), 'utf8')).toBe('{"courses": [');
    expect(JSON.parse(readFileSync(file, 'utf8')).courses['gk-read-course'].lessons.later.steps.net.hints).toBe(1);
  });

  it('cannot be read: that is said with a fix', async () => {
    const other = another();
    mkdirSync(join(other.home, 'progress.json'), {recursive: true});
    const {code, stderr} = await other.run(['list']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^Your progress cannot be read from .*progress\.json \(EISDIR\)\.\nGive yourself access/);
  });

  it('is not needed when nobody asks for a real one', async () => {
    const {code, stdout} = await learner.run(['--fast', 'check']);
    expect(code).toBe(1);
    expect(stdout).toContain('not yet: container gk-read-box');
    expect((await learner.run(['status'])).stdout).toContain('simulat');
    const stop = await learner.run(['sandbox', 'stop']);
    expect(stop).toMatchObject({code: 0, stderr: expect.stringContaining('what it simulated is gone')});
  });
});
