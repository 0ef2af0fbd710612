import {type ByteWriter, Pipe} from '../../../bytes/pipe.ts';
import type {Channels} from '../../../kubernetes-api/api/request.ts';
import {SystemError} from '../../../system-error.ts';
import {isAsked, type Upgraded} from '../handshake.ts';
import {failureOf} from '../outcome.ts';
import {sizeListeners} from '../sizes.ts';
import type {WebSocketConnection} from './connection.ts';
import {messageOf, parseMessage} from './numbered-message.ts';

const channel = {stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255} as const;

/** What is read ahead of a program that does not ask for its input. */
const inputBytes = 1024 * 1024;
const dropping: ByteWriter = {async write() {}, close() {}};

/** Exec and attach: every message begins with the number of its channel; v5 can end one. */
export async function serveChannels(
  socket: WebSocketConnection,
  upgraded: Pick<Upgraded, 'query' | 'protocol' | 'signal'>,
  run: (channels: Channels) => Promise<void>,
): Promise<void> {
  const {query} = upgraded;
  const input = new Pipe(inputBytes);
  const sizes = sizeListeners();
  const gone = new AbortController();
  const signal = AbortSignal.any([upgraded.signal, gone.signal]);
  const base64 = upgraded.protocol.includes('base64.');
  if (!isAsked(query, 'stdin')) input.writer.close();
  const writer = (number: number): ByteWriter => channelWriter(socket, {number, base64, signal});
  const channels: Channels = {
    stdin: input.reader,
    stdout: isAsked(query, 'stdout') ? writer(channel.stdout) : dropping,
    stderr: isAsked(query, 'stderr') ? writer(channel.stderr) : dropping,
    error: writer(channel.error),
    onResize: sizes.add,
    signal,
  };
  void readMessages(socket, {base64, input: input.writer, resize: sizes.tell, end: gone});
  try {
    await run(channels);
  } catch (error) {
    if (!signal.aborted) await channels.error.write(failureOf(error)).catch(() => undefined);
  }
  // The client's answer to that is the end of the reading; who gives none is cut off by whoever owns the connection.
  await socket.close();
  input.reader.close();
}

function channelWriter(
  socket: WebSocketConnection,
  {number, base64, signal}: {readonly number: number; readonly base64: boolean; readonly signal: AbortSignal},
): ByteWriter {
  return {
    async write(bytes) {
      if (signal.aborted) throw new SystemError('EPIPE');
      if (bytes.length > 0) await socket.send(messageOf({number, payload: bytes}, base64));
    },
    close() {},
  };
}

interface Input {
  readonly base64: boolean;
  readonly input: ByteWriter;
  readonly resize: (json: Uint8Array) => void;
  /** Aborted when no more comes. */
  readonly end: AbortController;
}

async function readMessages(socket: WebSocketConnection, given: Input): Promise<void> {
  try {
    for (;;) {
      const message = await socket.read();
      if (!message) break;
      await takeMessage(message, given);
    }
  } catch {
    // The connection broke: the same as an end.
  }
  given.input.close();
  given.end.abort(new Error('the client is gone'));
}

async function takeMessage(message: Buffer, {base64, input, resize}: Input): Promise<void> {
  const {number, payload} = parseMessage(message, base64);
  if (number === channel.resize) return resize(payload);
  if (number === channel.close && payload[0] === channel.stdin) return input.close();
  if (number !== channel.stdin || payload.length === 0) return;
  // A program that has closed its input is no reason to end the call.
  await input.write(payload).catch(() => undefined);
}
