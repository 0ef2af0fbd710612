import {spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {Agent} from 'node:http';
import {Agent as TlsAgent} from 'node:https';
import {arch, platform} from 'node:os';
import type {Readable, Writable} from 'node:stream';
import {ReadStream, WriteStream} from 'node:tty';
import type {ByteSink, CommandContext, CommandTerminal, SignalName, TerminalSize} from './context.ts';
import {nodeFiles} from './node-files.ts';
import {listen, runProgram} from './node-machine.ts';
import {fetchOnce, freePort, upgradeOnce} from './node-transport.ts';

/** A command of this folder: resolves with its exit code. */
export type ContextCommand = (context: CommandContext) => Promise<number>;

/** A process to run in: the streams, the environment and the working folder. */
export interface NodeSurroundings {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/**
 * Runs a command in this process, on its streams, files and signals; resolves with the exit code. Input may still be
 * waited for then, so the caller ends the process.
 */
export function runOnNode(command: ContextCommand, argv: readonly string[]): Promise<number> {
  const {env, stdin, stdout, stderr} = process;
  return runIn(command, {argv, env, folder: process.cwd(), stdin, stdout, stderr});
}

/** As `runOnNode`, on streams and in a folder of the caller's. */
export async function runIn(command: ContextCommand, surroundings: NodeSurroundings): Promise<number> {
  const {argv, env, folder, stdin, stdout, stderr} = surroundings;
  const ending = new Ending();
  const signals = new Signals(ending);
  const agents = {plain: new Agent({keepAlive: true}), tls: new TlsAgent({keepAlive: true})};
  const context: CommandContext = {
    argv,
    env,
    stdin: {[Symbol.asyncIterator]: () => stdin.iterator({destroyOnReturn: false})},
    stdout: sinkOf(stdout, ending),
    stderr: sinkOf(stderr, ending),
    tty: nodeTerminal(surroundings),
    files: nodeFiles(folder),
    random: (count) => new Uint8Array(randomBytes(count)),
    clock: {
      now: () => Date.now(),
      after(ms, callback) {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
    },
    platform: {os: goOs(), arch: goArch()},
    onSignal: (callback) => signals.listen(callback),
    freePort,
    listen,
    runProgram: (program) => runProgram(program, {folder, env}),
    fetch: (request) => fetchOnce(request, agents),
    upgrade: (request) => upgradeOnce(request),
  };
  try {
    return await Promise.race([command(context), ending.code]);
  } finally {
    signals.stop();
    agents.plain.destroy();
    agents.tls.destroy();
    if (stdin instanceof ReadStream) stdin.setRawMode(false);
  }
}

/** What ends a command from outside: a signal nobody listens for, a reader that went away. */
class Ending {
  end: (code: number) => void = () => {};
  readonly code = new Promise<number>((done) => {
    this.end = done;
  });
}

const signalNumbers: Readonly<Record<SignalName, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGUSR2: 12,
  SIGTERM: 15,
  SIGWINCH: 28,
};
const fatalSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

class Signals {
  private readonly callbacks = new Set<(signal: SignalName) => void>();
  private readonly ending: Ending;

  constructor(ending: Ending) {
    this.ending = ending;
    for (const name of fatalSignals) process.on(name, this.receive);
  }

  listen(callback: (signal: SignalName) => void): () => void {
    this.callbacks.add(callback);
    // Caught only while somebody listens: unheard, they have effects of their own.
    if (this.callbacks.size === 1) for (const name of ['SIGUSR2', 'SIGWINCH'] as const) process.on(name, this.receive);
    return () => {
      this.callbacks.delete(callback);
      if (this.callbacks.size === 0) this.forget('SIGUSR2', 'SIGWINCH');
    };
  }

  stop(): void {
    this.forget(...fatalSignals, 'SIGUSR2', 'SIGWINCH');
  }

  private forget(...names: readonly SignalName[]): void {
    for (const name of names) process.off(name, this.receive);
  }

  private readonly receive = (name: NodeJS.Signals): void => {
    const known = Object.hasOwn(signalNumbers, name) ? (name as SignalName) : undefined;
    if (known === undefined) return;
    if (this.callbacks.size === 0) this.ending.end(128 + signalNumbers[known]);
    for (const callback of this.callbacks) callback(known);
  };
}

const brokenPipe = 141;

function sinkOf(stream: Writable, ending: Ending): ByteSink {
  stream.on('error', () => ending.end(brokenPipe));
  return {
    write: (bytes) =>
      new Promise((done) => {
        stream.write(bytes, () => done());
      }),
  };
}

function nodeTerminal({stdin, stdout, stderr}: NodeSurroundings): CommandTerminal {
  const [keys, screen, errors] = [
    stdin instanceof ReadStream,
    stdout instanceof WriteStream,
    stderr instanceof WriteStream,
  ];
  return {
    stdin: keys,
    stdout: screen,
    stderr: errors,
    size: () => sizeOf(stdout) ?? sizeOf(stderr) ?? (keys ? sizeOf(new WriteStream(0)) : undefined),
    setRaw(raw) {
      if (!(stdin instanceof ReadStream)) return;
      stdin.setRawMode(raw);
      // Node's raw mode still writes \r before each \n, which full-screen programs do not bear.
      if (raw && platform() !== 'win32') spawnSync('stty', ['-opost'], {stdio: ['inherit', 'ignore', 'ignore']});
    },
    onResize(callback) {
      process.on('SIGWINCH', callback);
      return () => process.off('SIGWINCH', callback);
    },
  };
}

function sizeOf(stream: Writable): TerminalSize | undefined {
  if (!(stream instanceof WriteStream)) return undefined;
  const [columns, rows] = stream.getWindowSize();
  return {columns, rows};
}

function goOs(): string {
  const name = platform();
  return name === 'win32' ? 'windows' : name;
}

function goArch(): string {
  const name = arch();
  const names: Readonly<Record<string, string>> = {x64: 'amd64', ia32: '386'};
  return names[name] ?? name;
}
