import {once} from 'node:events';
import {createServer, type RequestListener} from 'node:http';
import {type AddressInfo, createServer as createTcpServer, type Server, type Socket} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {observeHttp} from '../../src/sandbox/http.ts';

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function serve(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(answer))}/`;
}

async function serveBytes(onConnection: (socket: Socket) => void): Promise<{url: string; port: number}> {
  const port = await listen(
    createTcpServer(onConnection).on('connection', (socket) => socket.on('error', () => undefined)),
  );
  return {url: `http://127.0.0.1:${port}/`, port};
}

const unreachable = (cause: string, url: string, port: number) => ({
  state: 'unreachable',
  reason: {cause, params: expect.objectContaining({url, port})},
});

describe('an HTTP answer', () => {
  test('is present with status, lower-case headers and body, whatever the status', async () => {
    const url = await serve((_, response) =>
      response.writeHead(404, {'X-Who': 'me', 'Set-Cookie': ['a', 'b']}).end('gone'),
    );
    const object = {status: 404, headers: expect.objectContaining({'x-who': 'me', 'set-cookie': 'a, b'}), body: 'gone'};
    expect(await observeHttp(url)).toEqual({state: 'present', object});
  });

  test('that redirects is shown as it is', async () => {
    const url = await serve((_, response) => response.writeHead(301, {location: '/elsewhere'}).end());
    expect(await observeHttp(url)).toMatchObject({object: {status: 301, headers: {location: '/elsewhere'}}});
  });

  test('is cut at 64 KiB, even when it would never end', async () => {
    const url = await serve((_, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(10_000)));
        response.once('drain', more);
      };
      more();
    });
    expect(await observeHttp(url)).toMatchObject({object: {body: 'x'.repeat(65_536)}});
  });

  test('counts when its body stalls', async () => {
    const url = await serve((_, response) => response.write('first'));
    expect(await observeHttp(url, 100)).toMatchObject({object: {status: 200, body: 'first'}});
  });
});

describe('no HTTP answer', () => {
  test('because nothing listens', async () => {
    const port = await listen(createTcpServer()).then((free) => free);
    const closed = `http://127.0.0.1:1/`;
    expect(port).toBeGreaterThan(0);
    expect(await observeHttp(closed)).toEqual(unreachable('nothing-listens', closed, 1));
    expect(await observeHttp('http://localhost:1/')).toEqual(unreachable('nothing-listens', 'http://localhost:1/', 1));
  });

  test('because the connection was closed without one', async () => {
    const {url, port} = await serveBytes((socket) => socket.end());
    expect(await observeHttp(url)).toEqual(unreachable('connection-closed', url, port));
    const reset = await serveBytes((socket) => socket.resetAndDestroy());
    expect(await observeHttp(reset.url)).toEqual(unreachable('connection-closed', reset.url, reset.port));
  });

  test('because it took too long', async () => {
    const {url, port} = await serveBytes(() => undefined);
    expect(await observeHttp(url, 50)).toEqual(unreachable('http-timeout', url, port));
  });

  test('because the server speaks something else', async () => {
    const {url, port} = await serveBytes((socket) => socket.end('-ERR unknown command\r\n'));
    expect(await observeHttp(url)).toEqual(unreachable('wrong-protocol', url, port));
    const plain = (await serve((_, response) => response.end())).replace('http:', 'https:');
    expect(await observeHttp(plain)).toMatchObject({reason: {cause: 'wrong-protocol'}});
  });

  test('because there is no such host', async () => {
    const url = 'http://no-such-host.invalid/';
    expect(await observeHttp(url, 20_000)).toEqual(unreachable('no-such-host', url, 80));
  });
});
