import fc from 'fast-check';
import {describe, expect, it, vi} from 'vitest';
import {readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {issue} from '../../../../../src/sandbox/embedded/edge/certificate.ts';
import {serveForwarding} from '../../../../../src/sandbox/embedded/edge/kubernetes/spdy/forward.ts';
import {controlFrame, dataFrame, uint32} from '../../../../../src/sandbox/embedded/edge/kubernetes/spdy/frames.ts';
import {SpdySession} from '../../../../../src/sandbox/embedded/edge/kubernetes/spdy/session.ts';
import {serveChannels} from '../../../../../src/sandbox/embedded/edge/kubernetes/websocket/channels.ts';
import {WebSocketConnection} from '../../../../../src/sandbox/embedded/edge/kubernetes/websocket/connection.ts';
import {signRequest} from '../../../../../src/sandbox/embedded/edge/signing-request.ts';
import {spdyClient} from './spdy-client.ts';
import {frameClient} from './websocket-client.ts';

const signal = new AbortController().signal;
const bytes = fc.uint8Array({maxLength: 300});

// Thousands of cases beside other tests on a slow machine.
vi.setConfig({testTimeout: 120_000});

describe('whatever a client sends after the handshake', () => {
  it('ends a WebSocket, and every exec over it', async () => {
    const message = fc.oneof(
      fc.record({opcode: fc.integer({min: 0, max: 15}), payload: bytes, final: fc.boolean(), masked: fc.boolean()}),
      fc.record({
        opcode: fc.constantFrom(1, 2),
        payload: fc
          .tuple(fc.constantFrom(0, 1, 3, 4, 255, 48), bytes)
          .map(([channel, rest]) => new Uint8Array([channel, ...rest])),
        final: fc.constant(true),
        masked: fc.constant(true),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, {maxLength: 6}),
        bytes,
        fc.constantFrom('v5.channel.k8s.io', 'v4.channel.k8s.io', 'base64.channel.k8s.io'),
        async (messages, rubbish, protocol) => {
          const client = frameClient();
          const socket = new WebSocketConnection(client.server);
          const query = new URLSearchParams('stdin=true&stdout=true');
          const done = serveChannels(socket, {query, protocol, signal}, async ({stdin, stdout, onResize, error}) => {
            onResize((columns, rows) => expect(columns * rows).toBeGreaterThan(0));
            await stdout.write(await readAll(stdin));
            await error.write(new Uint8Array([1]));
          });
          for (const {opcode, payload, ...more} of messages) await client.send(opcode, payload, more);
          await client.raw(rubbish);
          client.end();
          await done;
        },
      ),
      {numRuns: 3000},
    );
  });

  it('ends a SPDY connection, and every stream of it', async () => {
    const frame = fc.oneof(
      fc
        .tuple(fc.integer({min: 0, max: 12}), fc.integer({min: 0, max: 3}), bytes)
        .map(([type, flags, payload]) => controlFrame(type, flags, Buffer.from(payload))),
      fc.tuple(fc.integer({min: 0, max: 9}), fc.integer({min: 0, max: 1}), bytes).map((given) => dataFrame(...given)),
      bytes.map((raw) => Buffer.from(raw)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(frame, {maxLength: 6}), fc.integer({min: 0, max: 6}), async (frames, place) => {
        const client = spdyClient();
        const ended: Promise<unknown>[] = [];
        const session = new SpdySession(client.server, signal, ({reader, writer}) => {
          ended.push(readAll(reader));
          writer.close();
        });
        const done = session.run();
        for (const [index, one] of frames.entries()) {
          if (index === place) await client.open(1, {streamType: 'error'});
          await client.raw(one);
        }
        client.end();
        await done;
        await Promise.all(ended);
      }),
      {numRuns: 1500},
    );
  });

  it('makes a connection of a port-forward, or none', async () => {
    const headers = fc.record({
      streamType: fc.constantFrom('data', 'error', '', 'stdin'),
      port: fc.constantFrom('80', '0', '-1', '65536', 'x', '8080', ''),
      requestID: fc.constantFrom('0', '1', ''),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(headers, {maxLength: 6}), async (streams) => {
        const client = spdyClient();
        const done = serveForwarding({stream: client.server, signal}, ({onConnection, signal: gone}) => {
          onConnection((port, {writer}, error) => {
            expect(port).toBeGreaterThan(0);
            writer.close();
            error.close();
          });
          return new Promise((resolve) => gone.addEventListener('abort', () => resolve()));
        });
        for (const [index, one] of streams.entries()) await client.open(index * 2 + 1, one);
        client.end();
        await done;
      }),
      {numRuns: 500},
    );
  });

  it('is refused when a header block unpacks to more than any has', async () => {
    const client = spdyClient();
    const session = new SpdySession(client.server, signal, () => {});
    const done = session.run();
    await client.open(1, {streamType: 'x'.repeat(200_000)});
    await client.raw(controlFrame(6, 0, uint32(1)));
    await done;
  });
});

describe('whatever is said to be a certificate request', () => {
  it('is refused with a sentence', () => {
    const by = issue({commonName: 'kubernetes', use: 'authority'}, 0, undefined);
    fc.assert(
      fc.property(fc.oneof(bytes, fc.constant(new Uint8Array(0))), fc.string({maxLength: 20}), (der, text) => {
        const pem = `${text}-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
        expect(() => signRequest(pem, {use: 'client'}, {by, now: 0})).toThrow(Error);
      }),
      {numRuns: 2000},
    );
  });
});
