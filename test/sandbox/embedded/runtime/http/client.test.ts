import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {connectedPair, Pipe, readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {HttpClient} from '../../../../../src/sandbox/embedded/runtime/http/client.ts';
import {HttpHeaders} from '../../../../../src/sandbox/embedded/runtime/http/headers.ts';
import {serveConnection} from '../../../../../src/sandbox/embedded/runtime/http/server.ts';
import {readerOf} from './wire.ts';

const headers = new HttpHeaders([['Host', 'web']]);

function clientOf(answers: string, cuts: readonly number[] = []): {client: HttpClient; sent: Pipe} {
  const sent = new Pipe(1 << 20);
  return {client: new HttpClient({reader: readerOf(encode(answers), cuts), writer: sent.writer}), sent};
}

async function bodyOf(answers: string, method = 'GET', cuts: readonly number[] = []): Promise<string> {
  const {client} = clientOf(answers, cuts);
  return decode(await readAll((await client.request({method, target: '/', headers})).body));
}

describe('an HTTP client', () => {
  it('sends what it was asked to, and says how long the body is', async () => {
    const {client, sent} = clientOf('HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n');
    const answer = await client.request({method: 'POST', target: '/v2/', headers, body: encode('hello')});
    expect([answer.status, answer.reason]).toEqual([201, 'Created']);
    expect(decode((await sent.reader.read()) ?? new Uint8Array(0))).toBe(
      'POST /v2/ HTTP/1.1\r\nHost: web\r\nContent-Length: 5\r\n\r\n',
    );
  });

  it('reads a body by its length, in chunks, and up to the end of the connection', async () => {
    expect(await bodyOf('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more')).toBe('hello');
    expect(await bodyOf('HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n')).toBe('hello');
    expect(await bodyOf('HTTP/1.0 200 OK\r\n\r\nhello')).toBe('hello');
  });

  it('reads no body after HEAD, 204 and 304', async () => {
    expect(await bodyOf('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 'HEAD')).toBe('');
    expect(await bodyOf('HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n')).toBe('');
  });

  it('waits for the final answer behind provisional ones', async () => {
    expect(await bodyOf('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')).toBe('hi');
  });

  it('reports a body that is cut short', async () => {
    await expect(bodyOf('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel')).rejects.toThrow('2 bytes early');
    await expect(bodyOf('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel')).rejects.toThrow('chunk');
  });

  it('reports an answer that is no HTTP, or none at all', async () => {
    await expect(bodyOf('SSH-2.0-OpenSSH\r\n\r\n')).rejects.toThrow('no status line');
    await expect(bodyOf('')).rejects.toThrow('without an answer');
  });

  it('takes no second request before the first body is read, nor after a close', async () => {
    const {client} = clientOf(
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\nConnection: close\r\n\r\n',
    );
    const {body} = await client.request({method: 'GET', target: '/', headers});
    expect(client.isReusable).toBe(false);
    await readAll(body);
    expect(client.isReusable).toBe(true);
    await readAll((await client.request({method: 'GET', target: '/', headers})).body);
    expect(client.isReusable).toBe(false);
  });

  it('and a server understand each other, whatever is sent', async () => {
    const message = fc.record({
      body: fc.option(fc.uint8Array({maxLength: 200})),
      stream: fc.boolean(),
      chunked: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(message, {minLength: 1, maxLength: 5}), async (messages) => {
        const [ours, theirs] = connectedPair(7);
        const served = serveConnection(theirs, {
          async answer({body, headers: asked}) {
            const bytes = await readAll(body);
            if (!asked.has('x-chunked')) return {status: 200, body: bytes};
            return {status: 200, body: {write: (to) => to.write(bytes)}};
          },
        });
        const client = new HttpClient(ours);
        for (const {body, stream, chunked} of messages) {
          const answer = await client.request({
            method: 'PUT',
            target: '/',
            headers: chunked ? headers.with('X-Chunked', '1') : headers,
            ...(body === null ? {} : {body: stream ? {reader: readerOf(body, [1, 5, 90])} : body}),
          });
          expect(await readAll(answer.body)).toEqual(body ?? new Uint8Array(0));
        }
        client.close();
        await served;
      }),
      {numRuns: 300},
    );
  });
});
