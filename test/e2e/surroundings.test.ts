import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import {type Harness, start} from './harness.ts';
import {type Installed, install, open, type Place, place, run} from './program.ts';

// A wait that fails shows its screen after 10 s; the test must live to tell.
vi.setConfig({testTimeout: 30_000});

/** The real program on terminals and machines that lack something. */
let installed: Installed;
let at: Place;
let screen: Harness;

beforeAll(async () => {
  installed = await install();
}, 90_000);
afterAll(() => installed?.remove());
beforeEach(() => {
  at = place();
});
afterEach(async () => {
  await screen?.close();
  at.remove();
});

const ready = 'Enter try again';

describe('a terminal without', () => {
  it('cursor addressing (TERM=dumb) gets the course as plain text', async () => {
    screen = start({
      command: '/usr/bin/env',
      args: ['TERM=dumb', process.execPath, installed.script, '--sandbox', 'real'],
      env: at.env,
      folder: at.folder,
    });
    await screen.waitFor('No terminal here, so the course runs as plain text.');
    expect(await screen.ended).toBe(3);
    expect(screen.output().toString()).not.toContain('\x1b');
  });

  it.each(['1', '2', '3', '4'])('UTF-8 (LANG=C) shows nothing but ASCII in lesson %s', async (lesson) => {
    screen = open(installed, at, {env: {LC_ALL: 'C', LANG: 'C'}, args: [lesson], rows: 70});
    await screen.waitFor(ready);
    expect(screen.screen()).not.toMatch(/[^\n -~]/);
    expect(screen.screen()).toContain('|');
    screen.keys('?');
    await screen.waitFor('While the shell has the focus');
    screen.keys('\x1b');
    await screen.waitFor(ready);
    screen.keys('l');
    await screen.waitFor('Lessons');
    expect(screen.screen()).not.toMatch(/[^\n -~]/);
  });

  const colour = /\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m/;

  it('colours (NO_COLOR) gets none, neither ours nor the shell’s', async () => {
    screen = open(installed, at, {env: {NO_COLOR: '1', COLORFGBG: undefined}});
    await screen.waitFor(ready);
    screen.keys('\t');
    await screen.waitFor('^] lesson');
    screen.keys("printf '\\e[31mred\\e[0m \\e[48;2;1;2;3mback\\e[0m \\e[1mbold\\e[0m\\n'\r");
    await screen.waitFor(/│red back bold/);
    expect(screen.output().toString('latin1')).not.toMatch(colour);
    expect(screen.output().toString('latin1')).toContain('\x1b[0;1mbold');
  });

  it('truecolour gets none of it', async () => {
    screen = open(installed, at, {env: {COLORTERM: undefined}});
    await screen.waitFor(ready);
    screen.keys('\t');
    await screen.waitFor('^] lesson');
    screen.keys("printf '\\e[38;2;250;10;10mred\\e[0m\\n'\r");
    await screen.waitFor(/│red/);
    const bytes = screen.output().toString('latin1');
    expect(bytes).toMatch(colour);
    expect(bytes).not.toMatch(/\x1b\[[\d;]*[34]8;2;/);
  });
});

describe('the background', () => {
  it('is asked for when nobody told, and a light one gets dark letters', async () => {
    screen = open(installed, at, {env: {COLORFGBG: undefined}});
    await screen.waitFor(ready);
    expect(screen.output().toString('latin1')).toContain('\x1b]11;?');
    const text = (): string => screen.output().toString('latin1');
    expect(text()).not.toContain('38;2;11;110;143');
    screen.keys('\x1b]11;rgb:ffff/ffff/ffff\x1b\\');
    await screen.waitFor(() => text().includes('38;2;11;110;143'));
  });
});

describe('without the PTY module', () => {
  let bare: Installed;
  beforeAll(async () => {
    bare = await install({withPty: false});
  }, 90_000);
  afterAll(() => bare?.remove());

  it('lesson and keys go on, and the line for another terminal is there', async () => {
    screen = open(bare, at, {columns: 80, rows: 24});
    await screen.waitFor(ready);
    await screen.waitFor('No shell can be opened here');
    expect(screen.screen()).toContain('eval "$(k8s-learn sandbox env)"');
    expect(screen.screen()).toContain("Cannot find package '@lydell/node-pty'");
    expect(screen.screen()).not.toContain('.js');
    screen.keys('\x1d');
    screen.keys('?');
    await screen.waitFor('While the shell has the focus');
    screen.keys('\x1b');
    await screen.waitFor(ready);
    screen.keys('q');
    expect(await screen.ended).toBe(0);
  });
});

describe('stdin', () => {
  it('that is closed from the beginning makes it plain text', async () => {
    const {code, stderr, stdout} = await run(installed, at, ['--sandbox', 'real']);
    expect(stderr).toContain('No terminal here, so the course runs as plain text.');
    expect(stdout).not.toContain('\x1b');
    // There is no Docker here.
    expect(code).toBe(3);
  });

  it('that is not the terminal makes it plain text, also where stdout is one', async () => {
    screen = start({
      command: '/bin/sh',
      args: ['-c', `'${process.execPath}' '${installed.script}' --sandbox real < /dev/null; echo "code <$?>"`],
      env: at.env,
      folder: at.folder,
    });
    await screen.waitFor('code <3>');
    expect(screen.screen()).toContain('No terminal here');
    expect(screen.terminal.buffer.active.type).toBe('normal');
  });
});

describe('a second one', () => {
  it('says that it reads along, and saves nothing', async () => {
    screen = open(installed, at);
    await screen.waitFor(ready);
    const second = open(installed, at);
    try {
      await second.waitFor('k8s-learn is already open in another terminal (process');
      await second.waitFor(/step 1 of 10 {2}Docker, reading along$/m);
      await second.waitFor(ready);
      second.keys('g');
      await second.waitFor('第 1 步，共 10 步  Docker，跟读');
      second.keys('q');
      expect(await second.ended).toBe(0);
      const {stdout} = await run(installed, at, ['list']);
      expect(stdout).toContain('Containers');
    } finally {
      await second.close();
    }
  });
});
