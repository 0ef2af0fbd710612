import type {Clock} from '../../clock.ts';
import type {OutsideHttps} from './kubernetes-api/https.ts';

/** Time inside the engine. A test has one it moves by hand; nothing in the engine knows another. */
export interface EngineClock extends Clock {
  /** Runs once everything else that is due had its turn: how long work lets others go on. */
  soon(callback: () => void): void;
}

/** A SHA-256 that is fed piece by piece. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
}

/** A duplex byte stream that leads out of the engine: a client of a published port. */
export interface OutsideStream {
  /** Resolves with the next bytes, or null when the other side sends no more. */
  read(): Promise<Uint8Array | null>;
  /** Resolves when more may be written; rejects when the other side is gone. */
  write(bytes: Uint8Array): Promise<void>;
  /** Sends no more. */
  end(): void;
  /** Ends both ways at once. */
  destroy(): void;
}

/** Real loopback listeners for published ports; in a browser there are none. */
export interface OutsidePorts {
  /** Listens on a loopback port (0: any free one). Rejects with EADDRINUSE or EACCES in `code`. */
  listen(
    address: string,
    port: number,
    onStream: (stream: OutsideStream) => void,
  ): Promise<{readonly port: number; close(): void}>;
}

/** What a file is on the real disk, as far as a bind mount shows it. */
export interface OutsideStat {
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modifiedMs: number;
}

/**
 * Real files, for bind mounts inside the learner's working folder and nowhere else. Paths are absolute. Methods throw
 * errors with Node's `code`; a path that leads out of the folder, by whatever symbolic link, gets EACCES.
 */
export interface OutsideFiles {
  stat(path: string): OutsideStat | undefined;
  list(path: string): readonly string[];
  read(path: string): Uint8Array;
  write(path: string, bytes: Uint8Array, mode: number): void;
  readLink(path: string): string;
  makeDirectory(path: string, mode: number): void;
  makeLink(path: string, target: string): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  setMode(path: string, mode: number): void;
}

/** Everything the engine gets from the world around it. `edge/` makes Node's, tests make their own. */
export interface Outside {
  readonly clock: EngineClock;
  readonly random: (count: number) => Uint8Array;
  readonly sha256: () => Sha256;
  /** These bytes as one whole gzip member, always the same for the same bytes: what layers are pushed as. */
  readonly gzip: (bytes: Uint8Array) => Uint8Array;
  readonly ports: OutsidePorts;
  /** Undefined where there is no disk. */
  readonly files: OutsideFiles | undefined;
  /** How an API server speaks with kubectl and whoever else is outside; absent in a browser. */
  readonly https?: OutsideHttps;
}
