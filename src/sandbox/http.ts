import {type IncomingMessage, request} from 'node:http';
import {request as requestTls} from 'node:https';
import {systemCode} from '../errors.ts';
import type {HttpView, Observation} from '../observation.ts';

const bodyBytes = 64 * 1024;
const answerTimeoutMs = 3000;

/**
 * One GET, redirects not followed, as `curl` does it. Never rejects: without an HTTP answer it is `unreachable` with
 * cause nothing-listens, connection-closed, http-timeout, wrong-protocol or no-such-host.
 */
export async function observeHttp(url: string, timeoutMs = answerTimeoutMs): Promise<Observation> {
  try {
    return {state: 'present', object: await get(url, timeoutMs)};
  } catch (error) {
    return {
      state: 'unreachable',
      reason: {cause: causeOf(error), params: {url, port: portOf(url), reason: reasonOf(error)}},
    };
  }
}

class TimedOut extends Error {}

function portOf(url: string): number {
  if (!URL.canParse(url)) return 0;
  const {port, protocol} = new URL(url);
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

function get(url: string, timeoutMs: number): Promise<HttpView> {
  const send = url.startsWith('https:') ? requestTls : request;
  return new Promise((resolve, reject) => {
    // A connection of its own: a kept one could belong to a container that is gone.
    const outgoing = send(url, {agent: false, headers: {accept: '*/*', 'user-agent': 'k8s-learn'}}, (answer) => {
      const body: Buffer[] = [];
      let sizeBytes = 0;
      // Whatever ends the body, there was an answer, and what came of it counts.
      const finish = () => {
        clearTimeout(timer);
        outgoing.destroy();
        resolve({...headOf(answer), body: Buffer.concat(body).subarray(0, bodyBytes).toString('utf8')});
      };
      answered = finish;
      answer.on('data', (chunk: Buffer) => {
        body.push(chunk);
        sizeBytes += chunk.length;
        if (sizeBytes >= bodyBytes) finish();
      });
      answer.on('close', finish);
      answer.on('error', finish);
    });
    let answered = (): void => {
      outgoing.destroy(new TimedOut(`no answer within ${timeoutMs} ms`));
    };
    const timer = setTimeout(() => answered(), timeoutMs);
    outgoing.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    outgoing.end();
  });
}

function headOf(answer: IncomingMessage): Omit<HttpView, 'body'> {
  const pairs = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')] as const);
  return {status: answer.statusCode ?? 0, headers: Object.fromEntries(pairs)};
}

/** Every address of a name is tried; the last to fail stands for all. */
function codeOf(error: unknown): string {
  const own = systemCode(error);
  if (own !== '' || !(error instanceof AggregateError)) return own;
  return systemCode(error.errors.at(-1));
}

function causeOf(error: unknown): string {
  if (error instanceof TimedOut) return 'http-timeout';
  const code = codeOf(error);
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'HPE_INVALID_EOF_STATE') return 'connection-closed';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'no-such-host';
  if (code === 'ETIMEDOUT') return 'http-timeout';
  if (code.startsWith('HPE_') || code === 'EPROTO' || /SSL|TLS|CERT/.test(code)) return 'wrong-protocol';
  return 'nothing-listens';
}

function reasonOf(error: unknown): string {
  return codeOf(error) || (error instanceof Error ? error.message : String(error));
}
