import {carry, type Pipe} from '../../bytes/pipe.ts';
import type {EngineClock} from '../../outside.ts';
import {SystemError} from '../../system-error.ts';
import {type Descriptor, notSeekable, nullDescriptor, OpenFile, readerDescriptor} from '../process/descriptor.ts';
import {Terminal} from '../terminal/terminal.ts';
import type {OutputStream} from './output.ts';

/** Takes what a process writes; rejects with the signal's reason. */
export type WriteOutput = (stream: OutputStream, bytes: Uint8Array, signal: AbortSignal) => Promise<void>;

/** Standard streams of one process that was started from outside: a container's first, or one of `docker exec`. */
export interface StandardStreams {
  readonly fds: ReadonlyMap<number, OpenFile>;
  readonly terminal: Terminal | undefined;
  /** Ends the output; resolves when everything is out that was written, or when the signal aborts. */
  finish(signal: AbortSignal): Promise<void>;
  /** Nothing was started: nothing will be written. */
  cancel(): void;
}

/** Descriptors 0 to 2 without a terminal: two streams. */
export function plainStreams(input: Pipe | undefined, write: WriteOutput): StandardStreams {
  return {
    fds: new Map([
      [0, new OpenFile(input ? readerDescriptor(input.reader) : nullDescriptor())],
      [1, new OpenFile(outputDescriptor('stdout', write))],
      [2, new OpenFile(outputDescriptor('stderr', write))],
    ]),
    terminal: undefined,
    // A process that has ended has written: its writes wait for everybody.
    finish: async () => {},
    cancel() {},
  };
}

/** Descriptors 0 to 2 on a new terminal: one stream, typed into and shown by it. */
export function terminalStreams(options: {
  readonly input: Pipe | undefined;
  readonly write: WriteOutput;
  readonly rows: number;
  readonly columns: number;
}): StandardStreams {
  const terminal = new Terminal({rows: options.rows || 24, columns: options.columns || 80});
  const file = new OpenFile(terminal.descriptor());
  const life = new AbortController();
  // What is typed early is kept by the pipe; a terminal without input is only written to.
  if (options.input) carry(options.input.reader, terminal.input).catch(() => {});
  const shown = show(terminal, options.write, life.signal);
  return {
    fds: new Map([
      [0, file],
      [1, file.share()],
      [2, file.share()],
    ]),
    terminal,
    async finish(signal) {
      terminal.finish();
      const abort = (): void => life.abort();
      signal.addEventListener('abort', abort, {once: true});
      await shown;
      signal.removeEventListener('abort', abort);
    },
    cancel() {
      life.abort();
      terminal.finish();
    },
  };
}

/** How long Docker waits for the last output of a process that has ended. */
const lastOutputMs = 2000;

/** Everything a process wrote comes before its end; a client that does not read is not waited for. */
export async function finishSoon(streams: StandardStreams, clock: EngineClock): Promise<void> {
  const late = new AbortController();
  const cancel = clock.after(lastOutputMs, () => late.abort());
  await streams.finish(late.signal);
  cancel();
}

async function show(terminal: Terminal, write: WriteOutput, signal: AbortSignal): Promise<void> {
  try {
    for (let bytes = await terminal.output.read(); bytes; bytes = await terminal.output.read())
      await write('stdout', bytes, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function outputDescriptor(stream: OutputStream, write: WriteOutput): Descriptor {
  return {
    name: stream === 'stdout' ? 'pipe:[1]' : 'pipe:[2]',
    read: async () => {
      throw new SystemError('EBADF');
    },
    write: (bytes, signal) => write(stream, bytes, signal),
    seek: notSeekable,
    close: () => {},
  };
}
