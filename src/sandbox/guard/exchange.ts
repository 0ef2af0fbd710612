import type {IncomingHttpHeaders} from 'node:http';
import type {Readable} from 'node:stream';
import type {Json} from '../../observation.ts';
import type {LineChange} from './lines.ts';
import type {Raw} from './raw-json.ts';
import type {Answer} from './upstream.ts';

/** How an exchange ended: the status sent, and the API's own sentence when it failed (inside a 200 stream: 500). */
export type Outcome = {readonly status: number; readonly error: string};

/** What goes to the call log; filled in by the handler as it learns it. */
export type CallNote = {verb: string; target: string; detail: Record<string, Json>};

export type StreamOptions = {
  /** Replaces the request's body. */
  readonly json?: Raw;
  readonly body?: Readable | Buffer;
  /** Sees, and may change or drop, every JSON line of the answer. */
  readonly line?: LineChange;
  /** Lines to put before the end, once the daemon's own are through. An answer cut before its end then counts as 499. */
  readonly last?: (outcome: Outcome) => Promise<readonly Raw[]>;
  /** Lines of a success to send instead of a refusal, or undefined to let it pass. */
  readonly instead?: (message: string) => Promise<readonly Raw[] | undefined>;
  /** Changes the bytes of a successful answer. */
  readonly through?: (answer: Readable) => Readable;
  /** Called when the daemon's answer has begun. */
  readonly begun?: (status: number) => void;
};

/** One request of a client's and the answer to it, over plain HTTP or an upgraded connection. */
export interface Exchange {
  readonly method: string;
  /** `/v1.41`, or '' when the client wrote none. */
  readonly prefix: string;
  /** What the route's pattern caught, decoded. */
  readonly parts: readonly string[];
  /** What is forwarded; handlers change it. */
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** From the learner's socket, not from our own observers'. */
  readonly learner: boolean;
  readonly note: CallNote;
  /** Puts the learner's names into an error message. */
  mend: (message: string) => string;
  /** The JSON body, read canonically. */
  body(): Promise<Raw>;
  /** The request's bytes, for handlers that read them themselves. */
  incoming(): Readable;
  /** Forwards with bodies of any length, both ways as they come. */
  stream(path: string, options?: StreamOptions): Promise<Outcome>;
  /** Forwards and holds the answer back for `reply`. */
  send(path: string, body?: Raw): Promise<Answer>;
  /** Answers with the daemon's answer, or with its head and another JSON value. */
  reply(answer: Answer, value?: unknown): Outcome;
  /** Answers in the daemon's place. */
  say(status: number, value: unknown): Outcome;
}
