import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {Pipe, readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {type ServerAnswer, serveConnection} from '../../../../../src/sandbox/embedded/runtime/http/server.ts';
import {conversation} from './wire.ts';

/** Answers with what it was asked, so that a test sees how the request was understood. */
function echoing(log: string[] = []): Parameters<typeof serveConnection>[1] {
  return {
    async answer({method, target, body}): Promise<ServerAnswer> {
      const text = `${method} ${target} [${decode(await readAll(body))}]`;
      log.push(text);
      return {status: 200, body: encode(text)};
    },
  };
}

const ask = (sent: string, cuts: readonly number[] = []): Promise<string> =>
  conversation(sent, (stream) => serveConnection(stream, echoing()), cuts);

describe('an HTTP server', () => {
  it('answers a request and says how long the answer is', async () => {
    expect(await ask('GET /a?b=c HTTP/1.1\r\nHost: web\r\n\r\n')).toBe(
      'HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: keep-alive\r\n\r\nGET /a?b=c []',
    );
  });

  it('answers one request after the other on a kept connection', async () => {
    const answers = await ask(
      'POST /1 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcPOST /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nde\r\n1\r\nf\r\n0\r\nTrailer: x\r\n\r\nGET /3 HTTP/1.1\r\n\r\n',
    );
    expect(answers.match(/(GET|POST) \/\d \[.*?\]/g)).toEqual(['POST /1 [abc]', 'POST /2 [def]', 'GET /3 []']);
  });

  it('closes after a request that asks for it, and after one of HTTP/1.0', async () => {
    const close = 'GET /1 HTTP/1.1\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\n\r\n';
    expect(await ask(close)).not.toContain('/2');
    expect(await ask('GET /1 HTTP/1.0\r\n\r\nGET /2 HTTP/1.0\r\n\r\n')).not.toContain('/2');
    expect(await ask('GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n')).toContain('/2');
  });

  it('sends no body to HEAD, with 204 and with 304, and says the length to HEAD', async () => {
    const serve = (status: number) => (stream: Parameters<typeof serveConnection>[0]) =>
      serveConnection(stream, {answer: async () => ({status, body: encode('body')})});
    const head = await conversation('HEAD / HTTP/1.1\r\n\r\n', serve(200));
    expect(head).toContain('Content-Length: 4');
    expect(head).not.toContain('body');
    for (const status of [204, 304])
      expect(await conversation('GET / HTTP/1.1\r\n\r\n', serve(status))).not.toMatch(/body|Content-Length/);
  });

  it('sends a body of unknown length in chunks, and to HTTP/1.0 up to the end of the connection', async () => {
    const serve = (stream: Parameters<typeof serveConnection>[0]): Promise<void> =>
      serveConnection(stream, {
        answer: async () => ({
          status: 200,
          body: {
            async write(to) {
              await to.write(encode('hello '));
              await to.write(encode('you'));
            },
          },
        }),
      });
    expect(await conversation('GET / HTTP/1.1\r\n\r\n', serve)).toMatch(
      /Transfer-Encoding: chunked[\s\S]*6\r\nhello \r\n3\r\nyou\r\n0\r\n\r\n$/,
    );
    expect(await conversation('GET / HTTP/1.0\r\n\r\n', serve)).toMatch(/Connection: close\r\n\r\nhello you$/);
  });

  it('asks for the body a client holds back', async () => {
    const answer = await ask('PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi');
    expect(answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK[\s\S]*PUT \/ \[hi\]$/);
  });

  it.each([
    ['no request line', 'hello\r\n\r\n', 400],
    ['a header without a colon', 'GET / HTTP/1.1\r\nhello\r\n\r\n', 400],
    ['a continued header', 'GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n', 400],
    ['a space before the colon', 'GET / HTTP/1.1\r\nA : b\r\n\r\n', 400],
    ['another version', 'GET / HTTP/2.0\r\n\r\n', 400],
    ['two lengths that differ', 'POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    ['a length and chunks', 'POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['a length that is no number', 'POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n', 400],
    ['a chunk without a size', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n', 400],
    ['a chunk longer than it says', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n', 400],
    ['a head that is too large', `GET /${'a'.repeat(70_000)} HTTP/1.1\r\n\r\n`, 431],
    ['too many headers', `GET / HTTP/1.1\r\n${'A: b\r\n'.repeat(300)}\r\n`, 431],
  ])('refuses %s', async (_, sent, status) => {
    expect(await ask(sent)).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\n[^\\0]*Connection: close`));
  });

  it('says nothing to a client that leaves in the middle of a request', async () => {
    expect(await ask('GET / HT')).toBe('');
    expect(await ask('POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab')).toBe('');
  });

  it('reads a body nobody wanted before the next request, and gives up where it is large', async () => {
    const ignoring = (stream: Parameters<typeof serveConnection>[0]): Promise<void> =>
      serveConnection(stream, {answer: async ({target}) => ({status: 200, body: encode(target)})});
    const send = (bytes: number): string =>
      `POST /1 HTTP/1.1\r\nContent-Length: ${bytes}\r\n\r\n${'x'.repeat(bytes)}GET /2 HTTP/1.1\r\n\r\n`;
    expect(await conversation(send(1000), ignoring)).toContain('/2');
    expect(await conversation(send(3 << 20), ignoring)).not.toContain('/2');
  });

  it('understands the same however the bytes were split', async () => {
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT'),
      target: fc.stringMatching(/^\/[a-z0-9/]{0,20}$/),
      body: fc.string({maxLength: 60}),
      chunks: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, {maxLength: 4}),
        fc.array(fc.nat(2000), {maxLength: 20}),
        async (all, cuts) => {
          const log: string[] = [];
          const sent = all.map(asBytes).join('');
          await conversation(sent, (stream) => serveConnection(stream, echoing(log)), cuts);
          expect(log).toEqual(all.map(({method, target, body}) => `${method} ${target} [${body}]`));
        },
      ),
      {numRuns: 500},
    );
  });

  it('answers any bytes with HTTP or not at all', async () => {
    const junk = fc.array(
      fc.oneof(
        fc.constantFrom(
          'GET / HTTP/1.1',
          '\r\n',
          '\n',
          ': ',
          'Content-Length: 4',
          'Transfer-Encoding: chunked',
          '0',
          'a',
        ),
        fc.string(),
      ),
    );
    await fc.assert(
      fc.asyncProperty(junk, fc.array(fc.nat(200)), async (parts, cuts) => {
        expect(await ask(parts.join(''), cuts)).toMatch(/^(HTTP\/1\.1 [\s\S]*)?$/);
      }),
      {numRuns: 2000},
    );
  });

  it('stops when it is told to, though the client says nothing', async () => {
    const life = new AbortController();
    const quiet = new Pipe();
    const served = serveConnection(
      {reader: quiet.reader, writer: new Pipe().writer},
      {...echoing(), signal: life.signal},
    );
    life.abort(new Error('over'));
    await expect(served).rejects.toThrow('over');
  });
});

function asBytes({
  method,
  target,
  body,
  chunks,
}: {
  method: string;
  target: string;
  body: string;
  chunks: boolean;
}): string {
  const bytes = encode(body);
  if (!chunks) return `${method} ${target} HTTP/1.1\r\ncontent-length: ${bytes.length}\r\n\r\n${body}`;
  const framed = bytes.length === 0 ? '' : `${bytes.length.toString(16)}\r\n${body}\r\n`;
  return `${method} ${target} HTTP/1.1\nTransfer-Encoding: chunked\n\n${framed}0\r\n\r\n`;
}
