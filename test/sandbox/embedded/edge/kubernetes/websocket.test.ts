import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {serveChannels} from '../../../../../src/sandbox/embedded/edge/kubernetes/websocket/channels.ts';
import {WebSocketConnection} from '../../../../../src/sandbox/embedded/edge/kubernetes/websocket/connection.ts';
import {serveNumberedForwarding} from '../../../../../src/sandbox/embedded/edge/kubernetes/websocket/forward.ts';
import type {Channels, Forwarding} from '../../../../../src/sandbox/embedded/kubernetes-api/api/request.ts';
import {notFound} from '../../../../../src/sandbox/embedded/kubernetes-api/refusal.ts';
import {type FrameClient, frameClient} from './websocket-client.ts';

const binary = 2;
const close = 8;

/** What a client says on a channel. */
function on(channel: number, text: string): Buffer {
  return Buffer.concat([Buffer.from([channel]), Buffer.from(text)]);
}

function exec(
  client: FrameClient,
  run: (channels: Channels) => Promise<void>,
  {protocol = 'v5.channel.k8s.io', query = 'stdin=true&stdout=true&stderr=true'} = {},
): Promise<void> {
  const socket = new WebSocketConnection(client.server, {text: protocol.includes('base64')});
  const signal = new AbortController().signal;
  return serveChannels(socket, {query: new URLSearchParams(query), protocol, signal}, run);
}

/** All messages until the server closes, as channel and text. */
async function heard(client: FrameClient): Promise<readonly (readonly [number, string])[]> {
  const all: (readonly [number, string])[] = [];
  for (;;) {
    const frame = await client.next();
    if (!frame || frame.opcode === close) return all;
    all.push([frame.payload[0] ?? -1, frame.payload.subarray(1).toString()]);
  }
}

describe('exec over a WebSocket', () => {
  it('carries each stream on its own channel, and ends the input when the client says so', async () => {
    const client = frameClient();
    const done = exec(client, async ({stdin, stdout, stderr, error}) => {
      const input = decode(await readAll(stdin));
      await stdout.write(encode(`out ${input}`));
      await stderr.write(encode('err'));
      await error.write(encode('{"status":"Success"}'));
    });
    await client.send(binary, on(0, 'one '));
    await client.send(binary, on(0, 'two'));
    await client.send(binary, Buffer.from([255, 0]));
    expect(await heard(client)).toEqual([
      [1, 'out one two'],
      [2, 'err'],
      [3, '{"status":"Success"}'],
    ]);
    await done;
  });

  it('tells the size of the terminal, also to who listens late', async () => {
    const client = frameClient();
    const sizes: (readonly number[])[] = [];
    const done = exec(client, async ({stdin, onResize, error}) => {
      await readAll(stdin);
      onResize((columns, rows) => sizes.push([columns, rows]));
      await error.write(encode('x'));
    });
    await client.send(binary, on(4, '{"Width":80,"Height":24}'));
    await client.send(binary, on(4, '{"Width":"wide"}'));
    await client.send(binary, on(4, 'no JSON'));
    await client.send(binary, Buffer.from([255, 0]));
    await done;
    expect(sizes).toEqual([[80, 24]]);
  });

  it('drops what was not asked for, and has no input then', async () => {
    const client = frameClient();
    const query = 'stdout=true';
    const done = exec(
      client,
      async ({stdin, stdout, stderr, error}) => {
        await stderr.write(encode('dropped'));
        await stdout.write(encode(`${(await readAll(stdin)).length}`));
        await error.write(encode('x'));
      },
      {query},
    );
    await done;
    expect(await heard(client)).toEqual([
      [1, '0'],
      [3, 'x'],
    ]);
  });

  it('says on the error channel why there is nothing to run', async () => {
    const client = frameClient();
    await exec(client, async () => {
      throw notFound({group: '', plural: 'pods'}, 'web');
    });
    const [[channel, text] = [0, '']] = await heard(client);
    expect([channel, JSON.parse(text)]).toMatchObject([
      3,
      {status: 'Failure', message: 'pods "web" not found', code: 404},
    ]);
  });

  it('tells the program when the client is gone', async () => {
    const client = frameClient();
    const ended = exec(
      client,
      ({signal}) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    );
    client.end();
    await ended;
  });

  it('speaks base64 with clients that cannot do without', async () => {
    const client = frameClient();
    const done = exec(
      client,
      async ({stdin, stdout, error}) => {
        await stdout.write((await stdin.read()) ?? encode('none'));
        await error.write(encode('x'));
      },
      {protocol: 'base64.channel.k8s.io'},
    );
    await client.send(1, `0${Buffer.from('hello').toString('base64')}`);
    const frame = await client.next();
    expect([frame?.opcode, frame?.payload.toString()]).toEqual([1, `1${Buffer.from('hello').toString('base64')}`]);
    await done;
  });

  it('carries megabytes both ways', async () => {
    const client = frameClient();
    const big = Buffer.alloc(3_000_000, 'x');
    const done = exec(client, async ({stdin, stdout, error}) => {
      let size = 0;
      while (size < big.length) size += (await stdin.read())?.length ?? big.length;
      await stdout.write(big);
      await error.write(encode(String(size)));
    });
    const sent = client.send(binary, on(0, big.toString()));
    const all = await heard(client);
    await Promise.all([sent, done]);
    expect(all.map(([channel, text]) => [channel, text.length])).toEqual([
      [1, big.length],
      [3, 7],
    ]);
  });
});

describe('a WebSocket', () => {
  it('answers a ping, and puts a message together that comes in pieces', async () => {
    const client = frameClient();
    const socket = new WebSocketConnection(client.server);
    await client.send(9, 'still there?');
    await client.send(binary, 'one ', {final: false});
    await client.send(9, 'in between');
    await client.send(0, 'two');
    expect(String(await socket.read())).toBe('one two');
    expect(await client.next()).toMatchObject({opcode: 10, payload: Buffer.from('still there?')});
    expect(await client.next()).toMatchObject({opcode: 10, payload: Buffer.from('in between')});
  });

  it.each([
    ['is not masked', 1002, (client: FrameClient) => client.send(binary, 'x', {masked: false})],
    ['has an opcode there is none of', 1002, (client: FrameClient) => client.send(3, 'x')],
    ['goes on with a message that has not begun', 1002, (client: FrameClient) => client.send(0, 'x')],
    ['uses an extension', 1002, (client: FrameClient) => client.raw(Buffer.from([0xc2, 0x80, 0, 0, 0, 0]))],
    ['is too large', 1009, (client: FrameClient) => client.raw(Buffer.from([0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0]))],
  ])('closes when a frame %s', async (_, code, send) => {
    const client = frameClient();
    const socket = new WebSocketConnection(client.server);
    await send(client);
    expect(await socket.read()).toBeNull();
    const frame = await client.next();
    expect([frame?.opcode, frame?.payload.readUInt16BE(0)]).toEqual([close, code]);
  });
});

describe('port-forward over a WebSocket without SPDY', () => {
  it('begins both channels of a port with its number, and carries its data', async () => {
    const client = frameClient();
    const socket = new WebSocketConnection(client.server);
    const query = new URLSearchParams('ports=80');
    const run = (forwarding: Forwarding): Promise<void> => {
      forwarding.onConnection(async (port, {reader, writer}) => {
        await writer.write(encode(`${port} got ${decode((await reader.read()) ?? encode(''))}`));
      });
      return new Promise((resolve) => forwarding.signal.addEventListener('abort', () => resolve()));
    };
    const signal = new AbortController().signal;
    const done = serveNumberedForwarding(socket, {query, protocol: 'v4.channel.k8s.io', signal}, run);
    await client.send(binary, on(0, 'ping'));
    expect((await client.next())?.payload).toEqual(Buffer.from([0, 80, 0]));
    expect((await client.next())?.payload).toEqual(Buffer.from([1, 80, 0]));
    expect(String((await client.next())?.payload.subarray(1))).toBe('80 got ping');
    client.end();
    await done;
  });
});
