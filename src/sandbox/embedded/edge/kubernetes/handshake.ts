import type {ByteStream} from '../../bytes/pipe.ts';
import type {KubeHeaders, KubeResponse} from '../../kubernetes-api/api/request.ts';
import type {PlainResponse} from './respond.ts';

/** What is said before a connection changes its protocol. */
export type Handshake =
  | {readonly refusal: PlainResponse}
  | {
      /** The whole head of the 101. */
      readonly head: string;
      readonly protocol: string;
    };

/** A connection that changed its protocol, and what is to be done over it. */
export interface Upgraded {
  readonly stream: ByteStream;
  readonly query: URLSearchParams;
  readonly protocol: string;
  readonly response: Extract<KubeResponse, {readonly kind: 'channels' | 'forward'}>;
  /** Aborted when the connection is gone. */
  readonly signal: AbortSignal;
}

export function headOf(headers: {readonly [name: string]: string}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`;
}

/** The first of the client's protocols the server knows too. https://pkg.go.dev/k8s.io/apimachinery/pkg/util/httpstream */
export function negotiate(offered: readonly string[], known: readonly string[]): string | undefined {
  return offered.find((protocol) => known.includes(protocol));
}

/** SPDY's refusal in upstream's words. */
export function noCommonProtocol(offered: readonly string[], known: readonly string[]): PlainResponse {
  const said = `client supports [${offered.join(' ')}], server accepts [${known.join(' ')}]`;
  const headers = {'X-Accepted-Stream-Protocol-Versions': known.join(', ')};
  return textAnswer(`unable to upgrade: unable to negotiate protocol: ${said}\n`, headers);
}

/** 403 without a Status: upstream's libraries answer before its own code does. */
export function textAnswer(text: string, headers: KubeHeaders = {}): PlainResponse {
  return {
    kind: 'stream',
    status: 403,
    type: 'text/plain; charset=utf-8',
    headers,
    write: (to) => to.write(Buffer.from(text)),
  };
}

export function isAsked(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && /^(1|t|true)$/i.test(value);
}
