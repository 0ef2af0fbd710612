import {encode} from '../../bytes/bytes.ts';
import type {ByteWriter} from '../../bytes/pipe.ts';
import {SystemError} from '../../system-error.ts';
import type {ApiResponse} from '../api/http.ts';
import {ApiRefusal} from '../api/refusal.ts';
import {goJson} from './image-config.ts';

/**
 * One line of a pull, push, load or build, as the API streams it.
 * https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Image/operation/ImageCreate
 */
export type ProgressLine =
  | {readonly status: string; readonly id?: string}
  | {readonly status: string; readonly id: string; readonly done: number; readonly total: number}
  /** A state of a layer that has no number. */
  | {readonly status: string; readonly id: string; readonly state: true}
  | {readonly stream: string}
  | {readonly aux: object}
  /** The last word of a push. */
  | {readonly pushed: {readonly Tag: string; readonly Digest: string; readonly Size: number}}
  | {readonly error: string};

/** Takes a line; resolves when the next may come. */
export type Tell = (line: ProgressLine) => Promise<void>;

/** A line as the daemon writes it, with its line end. */
export function progressText(line: ProgressLine): string {
  return `${goJson(wireOf(line))}\r\n`;
}

/** A response that streams lines. What goes wrong once it streams is its last line: the status is long sent. */
export function progressResponse(run: (tell: Tell) => Promise<void>): ApiResponse {
  return {
    kind: 'stream',
    status: 200,
    type: 'application/json',
    async write(to) {
      const tell = teller(to);
      try {
        await run(tell);
      } catch (error) {
        if (!hasWords(error)) throw error;
        await tell({error: error.message});
      }
    },
  };
}

/** Writes lines into a body. */
export function teller(to: ByteWriter): Tell {
  return (line) => to.write(encode(progressText(line)));
}

/** How a size is shown beside a bar: `38.34kB`. https://github.com/docker/go-units/blob/v0.5.0/size.go */
export function humanSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${Number(size.toPrecision(4))}${units[unit]}`;
}

function wireOf(line: ProgressLine): object {
  if ('error' in line) return {errorDetail: {message: line.error}, error: line.error};
  if ('pushed' in line) return {progressDetail: {}, aux: line.pushed};
  if ('done' in line) {
    const {status, id, done, total} = line;
    return {status, progressDetail: {current: done, total}, progress: bar(done, total), id};
  }
  return 'state' in line ? {status: line.status, progressDetail: {}, id: line.id} : line;
}

const barWidth = 50;

function bar(done: number, total: number): string {
  const filled = Math.min(barWidth, Math.floor(Math.floor((done / Math.max(1, total)) * 100) / 2));
  const box = `[${'='.repeat(filled)}>${' '.repeat(barWidth - filled)}] `;
  const count = humanSize(done).padStart(8);
  return done > total ? `${box}${count}` : `${box}${count}/${humanSize(total)}`;
}

/** Whether an error is for the client to read; anything else is a fault of this engine. */
function hasWords(error: unknown): error is Error {
  return error instanceof ApiRefusal || error instanceof SystemError;
}
