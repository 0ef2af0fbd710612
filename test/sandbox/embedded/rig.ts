import {createHash} from 'node:crypto';
import {gzipSync} from 'node:zlib';
import {encode} from '../../../src/sandbox/embedded/bytes/bytes.ts';
import {Pipe} from '../../../src/sandbox/embedded/bytes/pipe.ts';
import {createManualClock, type ManualClock} from '../../../src/sandbox/embedded/clock.ts';
import {nodeClock} from '../../../src/sandbox/embedded/edge/outside.ts';
import type {Outside} from '../../../src/sandbox/embedded/outside.ts';
import {deviceTree} from '../../../src/sandbox/embedded/runtime/fs/devices.ts';
import {MountTable} from '../../../src/sandbox/embedded/runtime/fs/mounts.ts';
import {layerOver} from '../../../src/sandbox/embedded/runtime/fs/overlay.ts';
import {rootFiles} from '../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import {Fabric} from '../../../src/sandbox/embedded/runtime/net/fabric.ts';
import {NetworkStack} from '../../../src/sandbox/embedded/runtime/net/stack.ts';
import {Cgroup, type Limits, noLimits} from '../../../src/sandbox/embedded/runtime/process/cgroup.ts';
import {root} from '../../../src/sandbox/embedded/runtime/process/credentials.ts';
import {
  nullDescriptor,
  OpenFile,
  readerDescriptor,
  type TerminalDevice,
  writerDescriptor,
} from '../../../src/sandbox/embedded/runtime/process/descriptor.ts';
import {executableBytes, usualPath} from '../../../src/sandbox/embedded/runtime/process/executable.ts';
import {Kernel} from '../../../src/sandbox/embedded/runtime/process/kernel.ts';
import type {ExitStatus, Process, Program} from '../../../src/sandbox/embedded/runtime/process/process.ts';
import {ProcessSpace} from '../../../src/sandbox/embedded/runtime/process/space.ts';

/** A world around the engine without ports and files; its clock is moved by hand, or real. */
export function outsideOf(clock: Outside['clock']): Outside {
  let seed = 1;
  return {
    clock,
    random: (count) =>
      Uint8Array.from({length: count}, () => {
        seed = (seed * 48_271) % 0x7fffffff;
        return seed & 255;
      }),
    sha256() {
      const hash = createHash('sha256');
      return {update: (bytes) => void hash.update(bytes), digest: () => Uint8Array.from(hash.digest())};
    },
    gzip: (bytes) => gzipSync(bytes),
    ports: {listen: () => Promise.reject(new Error('this test has no ports'))},
    files: undefined,
  };
}

export function manualClock(): ManualClock {
  return createManualClock(() => new Promise((resolve) => setImmediate(resolve)));
}

export interface RanProcess {
  readonly process: Process;
  /** What it has written so far. */
  out(): string;
  err(): string;
  /** Everything, once it has ended. */
  readonly done: Promise<{readonly out: string; readonly err: string; readonly status: ExitStatus}>;
  type(text: string): Promise<void>;
  endInput(): void;
}

export interface Machine {
  readonly kernel: Kernel;
  readonly space: ProcessSpace;
  readonly clock: Outside['clock'];
  /** Puts files there: text, or a program's name behind `program:`. Parents are made. */
  lay(files: {readonly [path: string]: string}): void;
  start(argv: readonly string[], options?: RunOptions): RanProcess;
  /** Starts, waits for the end, and gives what was written. */
  run(argv: readonly string[], options?: RunOptions): RanProcess['done'];
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: {readonly [name: string]: string};
  readonly folder?: string;
  readonly user?: Process['user'];
  /** Standard streams are this terminal; `out` then gives nothing. */
  readonly terminal?: TerminalDevice;
}

/** A bare container without Docker around it: programs, an empty disk, /dev. Its clock is real unless one is given. */
export function createMachine(options: {
  readonly programs: readonly Program[];
  readonly clock?: Outside['clock'];
  readonly limits?: Limits;
  /** Another machine, whose kernel and networks this one shares. */
  readonly beside?: Machine;
}): Machine {
  const {programs, beside, clock = beside?.clock ?? nodeClock, limits = noLimits} = options;
  const kernel = beside?.kernel ?? new Kernel({outside: outsideOf(clock)});
  kernel.onFault = (error, argv) => {
    throw new Error(`${argv.join(' ')} failed inside`, {cause: error});
  };
  const attributes = {mode: 0o755, uid: 0, gid: 0, modifiedMs: clock.now()};
  const disk = layerOver(undefined, {budget: kernel.disk, attributes});
  const mounts = new MountTable(disk);
  for (const name of ['dev', 'tmp', 'bin', 'etc', 'root']) disk.makeDirectory(name, attributes);
  const devices = deviceTree({budget: kernel.disk, random: kernel.outside.random, now: clock.now()});
  mounts.mount({path: '/dev', root: devices, readOnly: false, source: 'tmpfs', type: 'tmpfs'});
  const space = new ProcessSpace({
    kernel,
    programs: new Map(programs.map((program) => [program.name, program])),
    fabric: beside?.space.fabric ?? new Fabric(kernel),
    mounts,
    network: new NetworkStack(),
    cgroup: new Cgroup(limits, kernel.cgroup),
    hostname: 'box',
  });

  function start(argv: readonly string[], run: RunOptions = {}): RanProcess {
    const streams = [new Pipe(), new Pipe(1 << 24), new Pipe(1 << 24)] as const;
    const fds = new Map<number, OpenFile>();
    if (run.terminal) {
      const file = new OpenFile(run.terminal.descriptor());
      for (const fd of [0, 1, 2]) fds.set(fd, fd === 0 ? file : file.share());
    } else {
      fds.set(0, new OpenFile(run.input === undefined ? nullDescriptor() : readerDescriptor(streams[0].reader)));
      fds.set(1, new OpenFile(writerDescriptor(streams[1].writer)));
      fds.set(2, new OpenFile(writerDescriptor(streams[2].writer)));
    }
    const process = space.start({
      argv,
      env: new Map(Object.entries({PATH: usualPath, HOME: '/root', ...run.env})),
      folder: run.folder ?? '/',
      user: run.user ?? root,
      fds,
      terminal: run.terminal,
    });
    const texts = {out: '', err: ''};
    const follow = async (pipe: Pipe, into: 'out' | 'err'): Promise<void> => {
      const decoder = new TextDecoder();
      for (let bytes = await pipe.reader.read(); bytes; bytes = await pipe.reader.read())
        texts[into] += decoder.decode(bytes, {stream: true});
    };
    const outputs = run.terminal ? [] : [follow(streams[1], 'out'), follow(streams[2], 'err')];
    const type = (text: string): Promise<void> => streams[0].writer.write(encode(text));
    const endInput = (): void => streams[0].writer.close();
    if (run.input) void type(run.input).then(endInput, () => {});
    else if (run.input === '') endInput();
    return {
      process,
      out: () => texts.out,
      err: () => texts.err,
      done: process.ended.then(async (status) => {
        await Promise.all(outputs);
        return {...texts, status};
      }),
      type,
      endInput,
    };
  }

  return {
    kernel,
    space,
    clock,
    lay(files) {
      const disk = rootFiles(mounts, clock.now);
      for (const [path, content] of Object.entries(files)) {
        disk.makeDirectories(path.slice(0, path.lastIndexOf('/')) || '/', 0o755);
        const program = content.startsWith('program:') ? content.slice('program:'.length) : undefined;
        disk.write(path, program === undefined ? content : executableBytes(program));
        disk.change(path, {mode: program === undefined ? 0o644 : 0o755});
      }
    },
    start,
    run: (argv, run) => start(argv, run).done,
  };
}
