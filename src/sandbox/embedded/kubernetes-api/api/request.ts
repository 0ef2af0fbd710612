import type {ByteReader, ByteStream, ByteWriter} from '../../bytes/pipe.ts';
import type {User} from '../resources/resource.ts';

/** One call of the Kubernetes API, without its transport. */
export interface KubeRequest {
  readonly method: string;
  /** `/api/v1/namespaces/default/pods/web`, percent-decoded part by part. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: ByteReader;
  readonly user: User;
  /** The client asked for a protocol of several streams. */
  readonly upgrade: 'websocket' | 'spdy' | undefined;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
}

export type KubeHeaders = {readonly [name: string]: string};

/** What a call is answered with. */
export type KubeResponse =
  | {readonly kind: 'json'; readonly status: number; readonly body: unknown; readonly headers?: KubeHeaders}
  | {
      readonly kind: 'stream';
      readonly status: number;
      readonly type: string;
      readonly headers?: KubeHeaders;
      /** Writes the body: lines of a watch, of a log. A rejection cuts the connection. */
      readonly write: (to: ByteWriter) => Promise<void>;
    }
  | {
      /** Exec and attach: the numbered streams of `v4.channel.k8s.io` and `v5.channel.k8s.io`, or of SPDY. */
      readonly kind: 'channels';
      readonly run: (channels: Channels) => Promise<void>;
    }
  | {
      /** Port-forward: a pair of streams for every connection the client makes. */
      readonly kind: 'forward';
      readonly run: (forwarding: Forwarding) => Promise<void>;
    };

/** The streams of one exec or attach. Those that were not asked for are at their end, or take what is written and drop it. */
export interface Channels {
  readonly stdin: ByteReader;
  readonly stdout: ByteWriter;
  readonly stderr: ByteWriter;
  /** Takes one Status, which says how it ended; then it is closed. */
  readonly error: ByteWriter;
  onResize(listener: (columns: number, rows: number) => void): void;
  readonly signal: AbortSignal;
}

export interface Forwarding {
  /** Calls back for every connection: its port in the Pod, its data, and where to say what went wrong. */
  onConnection(listener: (port: number, data: ByteStream, error: ByteWriter) => void): void;
  readonly signal: AbortSignal;
}
