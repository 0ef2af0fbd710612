import https from 'node:https';
import {systemCode} from '../../errors.ts';
import {createConnections} from './connections.ts';
import {authorization, type Upstream} from './upstream.ts';

/** Plain JSON, as the API server sends objects. */
export type KubeObject = {readonly [key: string]: unknown};

/** An answer that is not 2xx, in the API server's own words. `status` 0: it did not answer at all. */
export class KubernetesRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Question {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly timeoutMs?: number;
}

/**
 * A thin client of one API server: JSON in, JSON out, and streams of lines. `@kubernetes/client-node` does the same with 80 MB
 * and 300 ms more, which a program that must be there at once cannot spend.
 */
export interface KubernetesApi {
  /** The answer's JSON. Rejects with a KubernetesRefusal. */
  ask(question: Question): Promise<KubeObject>;
  /** The answer's text (logs, health). */
  text(question: Question): Promise<string>;
  /** Calls back for each line of a stream; resolves when it ends, rejects with a KubernetesRefusal. */
  lines(question: Question, onLine: (line: string) => void, signal: AbortSignal): Promise<void>;
  close(): void;
}

const answerTimeoutMs = 10_000;
/** A snapshot asks for forty lists at once; as many handshakes would cost more than they save. */
const maxCalls = 8;

export function createKubernetesApi(upstream: () => Upstream | undefined): KubernetesApi {
  const connections = createConnections({maxCalls});

  function send(question: Question, signal: AbortSignal | undefined): Promise<import('node:http').IncomingMessage> {
    const {method = 'GET', path, body, contentType = 'application/json', accept = 'application/json'} = question;
    const target = upstream();
    if (!target) return Promise.reject(new KubernetesRefusal(0, 'there is no cluster'));
    const sent = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const asking = https.request({
        ...connections.to(target, signal ? 'stream' : 'call'),
        method,
        path,
        headers: {
          accept,
          'user-agent': 'k8s-learn',
          ...(sent === undefined ? {} : {'content-type': contentType, 'content-length': Buffer.byteLength(sent)}),
          ...authorization(target),
        },
      });
      asking.on('error', (error) => reject(new KubernetesRefusal(0, systemCode(error) || error.message)));
      asking.on('response', resolve);
      if (!signal)
        asking.setTimeout(question.timeoutMs ?? answerTimeoutMs, () => asking.destroy(new Error('no answer in time')));
      signal?.addEventListener('abort', () => asking.destroy(), {once: true});
      asking.end(sent);
    });
  }

  async function text(question: Question): Promise<string> {
    const incoming = await send(question, undefined);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch (error) {
      throw new KubernetesRefusal(0, systemCode(error) || String(error));
    }
    const answer = Buffer.concat(chunks).toString('utf8');
    const status = incoming.statusCode ?? 0;
    if (status >= 400) throw new KubernetesRefusal(status, messageIn(answer));
    return answer;
  }

  return {
    text,
    ask: async (question) => parsed(await text(question)),
    async lines(question, onLine, signal) {
      const incoming = await send(question, signal);
      const status = incoming.statusCode ?? 0;
      incoming.setEncoding('utf8');
      let rest = '';
      try {
        for await (const chunk of incoming) {
          const lines = (rest + String(chunk)).split('\n');
          rest = lines.pop() ?? '';
          if (status < 400) for (const line of lines) onLine(line);
        }
      } catch (error) {
        if (!signal.aborted) throw new KubernetesRefusal(0, systemCode(error) || String(error));
      }
      if (status >= 400) throw new KubernetesRefusal(status, messageIn(rest));
    },
    close: () => connections.close(),
  };
}

function parsed(text: string): KubeObject {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as KubeObject) : {};
}

function messageIn(text: string): string {
  try {
    const {message} = parsed(text);
    return typeof message === 'string' ? message : text.trim();
  } catch {
    return text.trim();
  }
}
