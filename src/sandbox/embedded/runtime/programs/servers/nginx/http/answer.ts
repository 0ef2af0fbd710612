import type {ByteReader} from '../../../../../bytes/pipe.ts';
import type {FileNode} from '../../../../fs/nodes.ts';
import type {HeaderPair} from '../../../../http/headers.ts';

/** Bytes, or a piece of a file that is read when it is sent. */
export type BodyPart = Uint8Array | {readonly file: FileNode; readonly start: number; readonly length: number};

/** What is sent behind the head; `stream` is somebody else's answer that is handed on. */
export type AnswerBody =
  | {readonly kind: 'parts'; readonly parts: readonly BodyPart[]}
  | {readonly kind: 'stream'; readonly reader: ByteReader; readonly length: number | undefined};

/** What a handler answers, before the filters put the rest to it. */
export interface Answer {
  readonly status: number;
  /** Instead of nginx's own words. */
  readonly reason?: string;
  /** `Content-Type`; none when absent. */
  readonly type?: string;
  /** `Location`; one that begins with a slash is made whole. */
  readonly location?: string;
  /** The last change of a file, epoch milliseconds. */
  readonly modifiedMs?: number;
  readonly etag?: string;
  /** Others, in order. */
  readonly headers?: readonly HeaderPair[];
  /** Parts of it can be asked for. */
  readonly hasRanges?: boolean;
  /** The length is not said, the body comes in chunks. */
  readonly isChunked?: boolean;
  readonly body?: AnswerBody;
}

/** What a phase of handling a request comes to. */
export type Outcome =
  | {readonly kind: 'answer'; readonly answer: Answer}
  /** To be shown by an error page, or by nginx's own. `headers` stay whatever page it is. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly location?: string;
      readonly headers?: readonly HeaderPair[];
    }
  /** Another path, from the beginning. */
  | {readonly kind: 'redirect'; readonly path: string; readonly args: string}
  | {readonly kind: 'named'; readonly name: string}
  /** Nothing is answered at all. */
  | {readonly kind: 'close'};

export function statusOutcome(status: number): Outcome {
  return {kind: 'status', status};
}

export function bytesBody(bytes: Uint8Array): AnswerBody {
  return {kind: 'parts', parts: [bytes]};
}

/** Undefined when it is not known before the end. */
export function bodyLength(body: AnswerBody | undefined): number | undefined {
  if (body === undefined) return 0;
  if (body.kind === 'stream') return body.length;
  return body.parts.reduce((sum, part) => sum + part.length, 0);
}
