import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import {describeWithDocker} from '../support/real-docker.ts';
import {writeCourse} from './course.ts';
import type {Harness} from './harness.ts';
import {type Installed, install, open, type Place, type ProgramOptions, place, run, stopHost} from './program.ts';
import {type Relay, relayTo} from './relay.ts';

// A wait that fails shows its screen after 10 s; the test must live to tell.
vi.setConfig({testTimeout: 40_000});

const focusKey = '\x1d';
const passed = '✔ The step is passed.';

describeWithDocker('a small course on a real Docker', ({host}) => {
  let installed: Installed;
  let at: Place;
  let screen: Harness;

  beforeAll(async () => {
    installed = await install();
  }, 90_000);
  afterAll(() => installed?.remove());
  beforeEach(() => {
    at = place();
    writeCourse(join(at.folder, 'course'));
  });
  afterEach(async () => {
    await screen?.close();
    await stopHost(installed, at);
    at.remove();
  });

  function start(options: ProgramOptions = {}, program: Installed = installed): Harness {
    const {args = [], env = {}, ...size} = options;
    const course = ['--course', join(at.folder, 'course')];
    return open(program, at, {...size, env: {DOCKER_HOST: host, ...env}, args: [...course, ...args]});
  }

  /** At a step whose checks have been looked at, its prompt there. */
  async function at_(step: string, options: ProgramOptions = {}): Promise<void> {
    screen = start({...options, args: [...(options.args ?? []), step]});
    await screen.waitFor(/first #/);
    await screen.waitFor(/○ (file|run|your|文件|运行|你的)/);
  }

  /** To the lesson's pane, from the shell. */
  async function toLesson(): Promise<void> {
    screen.keys(focusKey);
    await screen.waitFor(/\^] (shell|终端)/);
  }

  it('says nothing before the first try, the cause after a wrong one, and passes by itself', async () => {
    await at_('first/note');
    await screen.idle(300);
    expect(screen.screen()).toMatch(/○ file note\.txt *[│┤]\n \^] lesson/);
    screen.keys('ls\r');
    await screen.waitFor(/# ls\n/);
    screen.keys('echo hallo > note.txt\r');
    await screen.waitFor('note.txt does not contain hello yet');
    await screen.waitFor('“hallo”');
    screen.keys('echo hello > note.txt\r');
    await screen.waitFor(passed);
    await screen.waitFor('^] next step');
    screen.keys(focusKey);
    await screen.waitFor('1 First ❯ Look around');
    await screen.waitFor('step 2 of 3');
  });

  it('gives hints one by one, then the solution, each in sight, and counts them', async () => {
    await at_('first/note', {columns: 80, rows: 24});
    await toLesson();
    expect(screen.screen()).not.toContain('s solution');
    screen.keys('h');
    await screen.waitFor('The first hint: look with cat note.txt.');
    await screen.waitFor('s solution');
    screen.keys('h');
    await screen.waitFor('The second hint: write it with echo.');
    await screen.waitFor((seen) => !seen.includes('h hint'));
    screen.keys('s');
    await screen.waitFor('Solution (it counts as shown):');
    await screen.waitFor(/│ echo hello > note\.txt/);
    await screen.waitFor((seen) => !seen.includes('s solution'));
    const saved = JSON.parse(readFileSync(join(at.folder, 'home', 'progress.json'), 'utf8'));
    expect(saved.courses.small.lessons.first.steps.note).toMatchObject({hints: 2, solutionShown: true});
  });

  it('types for the learner, several lines as one, and runs nothing', async () => {
    await at_('first/look');
    await toLesson();
    screen.keys('t');
    await screen.waitFor(/first # docker volume ls\n.*│docker network ls/);
    await screen.waitFor('^] lesson');
    await screen.idle(300);
    expect(screen.screen()).not.toContain('DRIVER');
    screen.keys('\r');
    await screen.waitFor('✔ run docker volume ls');
    await screen.waitFor(/NETWORK ID/);
    // Its second block takes the place of whatever stands on the prompt.
    await screen.waitFor(/first #\s*$/m);
    screen.keys('half a li');
    await screen.waitFor('half a li');
    await toLesson();
    screen.keys('t');
    await screen.waitFor(/first # docker ps -a$/m);
    screen.keys('\r');
    await screen.waitFor(passed);
  });

  it('asks with a quiz: chosen by number or arrows, explained, tried again, passed', async () => {
    screen = start({columns: 80, rows: 24, args: ['first/which']});
    await screen.waitFor('Enter answer');
    // There is no room for the shell beside a question; it comes with the focus.
    expect(screen.screen()).not.toContain('first #');
    screen.keys('\t');
    await screen.waitFor('first #');
    screen.keys(focusKey);
    await screen.waitFor('Enter answer');
    screen.keys('1');
    await screen.waitFor(/❯ ✔ 1\. One is right/);
    screen.keys('\x1b[B ');
    await screen.waitFor(/❯ ✔ 2\. Two is right/);
    screen.keys('\r');
    await screen.waitFor('right: Because one is.');
    await screen.waitFor('not so: It is not, because of three.');
    expect(screen.screen()).not.toContain('Because three is.');
    screen.keys('2');
    await screen.waitFor('○ 2. Two is right');
    screen.keys('3');
    await screen.waitFor('✔ 3. Three is right');
    screen.keys('\r');
    await screen.waitFor('Lesson done: First');
    screen.keys('\x1b[F');
    await screen.waitFor('Three sentences.');
    await screen.waitFor(/1 steps? in 1 min, 0 hints, 0 solutions shown/);
    screen.keys('\r');
    await screen.waitFor('2 Second ❯ Make a shelf');
    // The shell comes along.
    await screen.waitFor('second #');
  });

  it('changes the language where it stands, texts and verdicts and all', async () => {
    await at_('first/note');
    screen.keys('echo hallo > note.txt\r');
    await screen.waitFor('“hallo”');
    await toLesson();
    screen.keys('h');
    await screen.waitFor('The first hint');
    screen.keys('g');
    await screen.waitFor('第一条提示：用 cat note.txt 看一看。');
    await screen.waitFor('○ 文件 note.txt');
    expect(screen.screen()).not.toContain('does not contain');
    screen.keys('g');
    await screen.waitFor('“hallo”');
  });

  it('resets a step after asking, and not by accident', async () => {
    await at_('first/note');
    screen.keys('echo hello > note.txt\r');
    await screen.waitFor(passed);
    // In the shell the focus key goes on; a click is the way into the lesson.
    screen.keys('\x1b[<0;5;5M\x1b[<0;5;5m');
    await screen.waitFor('t type it for me');
    screen.keys('r');
    await screen.waitFor('Back to the start of "Write a note"?');
    screen.keys('\r');
    await screen.waitFor(passed);
    screen.keys('r');
    await screen.waitFor('Back to the start of');
    screen.keys('\x1b[A\r');
    await screen.waitFor((seen) => seen.includes('○ file note.txt') && !seen.includes(passed));
  });

  it('is where it was left, with what was typed still there', async () => {
    await at_('first/look');
    screen.keys('docker volume ls; echo kept > kept.txt\r');
    await screen.waitFor('✔ run docker volume ls');
    await toLesson();
    screen.keys('q');
    expect(await screen.ended).toBe(0);
    screen = start();
    await screen.waitFor('1 First ❯ Look around');
    await screen.waitFor('✔ run docker volume ls');
    screen.keys('cat kept.txt\r');
    await screen.waitFor(/│kept$/m);
  });

  it('goes on by itself when that is wanted', async () => {
    await at_('first/note');
    await toLesson();
    screen.keys('a');
    await screen.waitFor('A passed step now leads on by itself.');
    screen.keys('\t');
    await screen.waitFor('^] lesson');
    screen.keys('echo hello > note.txt\r');
    await screen.waitFor('1 First ❯ Look around');
  });

  describe('without the PTY module', () => {
    it('is done in another terminal: the checks go on', async () => {
      const bare = await install({withPty: false});
      screen = start({args: ['first/note']}, bare);
      try {
        await screen.waitFor('No shell can be opened here');
        await screen.waitFor('○ file note.txt');
        // Another terminal, with what the printed line would set.
        const other = open(installed, at, {args: ['shell'], env: {DOCKER_HOST: host}});
        await other.waitFor(/A shell of the course/);
        other.keys('cd "$K8S_LEARN_HOME/work/first" && echo hello > note.txt; docker volume ls\r');
        await screen.waitFor(passed);
        await other.close();
        screen.keys('\r');
        await screen.waitFor('1 First ❯ Look around');
      } finally {
        bare.remove();
      }
    });
  });

  describe('a Docker that comes and goes', () => {
    let relay: Relay;
    beforeEach(() => {
      relay = relayTo(host, join(at.folder, 'docker.sock'));
    });
    afterEach(() => relay.close());

    it('is tried again on Enter, and the keys go back to the shell', async () => {
      screen = start({args: ['--sandbox', 'real'], env: {DOCKER_HOST: relay.host}});
      await screen.waitFor('Enter tries again.');
      await screen.waitFor('first #');
      await relay.open();
      screen.keys('\r');
      await screen.waitFor('○ file note.txt');
      await screen.waitFor('^] lesson');
      screen.keys('echo hello > note.txt\r');
      await screen.waitFor(passed);
    });

    it('is missed and found again without a key', async () => {
      await relay.open();
      screen = start({args: ['second'], env: {DOCKER_HOST: relay.host}});
      await screen.waitFor('○ volume kl-e2e-shelf');
      await screen.waitFor('second #');
      await relay.close();
      await screen.waitFor('(blocked)');
      await relay.open();
      await screen.waitFor((seen) => !seen.includes('(blocked)'), 20_000);
      screen.keys('docker volume create kl-e2e-shelf\r');
      await screen.waitFor('Lesson done: Second');
      await run(installed, {...at, env: {...at.env, DOCKER_HOST: relay.host}}, ['clean']);
    });
  });
});
