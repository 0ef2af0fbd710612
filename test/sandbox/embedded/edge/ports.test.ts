import {createConnection, createServer} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../src/sandbox/embedded/bytes/bytes.ts';
import {nodePorts} from '../../../../src/sandbox/embedded/edge/ports.ts';
import type {OutsideStream} from '../../../../src/sandbox/embedded/outside.ts';
import {until} from '../../../support/until.ts';
import {closed, rawClient, received} from '../served-engine.ts';

const open: {close(): void}[] = [];

afterEach(() => {
  for (const listener of open.splice(0)) listener.close();
});

async function listen(
  address: string,
  port: number,
  onStream: (stream: OutsideStream) => void = () => {},
): Promise<number> {
  const listener = await nodePorts.listen(address, port, onStream);
  open.push(listener);
  return listener.port;
}

/** Gives back what comes, in capitals, and ends when its client does. */
async function shout(stream: OutsideStream): Promise<void> {
  for (let bytes = await stream.read(); bytes; bytes = await stream.read())
    await stream.write(encode(decode(bytes).toUpperCase()));
  stream.end();
}

describe('a published port of this machine', () => {
  it('carries bytes both ways, and each side ends its own', async () => {
    const port = await listen('0.0.0.0', 0, (stream) => void shout(stream));
    const client = rawClient(createConnection(port, '127.0.0.1'));
    client.send('hello ');
    await received(client, 'HELLO ');
    client.socket.end('world');
    await closed(client);
    expect(client.text()).toBe('HELLO WORLD');
  });

  it('is on the loopback interface alone, whatever was asked for', async () => {
    for (const address of ['0.0.0.0', '', 'localhost', '127.0.0.1']) {
      const port = await listen(address, 0);
      // The same port is free on another address: nobody listens on all of them.
      const other = createServer();
      await new Promise<void>((resolve, reject) => {
        other.once('error', reject);
        other.listen(port, '127.0.0.2', resolve);
      });
      other.close();
    }
    await expect(nodePorts.listen('192.168.1.1', 0, () => {})).rejects.toMatchObject({code: 'EADDRNOTAVAIL'});
    await expect(nodePorts.listen('::', 0, () => {})).rejects.toMatchObject({code: 'EADDRNOTAVAIL'});
  });

  it('that is taken is refused by its code, and free again once closed', async () => {
    const port = await listen('127.0.0.1', 0);
    await expect(nodePorts.listen('127.0.0.1', port, () => {})).rejects.toMatchObject({code: 'EADDRINUSE'});
    for (const listener of open.splice(0)) listener.close();
    const again = await until(
      () => listen('127.0.0.1', port).catch(() => 0),
      (got) => got === port,
    );
    expect(again).toBe(port);
  });

  it('lets whoever writes wait for a client that does not read', async () => {
    const total = 64 * 1024 * 1024;
    const piece = new Uint8Array(64 * 1024);
    let written = 0;
    const port = await listen('127.0.0.1', 0, async (stream) => {
      for (; written < total; written += piece.length) await stream.write(piece);
      stream.end();
    });
    const client = createConnection(port, '127.0.0.1');
    await until(
      () => written,
      (bytes) => bytes > 0,
    );
    let read = 0;
    expect(written).toBeLessThan(total);
    client.on('data', (bytes) => {
      read += bytes.length;
    });
    expect(
      await until(
        () => read,
        (bytes) => bytes === total,
      ),
    ).toBe(total);
    client.destroy();
  });

  it('tells whoever writes that the client is gone', async () => {
    let failure: unknown;
    const port = await listen('127.0.0.1', 0, async (stream) => {
      try {
        for (;;) await stream.write(new Uint8Array(1024));
      } catch (error) {
        failure = error;
      }
    });
    const client = createConnection(port, '127.0.0.1');
    client.once('data', () => client.destroy());
    expect(await until(() => failure, Boolean)).toMatchObject({code: 'EPIPE'});
  });

  it('can be cut off at once', async () => {
    const port = await listen('127.0.0.1', 0, (stream) => stream.destroy());
    const client = rawClient(createConnection(port, '127.0.0.1'));
    expect(await closed(client)).toBe(true);
  });
});
