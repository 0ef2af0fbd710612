import {lstatSync} from 'node:fs';
import {createConnection} from 'node:net';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {encode} from '../../../../src/sandbox/embedded/bytes/bytes.ts';
import type {ApiResponse} from '../../../../src/sandbox/embedded/docker-api/api/http.ts';
import type {Engine} from '../../../../src/sandbox/embedded/docker-api/engine.ts';
import {until} from '../../../support/until.ts';
import {
  callSocket,
  closed,
  rawClient,
  received,
  type ServedEngine,
  servedEngine,
  servedHandle,
} from '../served-engine.ts';

let served: ServedEngine;

beforeAll(async () => {
  served = await servedEngine();
  await served.run('web', ['sleep', '1000']);
});

afterEach(() => {
  expect(served.faults).toEqual([]);
});

afterAll(() => served.stop());

/** Makes an exec in `web`; its id. */
async function exec(command: readonly string[], more: object = {}): Promise<string> {
  const body = {Cmd: command, AttachStdout: true, AttachStderr: true, ...more};
  return (await served.call('POST', '/containers/web/exec', body)).json<{Id: string}>().Id;
}

const upgrade = 'Host: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n';

function startExec(id: string, after = ''): string {
  const body = '{"Detach":false,"Tty":false}';
  return (
    `POST /v1.41/exec/${id}/start HTTP/1.1\r\n${upgrade}Content-Type: application/json\r\n` +
    `Content-Length: ${body.length}\r\n\r\n${body}${after}`
  );
}

describe('the socket', () => {
  it('is its owner’s alone', () => {
    const stats = lstatSync(served.socketPath);
    expect([stats.isSocket(), stats.mode & 0o777]).toEqual([true, 0o600]);
  });
});

describe('a plain call', () => {
  it('is answered with a length, the type and the common headers', async () => {
    const {status, headers, text} = await served.call('GET', '/v1.41/networks/nosuch');
    expect([status, text]).toEqual([404, '{"message":"network nosuch not found"}\n']);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(text.length),
      'api-version': '1.46',
      ostype: 'linux',
    });
  });

  it('by HEAD has the head alone', async () => {
    const answer = await served.call('HEAD', '/info');
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(100);
    expect((await served.call('HEAD', '/events')).status).toBe(200);
  });

  it('may follow another on one connection, also where the first body was not read', async () => {
    const client = served.raw();
    const body = JSON.stringify({x: 'y'.repeat(300_000)});
    client.send(`POST /nosuch HTTP/1.1\r\nHost: d\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await received(client, 'page not found');
    client.send('GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n');
    expect(await received(client, /\r\n\r\nOK$/)).toMatch(/OK$/);
    client.send('GET http://localhost/_ping HTTP/1.1\r\nHost: d\r\n\r\n');
    expect(await received(client, /\r\n\r\nOK[\s\S]*\r\n\r\nOK$/)).toMatch(/OK$/);
    client.socket.destroy();
  });

  it('may follow another whose body was given up half read', async () => {
    const client = served.raw();
    const body = JSON.stringify({x: 'y'.repeat(3_000_000)});
    client.send(
      'POST /networks/create HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n' +
        `Content-Length: ${body.length}\r\n\r\n${body}GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n`,
    );
    expect(await received(client, /\r\n\r\nOK$/)).toMatch(/^HTTP\/1\.1 413 [\s\S]*HTTP\/1\.1 200 OK[\s\S]*OK$/);
    client.socket.destroy();
  });

  it('gets the head of a stream before there is anything in it', async () => {
    const client = served.raw();
    client.send('GET /events HTTP/1.1\r\nHost: d\r\n\r\n');
    expect(await received(client, '\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n$/);
    const waiting = served.raw();
    waiting.send('POST /containers/web/wait?condition=next-exit HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\n\r\n');
    expect(await received(waiting, '\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 OK/);
    client.socket.destroy();
    waiting.socket.destroy();
  });

  it('is over for the engine when its client goes', async () => {
    const {events} = served.engine.daemon;
    const client = served.raw();
    client.send('GET /events HTTP/1.1\r\nHost: d\r\n\r\n');
    await until(
      () => events.listeners,
      (count) => count === 1,
    );
    client.socket.destroy();
    expect(
      await until(
        () => events.listeners,
        (count) => count === 0,
      ),
    ).toBe(0);
  });

  it('does not wait for a client that is slow to send it', async () => {
    const client = served.raw();
    for (const piece of ['GE', 'T /_pi', 'ng HTTP/1.1\r\nHo', 'st: d\r\n\r', '\n']) {
      client.send(piece);
      await served.call('GET', '/_ping');
    }
    expect(await received(client, /OK$/)).toMatch(/OK$/);
    client.socket.destroy();
  });
});

describe('a connection that is taken over', () => {
  it('gets 101 in a read of its own, and then the stream', async () => {
    const client = served.raw();
    client.send(startExec(await exec(['echo', 'hello'])));
    await closed(client);
    expect(client.reads[0]).toMatch(/^HTTP\/1\.1 101 UPGRADED\r\n[\s\S]*\r\n\r\n$/);
    expect(client.reads[0]).toContain('Content-Type: application/vnd.docker.raw-stream\r\n');
    expect(client.reads[0]).toContain('Connection: Upgrade\r\nUpgrade: tcp\r\n');
    expect(client.reads.slice(1).join('')).toBe('\x01\0\0\0\0\0\0\x06hello\n');
  });

  it('takes exactly the body for a body, and what is behind it for input', async () => {
    const client = served.raw();
    client.send(startExec(await exec(['cat'], {AttachStdin: true}), 'first '));
    await received(client, 'first ');
    client.send('second');
    await received(client, 'second');
    client.socket.end();
    await closed(client);
    const stream = client.text().slice(client.text().indexOf('\r\n\r\n') + 4);
    expect(stream.replaceAll(/\x01\0\0\0\0\0\0[\s\S]/g, '')).toBe('first second');
  });

  it('may be closed by its client in one direction: that is the end of input, not of output', async () => {
    const client = served.raw();
    const id = await exec(['sh', '-c', 'cat >/dev/null; echo late'], {AttachStdin: true});
    client.send(startExec(id, 'x'));
    client.socket.end();
    await closed(client);
    expect(client.text()).toContain('late');
    expect((await served.call('GET', `/exec/${id}/json`)).json()).toMatchObject({Running: false, ExitCode: 0});
  });

  it('is a body that ends with the connection for a client that asked for no upgrade', async () => {
    const client = served.raw();
    const body = '{"Detach":false,"Tty":false}';
    client.send(
      `POST /exec/${await exec(['echo', 'plain'])}/start HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    await closed(client);
    expect(client.text()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(client.text()).not.toMatch(/transfer-encoding/i);
    expect(client.text()).toMatch(/\r\n\r\n\x01\0\0\0\0\0\0\x06plain\n$/);
  });

  it('leaves nothing behind when its client vanishes', async () => {
    const id = await exec(['cat'], {AttachStdin: true});
    const client = served.raw();
    client.send(startExec(id, 'hello'));
    await received(client, 'hello');
    client.socket.destroy();
    const ended = await until(
      async () => (await served.call('GET', `/exec/${id}/json`)).json<{Running: boolean}>().Running,
      (running) => !running,
    );
    expect(ended).toBe(false);
  });
});

describe('a call that may not be what it seems', () => {
  it('never opens a tunnel when an upgrade is refused', async () => {
    const client = served.raw();
    client.send(
      `POST /exec/nosuch/start HTTP/1.1\r\n${upgrade}Content-Length: 0\r\n\r\nGET /info HTTP/1.1\r\nHost: d\r\n\r\n`,
    );
    await closed(client);
    expect(client.text()).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
    expect(client.text().match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(client.text()).toMatch(/^Connection: close\r$/m);
    expect(client.text()).toContain('"message":"No such exec instance: nosuch"');
  });

  it('is answered once, and the connection ends, when it upgrades to nothing', async () => {
    const client = served.raw();
    client.send(
      `GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nGET /info HTTP/1.1\r\n\r\n`,
    );
    await closed(client);
    expect(client.text()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*OK$/);
    expect(client.text().match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('has no chunked body when it upgrades', async () => {
    const client = served.raw();
    client.send(
      `POST /exec/${await exec(['true'])}/start HTTP/1.1\r\n${upgrade}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    );
    await closed(client);
    expect(client.text()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*needs a Content-Length/);
  });

  it('has no endless body when it upgrades', async () => {
    const client = served.raw();
    client.send(`POST /exec/x/start HTTP/1.1\r\n${upgrade}Content-Length: 99999999999\r\n\r\n{`);
    await closed(client);
    expect(client.text()).toMatch(/^HTTP\/1\.1 413 /);
  });

  it.each<[string, string, string]>([
    ['is no HTTP', 'hello\r\n\r\n', '400 Bad Request'],
    ['has two lengths', 'POST /x HTTP/1.1\r\nHost: d\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', '400'],
    [
      'has a length and chunks',
      'POST /x HTTP/1.1\r\nHost: d\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /info HTTP/1.1\r\n\r\n',
      '400',
    ],
    ['has no host', 'GET /info HTTP/1.1\r\n\r\n', '400'],
    ['has a header that is too long', `GET /info HTTP/1.1\r\nHost: d\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, '431'],
    ['has an address that is too long', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: d\r\n\r\n`, '431'],
    ['has a space in a header’s name', 'GET /info HTTP/1.1\r\nHost : d\r\n\r\n', '400'],
  ])('is refused when it %s', async (_, text, status) => {
    const client = served.raw();
    client.send(text);
    await closed(client);
    expect(client.text()).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
    expect(client.text().match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
  });

  it.each<[string, string, string, number, string]>([
    ['no JSON', 'application/json', '{"Image":', 400, 'invalid JSON: '],
    ['a list', 'application/json', '[]', 400, 'invalid JSON: json: cannot unmarshal array'],
    [
      'no type',
      'text/plain',
      '{"Image":"small:1"}',
      400,
      "unsupported Content-Type header (text/plain): must be 'application/json'",
    ],
    ['much too much', 'application/json', `{"x":"${'y'.repeat(2_000_000)}"}`, 413, 'the request body is larger than'],
    ['nothing', 'application/json', '', 400, 'EOF'],
  ])('is refused with a body of %s', async (_, type, body, status, words) => {
    const answer = await callSocket(served.socketPath, {
      method: 'POST',
      path: '/networks/create',
      body,
      headers: {'content-type': type},
    });
    expect([answer.status, answer.json()['message']]).toEqual([status, expect.stringContaining(words)]);
  });
});

describe('many idle clients', () => {
  it('are each told of what happens, and cost nothing when they are gone', async () => {
    const {events} = served.engine.daemon;
    const clients = Array.from({length: 1000}, () => served.raw());
    for (const client of clients) client.send('GET /events HTTP/1.1\r\nHost: d\r\n\r\n');
    await until(
      () => events.listeners,
      (count) => count === 1000,
    );
    await served.call('POST', '/volumes/create', {Name: 'news'});
    await until(
      () => clients.filter((client) => client.text().includes('"ID":"news"')).length,
      (count) => count === 1000,
    );
    expect(clients.every((client) => client.text().includes('"ID":"news"'))).toBe(true);
    for (const client of clients) client.socket.destroy();
    expect(
      await until(
        () => events.listeners,
        (count) => count === 0,
      ),
    ).toBe(0);
  });
});

describe('the transport', () => {
  const total = 64 * 1024 * 1024;
  const piece = new Uint8Array(64 * 1024);

  it('lets whoever answers wait for a client that does not read', async () => {
    let written = 0;
    const handle: Engine['handle'] = async () => ({
      kind: 'stream',
      status: 200,
      type: 'application/x-tar',
      write: async (to) => {
        for (; written < total; written += piece.length) await to.write(piece);
      },
    });
    const {socketPath, stop} = await servedHandle(handle);
    const client = rawClient(createConnection(socketPath).pause());
    client.socket.removeAllListeners('data');
    client.send('GET /x HTTP/1.1\r\nHost: d\r\n\r\n');
    await until(
      () => written,
      (bytes) => bytes > 0,
    );
    // As long as nobody reads, what the kernel and Node hold is all that is taken.
    for (let looks = 0; looks < 20; looks += 1) await callSocket(served.socketPath, {method: 'GET', path: '/_ping'});
    expect(written).toBeLessThan(total / 4);
    client.socket.resume();
    expect(
      await until(
        () => written,
        (bytes) => bytes >= total,
      ),
    ).toBe(total);
    client.socket.destroy();
    await stop();
  });

  it('lets a client wait for whoever reads its body slowly', async () => {
    let sent = 0;
    let go = (): void => {};
    const began = new Promise<void>((resolve) => {
      go = resolve;
    });
    let read = 0;
    const handle: Engine['handle'] = async ({body}): Promise<ApiResponse> => {
      await began;
      for (let bytes = await body.read(); bytes; bytes = await body.read()) read += bytes.length;
      return {kind: 'empty', status: 204};
    };
    const {socketPath, stop} = await servedHandle(handle);
    const client = rawClient(createConnection(socketPath));
    client.send(`PUT /x HTTP/1.1\r\nHost: d\r\nContent-Length: ${total}\r\n\r\n`);
    const push = (): void => {
      while (sent < total) {
        sent += piece.length;
        if (!client.socket.write(piece)) return void client.socket.once('drain', push);
      }
    };
    push();
    for (let looks = 0; looks < 20; looks += 1) await callSocket(served.socketPath, {method: 'GET', path: '/_ping'});
    expect(sent).toBeLessThan(total / 4);
    go();
    expect(await received(client, '204')).toMatch(/^HTTP\/1\.1 204/);
    expect(read).toBe(total);
    client.socket.destroy();
    await stop();
  });

  it('tells a body that was cut off from one that is whole', async () => {
    let outcome: unknown;
    const handle: Engine['handle'] = async ({body}) => {
      try {
        while (await body.read());
        outcome = 'whole';
      } catch (error) {
        outcome = error;
      }
      return {kind: 'empty', status: 204};
    };
    const {socketPath, stop} = await servedHandle(handle);
    const client = rawClient(createConnection(socketPath));
    client.send('PUT /x HTTP/1.1\r\nHost: d\r\nContent-Length: 100\r\n\r\nhalf');
    await until(
      () => client.socket.bytesWritten,
      (count) => count > 0,
    );
    client.socket.end();
    expect(await until(() => outcome, Boolean)).toMatchObject({code: 'ECONNRESET'});
    await stop();
  });

  it('cuts a stream that goes wrong, so that nobody takes half of it for all', async () => {
    const handle: Engine['handle'] = async () => ({
      kind: 'stream',
      status: 200,
      type: 'application/json',
      write: async (to) => {
        await to.write(encode('{"half":'));
        throw new TypeError('broken');
      },
    });
    const {socketPath, faults, stop} = await servedHandle(handle);
    await expect(callSocket(socketPath, {method: 'GET', path: '/x'})).rejects.toThrow('aborted');
    expect(faults).toMatchObject([{message: 'broken'}]);
    await stop();
  });

  it('ends every connection when it is closed', async () => {
    const other = await servedEngine();
    await other.run('box', ['cat'], {OpenStdin: true});
    const streams = other.raw();
    streams.send('GET /events HTTP/1.1\r\nHost: d\r\n\r\n');
    const raw = other.raw();
    raw.send(`POST /containers/box/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\r\n${upgrade}\r\n`);
    await received(streams, '\r\n\r\n');
    await received(raw, '101');
    await other.stop();
    expect(await closed(streams)).toBe(true);
    expect(await closed(raw)).toBe(true);
    expect(other.engine.daemon.containers.list()).toEqual([]);
    expect(other.faults).toEqual([]);
  });
});

describe('a loopback port', () => {
  it.each<[string, string, number]>([
    ['its own name', 'Host: localhost:1', 200],
    ['its own address', 'Host: 127.0.0.1:2375', 200],
    ['another name', 'Host: evil.example', 403],
    ['no name', 'Host:', 403],
    ['a page', 'Host: localhost\r\nOrigin: https://evil.example', 403],
    ['a page without a name', 'Host: localhost\r\nOrigin: null', 403],
    ['an image of a page', 'Host: localhost\r\nSec-Fetch-Site: cross-site', 403],
    ['the address bar', 'Host: localhost\r\nSec-Fetch-Site: none', 200],
  ])('answers a call under %s', async (_, headers, status) => {
    const {host, stop} = await servedHandle(served.engine.handle, {port: 0});
    const [, port = ''] = /^tcp:\/\/127\.0\.0\.1:(\d+)$/.exec(host) ?? [];
    for (const more of ['', 'Connection: Upgrade\r\nUpgrade: tcp\r\n']) {
      const client = rawClient(createConnection(Number(port), '127.0.0.1'));
      client.send(`GET /_ping HTTP/1.1\r\n${headers}\r\n${more}\r\n`);
      expect(await received(client, '\r\n\r\n')).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      client.socket.destroy();
    }
    await stop();
  });
});
