import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type RunOptions, runScript} from '../../../src/sandbox/shell/run.ts';
import {until} from '../../support/until.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k8s-learn-run-'));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

function run(script: string, options: Partial<RunOptions> = {}) {
  return runScript(script, {variables: {PATH: process.env['PATH'] ?? ''}, folder, timeoutMs: 10_000, ...options});
}

/** A dead process nobody has buried yet counts as dead. */
function lives(pid: number): boolean {
  try {
    const stat = `/proc/${pid}/stat`;
    if (existsSync(stat) && /\) Z /.test(readFileSync(stat, 'utf8'))) return false;
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const pidIn = (file: string) => Number(readFileSync(join(folder, file), 'utf8'));

describe('a script', () => {
  it('runs in its folder with its variables and gives its exit code and output in the order written', async () => {
    const result = await run('pwd\necho "$NAME" >&2\necho three\nexit 7', {variables: {PATH: '/bin', NAME: 'two'}});
    expect(result).toEqual({exitCode: 7, ended: 'exited', output: `${folder}\ntwo\nthree\n`});
  });

  it('goes on after a failing line, as a shell does', async () => {
    expect(await run('false\necho on')).toMatchObject({exitCode: 0, output: 'on\n'});
  });

  it('reads empty input and no terminal', async () => {
    expect((await run('cat; tty || true; [ -t 1 ] || echo none')).output).toBe('not a tty\nnone\n');
  });

  it('tells the signal that ended it as the shell would', async () => {
    expect((await run('kill -KILL $$')).exitCode).toBe(137);
  });

  it('hands out output as it comes, characters whole', async () => {
    const pieces: string[] = [];
    await run("printf '\\351\\225'; sleep 0.05; printf '\\234\\n'", {onOutput: (text) => pieces.push(text)});
    expect(pieces.join('')).toBe('镜\n');
    expect(pieces.join('')).not.toContain('\ufffd');
  });

  it('keeps the end of a flood and says that the beginning is missing', async () => {
    const {output} = await run('i=0; while [ $i -lt 4000 ]; do echo "line $i"; i=$((i+1)); done', {keepBytes: 1000});
    expect(output.startsWith('[...]\n')).toBe(true);
    expect(output.endsWith('line 3999\n')).toBe(true);
    expect(output.length).toBeLessThan(1010);
  });

  it('rejects with what is missing when its folder is not there', async () => {
    await expect(run('true', {folder: join(folder, 'gone')})).rejects.toMatchObject({code: 'SCRIPT_NOT_STARTED'});
  });
});

describe('a script that is stopped', () => {
  it('dies with all its children after the timeout, also those that ignore SIGTERM', async () => {
    const result = await run(
      '(trap "" TERM; echo $$ >outer; exec sleep 60) & sh -c \'echo $$ >inner; exec sleep 60\'',
      {
        timeoutMs: 300,
      },
    );
    expect(result).toMatchObject({exitCode: 124, ended: 'timeout'});
    expect(await until(() => !lives(pidIn('inner')), Boolean)).toBe(true);
  });

  it('dies at an abort', async () => {
    const controller = new AbortController();
    const result = await run("sh -c 'echo $$ >inner; echo up; exec sleep 60'", {
      signal: controller.signal,
      onOutput: () => controller.abort(),
    });
    expect(result).toMatchObject({exitCode: 130, ended: 'aborted', output: 'up\n'});
    expect(await until(() => !lives(pidIn('inner')), Boolean)).toBe(true);
  });

  it('is not started when it was aborted before', async () => {
    expect(await run('touch ran', {signal: AbortSignal.abort()})).toMatchObject({exitCode: 130, ended: 'aborted'});
  });
});

describe('what a script leaves in the background', () => {
  it('does not hold it up, keeps writing, and ends when the signal aborts', async () => {
    const controller = new AbortController();
    const loop = '(while :; do echo tick; echo t >>ticks; sleep 0.02; done) & echo $! >background; echo started';
    const result = await run(loop, {signal: controller.signal});
    expect(result).toMatchObject({exitCode: 0, ended: 'exited'});
    const ticks = () => readFileSync(join(folder, 'ticks'), 'utf8').length;
    const now = ticks();
    expect(await until(() => ticks() > now + 6, Boolean)).toBe(true);
    controller.abort();
    expect(await until(() => !lives(pidIn('background')), Boolean)).toBe(true);
  });
});
