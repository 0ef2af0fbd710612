import {realClock} from '../../../../../clock.ts';
import {type ByteReader, type ByteWriter, waitIn, wake} from '../../../bytes/pipe.ts';
import type {Channels} from '../../../kubernetes-api/api/request.ts';
import {isAsked, type Upgraded} from '../handshake.ts';
import {failureOf} from '../outcome.ts';
import {sizeListeners} from '../sizes.ts';
import {SpdySession, type SpdyStream} from './session.ts';

/** Upstream's: a client that has not opened its streams by then never will. */
const openMs = 30_000;

const dropping: ByteWriter = {async write() {}, close() {}};
const atItsEnd: ByteReader = {read: async () => null, close() {}};

/** Exec and attach: a stream for each of what was asked for, told apart by their `streamtype`. */
export async function serveChannels(
  {stream, query, signal}: Pick<Upgraded, 'stream' | 'query' | 'signal'>,
  run: (channels: Channels) => Promise<void>,
): Promise<void> {
  const wanted = ['error', ...['stdin', 'stdout', 'stderr'].filter((name) => isAsked(query, name))];
  if (isAsked(query, 'tty')) wanted.push('resize');
  const opened = new Map<string, SpdyStream>();
  const waiting: (() => void)[] = [];
  const gone = new AbortController();
  const either = AbortSignal.any([signal, gone.signal]);
  const session = new SpdySession(stream, either, (made) => {
    opened.set(made.headers.get('streamtype') ?? '', made);
    wake(waiting);
  });
  const running = session.run().then(() => gone.abort(new Error('the client is gone')));
  const late = realClock.after(openMs, () => gone.abort(new Error('timed out waiting for client to create streams')));
  try {
    while (!wanted.every((name) => opened.has(name))) await waitIn(waiting, either);
    late();
    await run(channelsOf(opened, either));
  } catch (error) {
    if (!either.aborted)
      await opened
        .get('error')
        ?.writer.write(failureOf(error))
        .catch(() => undefined);
  }
  late();
  for (const {writer} of opened.values()) writer.close();
  // The client closes once it has read everything; what is cut off before that is lost to it.
  const cut = realClock.after(openMs, () => gone.abort(new Error('the client does not hang up')));
  await running;
  cut();
}

function channelsOf(opened: ReadonlyMap<string, SpdyStream>, signal: AbortSignal): Channels {
  const sizes = sizeListeners();
  const resize = opened.get('resize');
  if (resize) void tellSizes(resize.reader, sizes.tell);
  return {
    stdin: opened.get('stdin')?.reader ?? atItsEnd,
    stdout: opened.get('stdout')?.writer ?? dropping,
    stderr: opened.get('stderr')?.writer ?? dropping,
    error: opened.get('error')?.writer ?? dropping,
    onResize: sizes.add,
    signal,
  };
}

/** Go's encoder ends every size with a line end. */
async function tellSizes(reader: ByteReader, tell: (json: Uint8Array) => void): Promise<void> {
  let rest = '';
  for (;;) {
    const bytes = await reader.read();
    if (bytes === null) return;
    const lines = `${rest}${Buffer.from(bytes).toString()}`.split('\n');
    rest = (lines.pop() ?? '').slice(-1024);
    for (const line of lines) if (line !== '') tell(Buffer.from(line));
  }
}
