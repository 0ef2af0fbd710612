import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {afterEach, describe, expect, it} from 'vitest';
import {loadPty, type Pty, type PtyOptions, withBackpressure} from '../../../src/sandbox/shell/pty.ts';
import {until} from '../../support/until.ts';

const folder = mkdtempSync(`${tmpdir()}/k8s-learn-pty-`);
let running: Pty | undefined;
afterEach(() => {
  running?.kill();
  rmSync(folder, {recursive: true, force: true});
});

async function open(
  script: string,
  options: Partial<PtyOptions> = {},
): Promise<{output: () => string; exit: () => number | undefined; pty: Pty}> {
  const module = await loadPty();
  if (!module.works) throw new Error(module.reason);
  let output = '';
  let exit: number | undefined;
  const pty = module.open({
    start: {file: '/bin/sh', args: ['-c', script], variables: {MINE: 'yes'}},
    variables: {
      PATH: process.env['PATH'] ?? '',
      TMUX: 'x',
      TMUX_PANE: '%1',
      STY: 'x',
      LINES: '1',
      COLUMNS: '1',
      COLORTERM: 'x',
      VTE_VERSION: '1',
    },
    folder: tmpdir(),
    columns: 50,
    rows: 10,
    trueColour: false,
    onOutput(bytes, consumed) {
      output += Buffer.from(bytes).toString();
      consumed();
    },
    onExit: (code) => {
      exit = code;
    },
    ...options,
  });
  running = pty;
  return {output: () => output, exit: () => exit, pty};
}

describe('a program behind a PTY', () => {
  it('sees a terminal of the pane’s size and nothing of the one around it', async () => {
    const {output} = await open(
      'stty size; echo "[$TERM|$COLORTERM|$TMUX|$TMUX_PANE|$STY|$LINES|$COLUMNS|$VTE_VERSION|$MINE]"; read x',
    );
    expect(await until(output, (text) => text.includes('yes]'))).toBe('10 50\r\n[xterm-256color||||||||yes]\r\n');
  });

  it('gets bytes as they are, hears of a new size, and tells its exit code', async () => {
    const {output, exit, pty} = await open(
      "stty raw -echo; echo up; head -c 3 | od -An -tx1; trap 'stty size' WINCH; read x; exit 3",
    );
    await until(output, (text) => text.includes('up'));
    pty.write(Uint8Array.of(0xff, 0x00, 0xe9));
    expect(await until(output, (text) => text.includes('ff 00 e9'))).toContain('ff 00 e9');
    pty.resize(0, 0);
    pty.resize(70, 20);
    pty.write('\n');
    expect(await until(exit, (code) => code !== undefined)).toBe(3);
    // Nothing happens to what is gone.
    pty.resize(10, 10);
    pty.write('x');
    pty.kill();
  });

  it('is hung up', async () => {
    const {output, exit, pty} = await open('echo up; exec sleep 60');
    await until(output, (text) => text.includes('up'));
    pty.kill();
    expect(await until(exit, (code) => code !== undefined)).toBe(129);
  });
});

describe('a flood', () => {
  it('is held back at 512 KiB unparsed and let go at 64', () => {
    const told: string[] = [];
    const consumed: (() => void)[] = [];
    const take = withBackpressure({pause: () => told.push('pause'), resume: () => told.push('resume')}, (_, done) =>
      consumed.push(done),
    );
    for (let chunk = 0; chunk < 8; chunk++) take(Buffer.alloc(64 * 1024));
    expect(told).toEqual([]);
    take(Buffer.alloc(1));
    take(Buffer.alloc(1));
    expect(told).toEqual(['pause']);
    for (const done of consumed.splice(0, 7)) done();
    expect(told).toEqual(['pause']);
    for (const done of consumed) done();
    expect(told).toEqual(['pause', 'resume']);
  });
});

it('where the native module does not load, the reason is told in one line', async () => {
  const load = () => Promise.reject(new Error('Cannot find the prebuilt binary\n    at somewhere'));
  expect(await loadPty(load)).toEqual({works: false, reason: 'Cannot find the prebuilt binary'});
});
