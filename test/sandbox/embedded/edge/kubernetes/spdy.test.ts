import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {serveChannels} from '../../../../../src/sandbox/embedded/edge/kubernetes/spdy/channels.ts';
import {serveForwarding} from '../../../../../src/sandbox/embedded/edge/kubernetes/spdy/forward.ts';
import {control, controlFrame, uint32} from '../../../../../src/sandbox/embedded/edge/kubernetes/spdy/frames.ts';
import type {Channels} from '../../../../../src/sandbox/embedded/kubernetes-api/api/request.ts';
import {type SpdyClient, spdyClient} from './spdy-client.ts';

const signal = new AbortController().signal;

function exec(client: SpdyClient, query: string, run: (channels: Channels) => Promise<void>): Promise<void> {
  return serveChannels({stream: client.server, query: new URLSearchParams(query), signal}, run);
}

/** The next data frame: its stream, its text, and whether it ends the stream. */
async function data(client: SpdyClient): Promise<readonly unknown[]> {
  const frame = await client.next();
  return frame?.kind === 'data' ? [frame.stream, frame.payload.toString(), frame.flags === 1] : [frame];
}

describe('exec over SPDY', () => {
  it('waits for all the streams, carries them, and ends them', async () => {
    const client = spdyClient();
    const done = exec(client, 'stdin=true&stdout=true', async ({stdin, stdout, stderr, error}) => {
      await stderr.write(encode('nobody asked for it'));
      await stdout.write(encode(`got ${decode(await readAll(stdin))}`));
      await error.write(encode('{}'));
    });
    await client.open(1, {streamType: 'error'});
    await client.open(3, {streamType: 'stdin'});
    await client.data(3, 'in ');
    await client.open(5, {streamType: 'stdout'});
    await client.data(3, 'put');
    await client.finish(3);
    expect(await data(client)).toEqual([5, 'got in put', false]);
    expect(await data(client)).toEqual([1, '{}', false]);
    expect([await data(client), await data(client), await data(client)].toSorted()).toEqual([
      [1, '', true],
      [3, '', true],
      [5, '', true],
    ]);
    client.end();
    await done;
  });

  it('tells the size of a terminal', async () => {
    const client = spdyClient();
    const seen = new Promise((resolve) => {
      void exec(client, 'stdout=true&tty=true', async ({onResize, signal: gone}) => {
        onResize((columns, rows) => resolve([columns, rows]));
        await new Promise<void>((end) => gone.addEventListener('abort', () => end()));
      });
    });
    await client.open(1, {streamType: 'error'});
    await client.open(3, {streamType: 'stdout'});
    await client.open(5, {streamType: 'resize'});
    await client.data(5, '{"Width":120,');
    await client.data(5, '"Height":40}\n');
    expect(await seen).toEqual([120, 40]);
    client.end();
  });

  it('says on the error stream what went wrong', async () => {
    const client = spdyClient();
    void exec(client, 'stdout=true', async () => {
      throw new Error('no such container');
    });
    await client.open(1, {streamType: 'error'});
    await client.open(3, {streamType: 'stdout'});
    const [stream, text] = await data(client);
    expect([stream, JSON.parse(String(text)).message]).toEqual([1, 'Internal error occurred: no such container']);
    client.end();
  });

  it('answers a ping and refuses a stream with a number of its own', async () => {
    const client = spdyClient();
    void exec(client, 'stdout=true', async () => {});
    await client.raw(controlFrame(control.ping, 0, uint32(7)));
    expect(await client.next()).toMatchObject({type: control.ping, payload: uint32(7)});
    await client.open(2, {streamType: 'stdout'});
    expect(await client.next()).toMatchObject({type: control.rstStream});
    client.end();
  });

  it('ends when the client speaks something else', async () => {
    const client = spdyClient();
    const done = exec(client, 'stdout=true', async () => {});
    await client.raw(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    client.end();
    await done;
  });
});

describe('port-forward over SPDY', () => {
  it('makes a connection of two streams with the same request, in whatever order they come', async () => {
    const client = spdyClient();
    const done = serveForwarding({stream: client.server, signal}, async ({onConnection, signal: gone}) => {
      onConnection(async (port, {reader, writer}, error) => {
        await writer.write(encode(`${port}: ${decode((await reader.read()) ?? encode(''))}`));
        writer.close();
        error.close();
      });
      await new Promise<void>((resolve) => gone.addEventListener('abort', () => resolve()));
    });
    await client.open(1, {streamType: 'error', port: '80', requestID: '0'});
    await client.open(3, {streamType: 'data', port: '80', requestID: '0'});
    await client.data(3, 'ping');
    expect(await data(client)).toEqual([3, '80: ping', false]);
    expect(await data(client)).toEqual([3, '', true]);
    expect(await data(client)).toEqual([1, '', true]);
    await client.open(5, {streamType: 'data', port: 'x', requestID: '1'});
    expect(await data(client)).toEqual([5, '', true]);
    client.end();
    await done;
  });
});
