/** The bytes of a stream, in pieces of any size. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** Where a command writes; resolves when the bytes are taken, so that a fast source waits for a slow reader. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
}

/** Time as an argument, in milliseconds; the shape of the project's own clock. */
export interface CommandClock {
  now(): number;
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, callback: () => void): () => void;
}

export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

/** The terminal a command runs in, as far as its streams lead to one. */
export interface CommandTerminal {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** Undefined when no stream is a terminal. */
  size(): TerminalSize | undefined;
  /** Raw: every key arrives as it is typed, unseen, and ^C is a byte. */
  setRaw(raw: boolean): void;
  /** Calls back on every change of size; the returned function ends that. */
  onResize(callback: () => void): () => void;
}

/** The signals a command can ask for. */
export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGQUIT' | 'SIGUSR2' | 'SIGWINCH';

export type FileKind = 'file' | 'folder' | 'link' | 'other';

/** What a file is; times in milliseconds, `mode` the permission bits only. */
export interface FileStat {
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly mode: number;
  readonly modifiedMs: number;
  readonly uid: number;
  readonly gid: number;
}

/** The file system of the machine the command runs on. Paths are relative to `folder` or absolute. */
export interface CommandFiles {
  /** The working folder, absolute. */
  readonly folder: string;
  /** Undefined when there is nothing; a link is described itself unless `follow`. */
  stat(path: string, options?: {readonly follow?: boolean}): Promise<FileStat | undefined>;
  /** The names in a folder, sorted. */
  list(path: string): Promise<readonly string[]>;
  read(path: string): ByteStream;
  readLink(path: string): Promise<string>;
  /** Replaces the file; its bits are `mode` less the umask for a new file. */
  write(path: string, bytes: ByteStream, mode?: number): Promise<void>;
  /** Makes an empty file; rejects with `EEXIST` when there is something by that name. */
  create(path: string): Promise<void>;
  makeFolder(path: string, options?: {readonly parents?: boolean; readonly mode?: number}): Promise<void>;
  makeLink(path: string, target: string): Promise<void>;
  /** A second name for the same file. */
  makeHardLink(path: string, existing: string): Promise<void>;
  setMode(path: string, mode: number): Promise<void>;
  setOwner(path: string, uid: number, gid: number): Promise<void>;
  setModified(path: string, ms: number): Promise<void>;
  /** Removes a file, a link or a whole folder; nothing there is no error. */
  remove(path: string): Promise<void>;
}

/** A file operation that failed, worded as Go words it: `open x: no such file or directory`. */
export class FileError extends Error {
  /** As the system calls it: `ENOENT`, `EACCES`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'FileError';
    this.code = code;
  }
}

/** A server to talk to. `url` is `unix://…`, `tcp://…`, `http://…` or `https://…`. */
export interface Server {
  readonly url: string;
  readonly tls?: {
    readonly ca?: Uint8Array;
    readonly cert?: Uint8Array;
    readonly key?: Uint8Array;
    /** False accepts any certificate. */
    readonly verify: boolean;
    /** The name the certificate must be for, where that is not the host's. */
    readonly serverName?: string;
  };
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ServerRequest {
  readonly server: Server;
  readonly method: Method;
  /** Path and query as they go over the wire. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | ByteStream;
  /** Ends the exchange, the answer's body included. */
  readonly signal?: AbortSignal;
}

export interface ServerResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ByteStream;
}

/** Both ways of a connection that has left HTTP. */
export interface Duplex {
  readonly input: ByteStream;
  write(bytes: Uint8Array): Promise<void>;
  /** Says that nothing more will be sent; what comes in goes on. */
  closeWrite(): void;
  close(): void;
}

/** A port of this machine that is listened on. */
export interface CommandListener {
  /** The one that was chosen, where none was asked for. */
  readonly port: number;
  /** Connections as they come, until `close`. */
  readonly connections: AsyncIterable<Duplex>;
  close(): void;
}

/** What became of a request to leave HTTP: the connection, or the answer of a server that would not. */
export type Upgrade =
  | {readonly upgraded: true; readonly headers: Readonly<Record<string, string>>; readonly stream: Duplex}
  | {readonly upgraded: false; readonly response: ServerResponse};

/** No answer, since there was no connection. */
export class ConnectionError extends Error {
  /** As the system calls it: `ECONNREFUSED`, `ENOENT`, `EACCES`, `ENOTFOUND`; '' when it has no name. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ConnectionError';
    this.code = code;
  }
}

/**
 * All a command may touch. The real one is made by `node.ts`; inside the engine and in a browser tab others take its
 * place. A command is a function of it that resolves with an exit code.
 */
export interface CommandContext {
  /** So many random bytes. */
  readonly random: (count: number) => Uint8Array;
  /** The arguments after the command's own name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: ByteStream;
  readonly stdout: ByteSink;
  readonly stderr: ByteSink;
  readonly tty: CommandTerminal;
  readonly files: CommandFiles;
  readonly clock: CommandClock;
  /** In Go's words: `linux`, `darwin`, `windows`; `amd64`, `arm64`. */
  readonly platform: {readonly os: string; readonly arch: string};
  /** While somebody listens, a signal no longer ends the command; the returned function ends that. */
  onSignal(callback: (signal: SignalName) => void): () => void;
  /** A TCP port of this machine that nobody listens on right now. */
  freePort(address: string): Promise<number>;
  /** Listens on this machine; missing where there is nothing to listen on. Rejects with a ConnectionError. */
  listen?(address: string, port: number): Promise<CommandListener>;
  /**
   * Runs another program of this machine on the command's own terminal and resolves with its exit code; missing where
   * there are no other programs. Rejects with a FileError when it cannot be started.
   */
  runProgram?(argv: readonly string[]): Promise<number>;
  /** Rejects with a ConnectionError; any status is an answer. */
  fetch(request: ServerRequest): Promise<ServerResponse>;
  /** As `fetch`, asking to leave HTTP; the caller's headers name the protocol. */
  upgrade(request: ServerRequest): Promise<Upgrade>;
}
