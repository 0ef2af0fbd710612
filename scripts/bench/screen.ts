import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {Bench} from './figure.ts';
import {figure, median, quantile} from './figure.ts';
import {timeProcess} from './processes.ts';
import {openProgram, openTmux, type Timed, terminalEnvironment, timed} from './terminal.ts';

export const firstFrame: Bench = {
  name: 'first frame',
  async measure() {
    const {env, remove} = terminalEnvironment();
    const ours: number[] = [];
    const node: number[] = [];
    for (let run = 0; run < 11; run += 1) {
      const began = performance.now();
      const program = timed(process.execPath, ['dist/k8s-learn.js'], env);
      ours.push((await program.seen('Why containers')) - began);
      await program.seen('# ');
      await program.close();
      node.push(timeProcess(process.execPath, ['-e', '0']));
    }
    remove();
    return [
      figure({
        name: 'first frame',
        value: median(ours) / median(node),
        goal: 3,
        unit: '×',
        peer: '`node -e 0`',
        peerValue: median(node),
      }),
    ];
  },
};

/**
 * From a key pressed to its echo on the outer terminal; keys 40 ms apart, as a quick typist's. The programs take turns,
 * so that a machine that slows down slows both.
 */
async function echoes(programs: readonly Timed[]): Promise<readonly (readonly number[])[]> {
  const samples = programs.map((): number[] => []);
  for (let run = 0; run < 220; run += 1) {
    const letter = String.fromCharCode(97 + (run % 26));
    for (const [index, program] of programs.entries()) {
      const from = program.bytes();
      const began = performance.now();
      program.write(letter);
      samples[index]?.push((await program.seen(letter, from)) - began);
      if (run % 26 === 25) program.write('\x15');
      await delay(40);
    }
  }
  return samples.map((all) => all.slice(20));
}

export const keyEcho: Bench = {
  name: 'key echo',
  async measure() {
    const {env, remove} = terminalEnvironment();
    const program = await openProgram(env);
    const tmux = await openTmux(env);
    const [ours = [], theirs = []] = await echoes([program, tmux]);
    await Promise.all([program.close(), tmux.close()]);
    remove();
    return [
      figure({
        name: 'key echo, p50',
        value: median(ours) / median(theirs),
        goal: 2,
        unit: '×',
        peer: 'tmux',
        peerValue: median(theirs),
      }),
      figure({
        name: 'key echo, p99',
        value: quantile(ours, 0.99),
        goal: 6,
        unit: 'ms',
        peer: 'tmux',
        peerValue: quantile(theirs, 0.99),
      }),
    ];
  },
};

async function catTime(program: Timed, file: string, run: number): Promise<number> {
  const from = program.bytes();
  const began = performance.now();
  // Another word each time: the last one may still be on the screen and be painted again.
  program.write(`clear; cat ${file}; echo d''one${run}\r`);
  return (await program.seen(`done${run}`, from)) - began;
}

export const flood: Bench = {
  name: 'cat of 20 MB',
  async measure() {
    const {env, home, remove} = terminalEnvironment();
    const file = join(home, 'flood');
    const line = '\x1b[32mlayer\x1b[0m sha256:0123456789abcdef \x1b[1mdownloading\x1b[0m 镜像 12.3 MB of 45.6 MB\n';
    writeFileSync(file, line.repeat(Math.ceil(20e6 / Buffer.byteLength(line))));
    const program = await openProgram(env);
    const tmux = await openTmux(env);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      ours.push(await catTime(program, file, run));
      theirs.push(await catTime(tmux, file, run));
    }
    const interrupt = await ctrlC(program);
    const rss = residentMiB(program.pid);
    await Promise.all([program.close(), tmux.close()]);
    remove();
    return [
      figure({
        name: '`cat` of 20 MB',
        value: median(ours) / median(theirs),
        goal: 1,
        unit: '×',
        peer: 'tmux',
        peerValue: median(theirs),
      }),
      figure({name: 'Ctrl-C out of `yes`', value: interrupt, goal: 50, unit: 'ms'}),
      figure({name: 'screen, resident after 60 MB of output', value: rss, goal: 130, unit: 'MiB'}),
    ];
  },
};

/** From Ctrl-C to the next prompt. */
async function ctrlC(program: Timed): Promise<number> {
  const samples: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    program.write('clear; yes\r');
    await delay(500);
    const from = program.bytes();
    const began = performance.now();
    program.write('\x03');
    samples.push((await program.seen('# ', from)) - began);
    await delay(100);
  }
  return median(samples);
}

export const idle: Bench = {
  name: 'ten idle seconds',
  async measure() {
    const {env, remove} = terminalEnvironment();
    const program = await openProgram(env);
    // Some seconds after the start V8 tidies its heap once, of its own accord; that is not ours to measure.
    await delay(20_000);
    const bytes = program.bytes();
    const wakeUps = switches(program.pid);
    await delay(10_000);
    const figures = [
      figure({name: 'bytes written in 10 idle seconds', value: program.bytes() - bytes, goal: 0, unit: 'bytes'}),
      figure({
        name: 'wake-ups of the screen in 10 idle seconds',
        value: switches(program.pid) - wakeUps,
        goal: 0,
        unit: '',
      }),
      figure({name: 'screen, resident', value: residentMiB(program.pid), goal: 90, unit: 'MiB'}),
    ];
    await program.close();
    remove();
    return figures;
  },
};

/** Voluntary context switches of the main thread: it wakes up for nothing else. Linux only. */
function switches(pid: number): number {
  return Number(
    /^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/task/${pid}/status`, 'utf8'))?.[1],
  );
}

function residentMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

export const packageSize: Bench = {
  name: 'package',
  async measure() {
    const {stdout} = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    const [{size}] = JSON.parse(stdout) as [{size: number}];
    return [figure({name: 'tarball', value: size / 1e6, goal: 5, unit: 'MB'})];
  },
};
