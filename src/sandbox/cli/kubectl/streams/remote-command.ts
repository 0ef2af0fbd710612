import {decodeText, encodeText} from '../../bytes.ts';
import type {ByteSink, ByteStream} from '../../context.ts';
import type {Kubectl} from '../app.ts';
import type {Query} from '../client/kube-api.ts';
import {ExitError, StatusError} from '../errors.ts';
import {at, type Json, object, objects, text} from '../json.ts';
import {openWebSocket, type WebSocketSession} from './web-socket.ts';

/** A process in a container, or one that is to be started there. */
export interface RemoteCommand {
  /** `/api/v1/namespaces/x/pods/y/exec`. */
  readonly path: string;
  readonly query: Query;
  readonly stdin?: ByteStream;
  readonly stdout?: ByteSink;
  readonly stderr?: ByteSink;
  /** A terminal on the other side: keys go as they are typed. */
  readonly tty: boolean;
}

const channels = {stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255} as const;
const protocol = 'v5.channel.k8s.io';

/** Carries bytes both ways until the process ends; throws an ExitError when it did not end well. */
export async function runRemote(kubectl: Kubectl, command: RemoteCommand): Promise<void> {
  const {path, query, tty, stdin} = command;
  const session = await open(kubectl, {path, query});
  const raw = tty && stdin !== undefined && kubectl.context.tty.stdin;
  if (raw) kubectl.context.tty.setRaw(true);
  const stopFollowing = tty ? followSize(kubectl, session) : () => undefined;
  try {
    // Input that ends, or fails, is no end of the output.
    if (stdin !== undefined) void sendInput(session, stdin).catch(() => undefined);
    const status = await receive(session, command);
    if (status !== undefined) throwFailure(status);
  } finally {
    stopFollowing();
    if (raw) kubectl.context.tty.setRaw(false);
    session.close();
  }
}

async function open(
  {api}: Kubectl,
  {path, query}: {readonly path: string; readonly query: Query},
): Promise<WebSocketSession> {
  try {
    return await openWebSocket(api, {path, query, protocols: [protocol]});
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'InternalError') throw new Error(error.message);
    throw error;
  }
}

async function sendInput(session: WebSocketSession, stdin: ByteStream): Promise<void> {
  for await (const piece of stdin) await session.send(framed(channels.stdin, piece));
  await session.send(Uint8Array.of(channels.close, channels.stdin));
}

function framed(channel: number, bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(bytes.length + 1);
  whole[0] = channel;
  whole.set(bytes, 1);
  return whole;
}

function followSize({context: {tty}}: Kubectl, session: WebSocketSession): () => void {
  const tell = () => {
    const size = tty.size();
    if (size === undefined) return;
    const json = JSON.stringify({Width: size.columns, Height: size.rows});
    void session.send(framed(channels.resize, encodeText(json)));
  };
  tell();
  return tty.onResize(tell);
}

/** The Status that ends the conversation; undefined when it ended without one. */
async function receive(session: WebSocketSession, {stdout, stderr}: RemoteCommand): Promise<Json | undefined> {
  for await (const message of session.messages) {
    const bytes = message.subarray(1);
    switch (message[0]) {
      case channels.stdout:
        if (bytes.length > 0) await stdout?.write(bytes);
        break;
      case channels.stderr:
        if (bytes.length > 0) await stderr?.write(bytes);
        break;
      case channels.error:
        if (bytes.length > 0) return object(JSON.parse(decodeText(bytes)));
        break;
      default:
    }
  }
  return undefined;
}

function throwFailure(status: Json): void {
  if (text(status['status']) !== 'Failure') return;
  if (text(status['reason']) === 'NonZeroExitCode') {
    const cause = objects(at(status, 'details', 'causes')).find(({reason}) => reason === 'ExitCode');
    const code = Number(text(cause?.['message'])) || 1;
    throw new ExitError(code, `command terminated with exit code ${code}`);
  }
  throw new Error(text(status['message']));
}
