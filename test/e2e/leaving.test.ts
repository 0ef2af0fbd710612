import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import {until} from '../support/until.ts';
import {type Harness, start} from './harness.ts';
import {type Installed, install, type Place, place} from './program.ts';

// A wait that fails shows its screen after 10 s; the test must live to tell.
vi.setConfig({testTimeout: 30_000});

/** The program as a child of a shell in one terminal, so that what it leaves behind can be looked at. */
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

const bash = {command: '/bin/bash', args: ['--norc', '--noprofile', '-i']};

/** An interactive shell in which the program has been started by hand. */
async function typed(...nodeOptions: readonly string[]): Promise<void> {
  const env = {...at.env, PS1: 'outer$ ', HISTFILE: '/dev/null'};
  screen = start({...bash, folder: at.folder, env});
  await screen.waitFor('outer$');
  const words = [process.execPath, ...nodeOptions, installed.script, '--sandbox', 'real'].map((word) => `'${word}'`);
  screen.keys(`clear; ${words.join(' ')}\r`);
  await screen.waitFor('Enter try again');
  await screen.waitFor('why-containers #');
}

/** The program's process: it wrote its number into the lock. */
function pid(): number {
  return Number(readFileSync(join(at.folder, 'home', 'open.lock'), 'utf8').split(' ')[0]);
}

function childrenOf(parent: number): readonly number[] {
  const text = execFileSync('ps', ['-A', '-o', 'ppid=,pid='], {encoding: 'utf8'});
  const pairs = text.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.filter(([ppid]) => ppid === parent).map(([, child]) => child ?? 0);
}

function lives(process_: number): boolean {
  try {
    return process.kill(process_, 0);
  } catch {
    return false;
  }
}

function modes(): object {
  const {modes: seen, buffer} = screen.terminal;
  return {
    screen: buffer.active.type,
    mouse: seen.mouseTrackingMode,
    // The outer bash turns it on for its own prompt.
    cursorKeys: seen.applicationCursorKeysMode,
    wraps: seen.wraparoundMode,
    holds: seen.synchronizedOutputMode,
    cursor: screen.cursor().visible,
  };
}

const asBefore = {screen: 'normal', mouse: 'none', cursorKeys: false, wraps: true, holds: false, cursor: true};

/** Waits for the program's end and asks the shell for its exit code and for the line discipline. */
async function ended(program: number, code: number, first = ''): Promise<void> {
  expect(
    await until(
      () => lives(program),
      (living) => !living,
    ),
  ).toBe(false);
  screen.keys(`code=$?; ${first}echo "code <$code>"; stty -a | grep -o -- '-*icanon'\r`);
  await screen.waitFor(`code <${code}>`);
  await screen.waitFor(/^icanon$/m);
}

/** What every end but a SIGKILL has in common. */
async function leavesAsItCame(end: (program: number) => void, code: number): Promise<void> {
  const program = pid();
  const children = childrenOf(program);
  expect(children.length).toBeGreaterThan(0);
  expect(modes()).toMatchObject({screen: 'alternate', mouse: 'drag'});
  end(program);
  await ended(program, code);
  expect(modes()).toEqual(asBefore);
  const gone = await until(
    () => [program, ...children].filter(lives),
    (left) => left.length === 0,
  );
  expect(gone).toEqual([]);
  expect(screen.output().toString()).toContain('\x1b[?2004l\x1b[?1l\x1b>\x1b[?7h\x1b[0m\x1b[?25h');
}

describe('the terminal is as before, and the shell is gone', () => {
  it('after q', async () => {
    await typed();
    await leavesAsItCame(() => screen.keys('q'), 0);
    expect(screen.screen()).not.toContain('why-containers');
    expect(existsSync(join(at.folder, 'home', 'open.lock'))).toBe(false);
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)('after %s', async (signal) => {
    await typed();
    await leavesAsItCame((program) => process.kill(program, signal), 130);
  });

  it('after an error nobody caught, and says once where it is written down', async () => {
    const fault = join(at.folder, 'fault.mjs');
    writeFileSync(fault, "process.on('SIGUSR2', () => { throw new Error('made by a test'); });");
    await typed('--import', fault);
    await leavesAsItCame((program) => process.kill(program, 'SIGUSR2'), 3);
    const log = join(at.folder, 'home', 'log');
    expect(screen.screen().replaceAll('\n', '').split('k8s-learn ended unexpectedly').length).toBe(2);
    expect(screen.screen().replaceAll('\n', '')).toContain(log);
    expect(readFileSync(log, 'utf8')).toMatch(/Error: made by a test\n\s+at /);
  });

  it('while it is stopped, and all of it is painted again afterwards', async () => {
    await typed();
    const before = screen.screen();
    const program = pid();
    process.kill(program, 'SIGTSTP');
    await screen.waitFor(/Stopped/);
    expect(modes()).toEqual(asBefore);
    screen.keys('fg\r');
    await screen.waitFor((seen) => seen === before);
    expect(modes()).toMatchObject({screen: 'alternate', mouse: 'drag'});
    await leavesAsItCame(() => screen.keys('q'), 0);
  });
});

describe('after SIGKILL', () => {
  async function killed(): Promise<void> {
    await typed();
    const program = pid();
    process.kill(program, 'SIGKILL');
    // Whatever was on the screen is still there.
    await ended(program, 137, 'clear; ');
    expect(modes()).toMatchObject({screen: 'alternate', mouse: 'drag', wraps: false});
  }

  const list = (): string => `'${process.execPath}' '${installed.script}' list`;

  it('any command in that terminal repairs it, once', async () => {
    await killed();
    screen.keys(`${list()}\r`);
    await screen.waitFor(/3 {2}containers/);
    await screen.waitFor((seen) => /outer\$ ?$/.test(seen));
    expect(modes()).toEqual(asBefore);
    const repairs = (): number => screen.output().toString().split('\x1b[?1049l').length - 1;
    expect(repairs()).toBe(1);
    screen.keys(`clear; ${list()}; echo again\r`);
    await screen.waitFor(/^again$/m);
    expect(repairs()).toBe(1);
  });

  it('so does the next start, when that is left', async () => {
    await killed();
    screen.keys(`clear; '${process.execPath}' '${installed.script}' --sandbox real\r`);
    await screen.waitFor('Enter try again');
    screen.keys('q');
    await screen.waitFor((seen) => /outer\$ ?$/.test(seen));
    expect(modes()).toEqual(asBefore);
  });

  it('a command into a pipe writes nothing but its data, and leaves the repair to one that can do it', async () => {
    await killed();
    screen.keys(`${list()} | cat -v; echo piped\r`);
    await screen.waitFor(/^piped$/m);
    expect(screen.screen()).not.toContain('^[');
    expect(screen.terminal.buffer.active.type).toBe('alternate');
    screen.keys(`${list()}; echo repaired\r`);
    await screen.waitFor(/^repaired$/m);
    expect(modes()).toEqual(asBefore);
  });

  it('another terminal is left alone', async () => {
    await killed();
    const other = start({...bash, folder: at.folder, env: {...at.env, PS1: 'outer$ ', HISTFILE: '/dev/null'}});
    other.keys(`${list()}; echo listed\r`);
    await other.waitFor(/^listed$/m);
    expect(other.output().toString()).not.toContain('\x1b[?1049l');
    await other.close();
  });

  it('no note is left once all is repaired', async () => {
    await killed();
    screen.keys(`${list()}; echo listed\r`);
    await screen.waitFor(/^listed$/m);
    const runtime = join(at.folder, 'run');
    const notes = readdirSync(runtime, {recursive: true, encoding: 'utf8'}).filter((name) => name.includes('screen-'));
    expect(notes).toEqual([]);
  });
});
