import type {ByteReader, ByteStream, ByteWriter} from '../../bytes/pipe.ts';

/** One call of the Engine API, without its transport. Paths come without their version and percent-encoding. */
export interface ApiRequest {
  readonly method: string;
  /** `/containers/web/json`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: ByteReader;
  /** `[1, 41]`, the API version the client speaks; ours when it names none. */
  readonly version: readonly [number, number];
  /** The client asked for the connection itself (`Upgrade: tcp`). */
  readonly upgrade: boolean;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
}

/** What a call is answered with. Headers and status of a stream are sent before its first byte is there. */
export type ApiResponse =
  | {readonly kind: 'json'; readonly status: number; readonly body: unknown; readonly headers?: ResponseHeaders}
  | {readonly kind: 'empty'; readonly status: number; readonly headers?: ResponseHeaders}
  | {
      readonly kind: 'stream';
      readonly status: number;
      readonly type: string;
      readonly headers?: ResponseHeaders;
      /** Writes the body; its end is the response's. A rejection cuts the connection. */
      readonly write: (to: ByteWriter) => Promise<void>;
    }
  | {
      /** The connection itself: raw bytes both ways, after 101 when the client asked for it, else after 200. */
      readonly kind: 'hijack';
      readonly type: string;
      readonly run: (stream: ByteStream) => Promise<void>;
    };

export type ResponseHeaders = {readonly [name: string]: string};

export function json(body: unknown, status = 200): ApiResponse {
  return {kind: 'json', status, body};
}

export function empty(status = 204): ApiResponse {
  return {kind: 'empty', status};
}
