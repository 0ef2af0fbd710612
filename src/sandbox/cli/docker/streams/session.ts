import type {ByteSink, ByteStream, CommandContext, Duplex} from '../../context.ts';
import type {Docker} from '../app.ts';
import {defaultDetachKeys, parseDetachKeys, watchDetach} from './detach-keys.ts';
import {copyFrames} from './frames.ts';

/** A conversation with a container or with a process in one. */
export interface Session {
  readonly stream: Duplex;
  /** A terminal in the container: its bytes come as they are, and keys go as they are typed. */
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** As given, `ctrl-p,ctrl-q`; '' is the usual sequence. */
  readonly detachKeys: string;
}

/** How a session came to its end. */
export type SessionEnd = 'ended' | 'detached';

const nowhere: ByteSink = {write: () => Promise.resolve()};

/** Carries bytes both ways until the other side ends, or the keys that detach are typed. */
export async function runSession(docker: Docker, session: Session): Promise<SessionEnd> {
  const {context} = docker;
  const {stream, tty, stdin} = session;
  const watched = tty && stdin;
  const keys = watched ? await detachKeysOf(docker, session.detachKeys) : undefined;
  if (watched) context.tty.setRaw(true);
  try {
    const output = receive(session, context).then((): SessionEnd => 'ended');
    const input = stdin ? send(context.stdin, stream, keys) : closed(stream);
    // Input that ends says nothing yet: the output is waited for.
    const detached = input.then((end) => (end === 'detached' ? end : output));
    if (!session.stdout && !session.stderr) return await detached;
    return await Promise.race([output, detached]);
  } finally {
    if (watched) context.tty.setRaw(false);
    stream.close();
  }
}

async function detachKeysOf(docker: Docker, given: string): Promise<Uint8Array> {
  if (given === '') return defaultDetachKeys;
  try {
    return parseDetachKeys(given);
  } catch (error) {
    await docker.warn(`invalid detach escape keys, using default: ${error instanceof Error ? error.message : error}\n`);
    return defaultDetachKeys;
  }
}

async function receive({stream, tty, stdout, stderr}: Session, context: CommandContext): Promise<void> {
  if (tty) {
    for await (const piece of stream.input) await context.stdout.write(piece);
    return;
  }
  await copyFrames(stream.input, {
    stdout: stdout ? context.stdout : nowhere,
    stderr: stderr ? context.stderr : nowhere,
  });
}

async function send(stdin: ByteStream, stream: Duplex, keys: Uint8Array | undefined): Promise<SessionEnd> {
  const watch = keys === undefined ? undefined : watchDetach(keys);
  for await (const piece of stdin) {
    if (watch === undefined) {
      await stream.write(piece);
      continue;
    }
    const {sent, detached} = watch.pass(piece);
    if (sent.length > 0) await stream.write(sent);
    if (detached) return 'detached';
  }
  stream.closeWrite();
  return 'ended';
}

async function closed(stream: Duplex): Promise<SessionEnd> {
  stream.closeWrite();
  return 'ended';
}

/** Throws when keys are wanted from something that is no terminal. */
export function checkTerminal({tty}: CommandContext, wanted: {readonly stdin: boolean; readonly tty: boolean}): void {
  if (wanted.tty && wanted.stdin && !tty.stdin) throw new Error('the input device is not a TTY');
}
