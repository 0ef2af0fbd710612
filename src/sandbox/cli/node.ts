import {spawnSync} from 'node:child_process';
import {createReadStream, createWriteStream, type Stats} from 'node:fs';
import * as fs from 'node:fs/promises';
import {Agent, type IncomingMessage, type RequestOptions, request as requestPlain} from 'node:http';
import {request as requestTls, Agent as TlsAgent} from 'node:https';
import {isIP, type Socket} from 'node:net';
import {arch, platform} from 'node:os';
import {resolve} from 'node:path';
import {Readable, type Writable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {ReadStream, WriteStream} from 'node:tty';
import {systemCode} from '../../errors.ts';
import {
  type ByteSink,
  type ByteStream,
  type CommandContext,
  type CommandFiles,
  type CommandTerminal,
  ConnectionError,
  type Duplex,
  FileError,
  type FileKind,
  type FileStat,
  type ServerRequest,
  type ServerResponse,
  type SignalName,
  type TerminalSize,
  type Upgrade,
} from './context.ts';

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
    clock: {
      now: () => Date.now(),
      after(ms, callback) {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
    },
    platform: {os: goOs(), arch: goArch()},
    onSignal: (callback) => signals.listen(callback),
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

interface Agents {
  readonly plain: Agent;
  readonly tls: TlsAgent;
}

function requestOptions({server, method, path, headers, signal}: ServerRequest): RequestOptions {
  const unix = /^unix:\/\/(.*)$/.exec(server.url)?.[1];
  const shared = {method, path, headers: {...headers}, ...(signal === undefined ? {} : {signal})};
  if (unix !== undefined) return {...shared, socketPath: unix};
  const url = new URL(server.url.replace(/^tcp:/, server.tls === undefined ? 'http:' : 'https:'));
  const {tls} = server;
  const port = url.port || (url.protocol === 'https:' ? 443 : 80);
  return {
    ...shared,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    ...(tls === undefined
      ? {}
      : {
          rejectUnauthorized: tls.verify,
          ...(isIP(url.hostname) === 0 ? {servername: url.hostname} : {}),
          ...Object.fromEntries(
            Object.entries({ca: tls.ca, cert: tls.cert, key: tls.key}).map(([k, v]) => [k, v && Buffer.from(v)]),
          ),
        }),
  };
}

function isSecure({server}: ServerRequest): boolean {
  return server.tls !== undefined || server.url.startsWith('https:');
}

function fetchOnce(request: ServerRequest, agents: Agents): Promise<ServerResponse> {
  const secure = isSecure(request);
  const send = secure ? requestTls : requestPlain;
  return new Promise((done, fail) => {
    const outgoing = send({...requestOptions(request), agent: secure ? agents.tls : agents.plain}, (answer) =>
      done(responseOf(answer)),
    );
    outgoing.on('error', (error) => fail(connectionError(error)));
    sendBody(outgoing, request.body).catch((error: unknown) => {
      fail(error);
      outgoing.destroy();
    });
  });
}

type Outgoing = ReturnType<typeof requestPlain>;

async function sendBody(outgoing: Outgoing, body: ServerRequest['body']): Promise<void> {
  if (body === undefined) outgoing.end();
  else if (body instanceof Uint8Array) outgoing.end(body);
  else {
    outgoing.flushHeaders();
    for await (const piece of body) {
      if (outgoing.destroyed || outgoing.closed) return;
      if (!outgoing.write(piece)) await drained(outgoing);
    }
    outgoing.end();
  }
}

function drained(outgoing: Outgoing): Promise<void> {
  return new Promise((done) => {
    const resume = () => {
      outgoing.off('drain', resume);
      outgoing.off('close', resume);
      done();
    };
    outgoing.on('drain', resume);
    outgoing.on('close', resume);
  });
}

function responseOf(answer: IncomingMessage): ServerResponse {
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')] as const);
  return {status: answer.statusCode ?? 0, headers: Object.fromEntries(headers), body: answer};
}

function connectionError(error: Error): Error {
  if (error.name === 'AbortError') return error;
  // Every address of a name is tried; the last to fail stands for all.
  const last = error instanceof AggregateError && error.errors.at(-1) instanceof Error ? error.errors.at(-1) : error;
  return new ConnectionError(systemCode(last), last.message);
}

function upgradeOnce(request: ServerRequest): Promise<Upgrade> {
  const send = isSecure(request) ? requestTls : requestPlain;
  return new Promise((done, fail) => {
    const outgoing = send({...requestOptions(request), agent: false}, (answer) =>
      done({upgraded: false, response: responseOf(answer)}),
    );
    outgoing.on('upgrade', (answer, socket, head) => {
      done({upgraded: true, headers: responseOf(answer).headers, stream: duplexOf(socket, head)});
    });
    outgoing.on('error', (error) => fail(connectionError(error)));
    sendBody(outgoing, request.body).catch(fail);
  });
}

function duplexOf(socket: Socket, head: Uint8Array): Duplex {
  // A server that goes away ends the input; nobody else needs to hear of it.
  socket.on('error', () => socket.destroy());
  socket.setNoDelay(true);
  async function* input(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    try {
      yield* socket;
    } catch (error) {
      if (systemCode(error) !== 'ECONNRESET' && systemCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  }
  return {
    input: input(),
    write: (bytes) =>
      new Promise((done) => {
        if (socket.writable) socket.write(bytes, () => done());
        else done();
      }),
    closeWrite: () => void socket.end(),
    close: () => void socket.destroy(),
  };
}

const words: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  EEXIST: 'file exists',
  ENOTEMPTY: 'directory not empty',
  ENOSPC: 'no space left on device',
  EROFS: 'read-only file system',
  ELOOP: 'too many levels of symbolic links',
};

function nodeFiles(folder: string): CommandFiles {
  const at = (path: string) => resolve(folder, path);
  const worded = async <T>(verb: string, path: string, work: (full: string) => Promise<T>): Promise<T> => {
    try {
      return await work(at(path));
    } catch (error) {
      throw fileError(verb, path, error);
    }
  };
  return {
    folder,
    stat: (path, {follow = false} = {}) =>
      worded(follow ? 'stat' : 'lstat', path, async (full) => {
        try {
          return statOf(await (follow ? fs.stat(full) : fs.lstat(full)));
        } catch (error) {
          if (systemCode(error) === 'ENOENT') return undefined;
          throw error;
        }
      }),
    list: (path) => worded('open', path, async (full) => (await fs.readdir(full)).sort()),
    read: (path) => readFile(path, at(path)),
    readLink: (path) => worded('readlink', path, (full) => fs.readlink(full)),
    write: (path, bytes, mode) =>
      worded('open', path, (full) =>
        pipeline(Readable.from(bytes), createWriteStream(full, mode === undefined ? {} : {mode})),
      ),
    makeFolder: (path, {parents = false, mode} = {}) =>
      worded('mkdir', path, async (full) => {
        await fs.mkdir(full, {recursive: parents, ...(mode === undefined ? {} : {mode})});
      }),
    makeLink: (path, target) => worded('symlink', path, (full) => fs.symlink(target, full)),
    makeHardLink: (path, existing) => worded('link', path, (full) => fs.link(at(existing), full)),
    setMode: (path, mode) => worded('chmod', path, (full) => fs.chmod(full, mode)),
    setOwner: (path, uid, gid) => worded('lchown', path, (full) => fs.lchown(full, uid, gid)),
    setModified: (path, ms) => worded('chtimes', path, (full) => fs.lutimes(full, ms / 1000, ms / 1000)),
    remove: (path) => worded('remove', path, (full) => fs.rm(full, {recursive: true, force: true})),
  };
}

async function* readFile(path: string, full: string): ByteStream & AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(full)) if (piece instanceof Uint8Array) yield piece;
  } catch (error) {
    throw fileError(systemCode(error) === 'EISDIR' ? 'read' : 'open', path, error);
  }
}

function fileError(verb: string, path: string, error: unknown): Error {
  const code = systemCode(error);
  if (code === '') return error instanceof Error ? error : new Error(String(error));
  return new FileError(code, `${verb} ${path}: ${words[code] ?? code}`);
}

function statOf(stats: Stats): FileStat {
  return {
    kind: kindOf(stats),
    sizeBytes: stats.size,
    mode: stats.mode & 0o7777,
    modifiedMs: stats.mtimeMs,
    uid: stats.uid,
    gid: stats.gid,
  };
}

function kindOf(stats: Stats): FileKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}
