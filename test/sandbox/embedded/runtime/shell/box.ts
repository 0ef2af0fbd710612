import type {ManualClock} from '../../../../../src/sandbox/embedded/clock.ts';
import {rootFiles} from '../../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import type {Limits} from '../../../../../src/sandbox/embedded/runtime/process/cgroup.ts';
import type {Program} from '../../../../../src/sandbox/embedded/runtime/process/process.ts';
import {createMachine, type Machine, manualClock, type RunOptions} from '../../rig.ts';
import {corpusEnvironment, corpusFolder, corpusPasswd} from './corpus.ts';
import {programs} from './programs.ts';

/** What a command came to. */
export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

export interface Box {
  readonly machine: Machine;
  readonly clock: ManualClock;
  /** Errors of programs that must never be. */
  readonly faults: readonly unknown[];
  /** Runs a command line to its end; its clock goes on as far as that takes. */
  run(argv: readonly string[], options?: RunOptions): Promise<Ran>;
}

/** The first process: what runs is its child, as most shells are somebody's. */
const init: Program = {
  name: 'init',
  main: async (process) => (await process.waitFor(process.spawn({argv: process.argv.slice(1)}))).code,
};

/** A machine as the scripts of the corpus were recorded on, with files laid into it. */
export function createBox({
  files = {},
  limits,
}: {
  readonly files?: {readonly [path: string]: string};
  readonly limits?: Limits;
} = {}): Box {
  const clock = manualClock();
  const all = [...programs, init];
  const machine = createMachine({programs: all, clock, ...(limits ? {limits} : {})});
  const faults: unknown[] = [];
  machine.kernel.onFault = (error) => faults.push(error);
  rootFiles(machine.space.mounts, clock.now).makeDirectories(corpusFolder);
  machine.lay({
    ...Object.fromEntries(all.map(({name}) => [`/bin/${name}`, `program:${name}`])),
    '/etc/passwd': corpusPasswd,
    ...files,
  });
  return {
    machine,
    clock,
    faults,
    async run(argv, options = {}) {
      const env = {...corpusEnvironment, ...options.env};
      const {process, done} = machine.start(['init', ...argv], {folder: corpusFolder, ...options, env});
      while (!process.status) await clock.advance(10);
      const {out, err, status} = await done;
      return {out, err, code: status.code};
    },
  };
}

/** Runs a text as `sh -c` does. */
export function runShell(text: string, options?: Parameters<typeof createBox>[0]): Promise<Ran> {
  return createBox(options).run(['sh', '-c', text]);
}
