import {encode} from '../../../../bytes/bytes.ts';
import type {FileNode} from '../../../fs/nodes.ts';
import type {HeaderPair} from '../../../http/headers.ts';
import type {Process} from '../../../process/process.ts';
import type {RegistryProblem} from './problem.ts';

/** What a request is answered with; headers are sorted when it is sent. */
export interface RegistryReply {
  readonly status: number;
  readonly headers?: readonly HeaderPair[];
  readonly body?: Uint8Array | {readonly file: FileNode; readonly start: number; readonly length: number};
  /** For the log. */
  readonly problem?: RegistryProblem;
}

const json = 'application/json; charset=utf-8';

export function jsonReply(value: unknown, headers: readonly HeaderPair[] = []): RegistryReply {
  return {status: 200, headers: [['Content-Type', json], ...headers], body: encode(`${JSON.stringify(value)}\n`)};
}

export function problemReply(problem: RegistryProblem): RegistryReply {
  return {status: problem.status, headers: [['Content-Type', json]], body: encode(problem.json), problem};
}

/** Go's plain words for what is no resource. */
export function textReply(status: number, text: string, headers: readonly HeaderPair[] = []): RegistryReply {
  return {status, headers: [['Content-Type', 'text/plain; charset=utf-8'], ...headers], body: encode(`${text}\n`)};
}

export function emptyReply(status: number, headers: readonly HeaderPair[]): RegistryReply {
  return {status, headers};
}

export function replyLength({body}: RegistryReply): number {
  return body === undefined ? 0 : body.length;
}

const pieceBytes = 64 * 1024;

/** Sends a file's part piece by piece. */
export async function writeFilePart(
  process: Process,
  part: {readonly file: FileNode; readonly start: number; readonly length: number},
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  for (let sent = 0; sent < part.length; ) {
    await process.breathe();
    const piece = part.file.read(part.start + sent, Math.min(pieceBytes, part.length - sent));
    if (piece.length === 0) return;
    await write(piece);
    sent += piece.length;
  }
}
