import {concat} from '../../../../bytes/bytes.ts';
import {isSystemError} from '../../../../system-error.ts';
import type {Connection} from '../../../net/stack.ts';
import type {Process} from '../../../process/process.ts';
import {acceptAll, listenOn} from '../listening-socket.ts';
import type {Section} from './config.ts';
import {type Emit, isRecord} from './event.ts';
import type {FluentLog} from './log.ts';
import {NotPacked, unpack} from './message-pack.ts';
import {portOf} from './port.ts';

/** As much of a message as may be waited for. */
const mostWaiting = 16 << 20;

/**
 * The source `forward`: events of other fluentds and of clients, uncompressed and without acknowledgement.
 * https://github.com/fluent/fluentd/wiki/Forward-Protocol-Specification-v1
 */
export class ForwardSource {
  readonly port: number;
  readonly bind: string;

  /** Throws ConfigProblem. */
  constructor({values}: Section) {
    this.port = portOf(values.get('port') ?? '24224');
    this.bind = values.get('bind') ?? '0.0.0.0';
  }

  /** Throws EADDRINUSE. */
  async run(process: Process, log: FluentLog, emit: Emit): Promise<void> {
    const {listener} = listenOn(process, this.port, this.bind);
    await log.say('info', `listening port port=${this.port} bind="${this.bind}"`);
    await acceptAll(process, listener, (connection) => receive(process, connection, log, emit));
  }
}

async function receive(process: Process, {stream, remote}: Connection, log: FluentLog, emit: Emit): Promise<void> {
  const next = (): Promise<Uint8Array | null> => stream.reader.read(undefined, process.signal);
  let waiting: Uint8Array = new Uint8Array(0);
  try {
    for (let piece = await next(); piece; piece = await next()) {
      waiting = concat([waiting, piece]);
      for (let found = unpack(waiting); found; found = unpack(waiting)) {
        await emitAll(process, found.value, emit);
        waiting = waiting.slice(found.end);
        if (waiting.length === 0) break;
      }
      if (waiting.length > mostWaiting) throw new NotPacked('the message is too long');
      await process.breathe();
    }
  } catch (error) {
    if (error instanceof NotPacked)
      await log.say('warn', `incoming chunk is broken: host="${remote.address}" msg=${JSON.stringify(error.message)}`);
    else if (!isSystemError(error)) throw error;
  } finally {
    stream.writer.close();
  }
}

/** `[tag, time, record]`, `[tag, [[time, record], ...]]`, or the latter packed once more. */
async function emitAll(process: Process, message: unknown, emit: Emit): Promise<void> {
  if (!Array.isArray(message) || typeof message[0] !== 'string') throw new NotPacked('a message is [tag, ...]');
  const [tag, second, third]: readonly unknown[] = message;
  if (second instanceof Uint8Array) return emitPacked(process, String(tag), second, emit);
  const entries: readonly unknown[] = Array.isArray(second) ? second : [[second, third]];
  for (const entry of entries) await emitEntry(process, String(tag), entry, emit);
}

async function emitPacked(process: Process, tag: string, bytes: Uint8Array, emit: Emit): Promise<void> {
  for (let rest = bytes; rest.length > 0; ) {
    const found = unpack(rest);
    if (!found) return;
    await emitEntry(process, tag, found.value, emit);
    rest = rest.subarray(found.end);
  }
}

async function emitEntry(process: Process, tag: string, entry: unknown, emit: Emit): Promise<void> {
  const [time, record]: readonly unknown[] = Array.isArray(entry) ? entry : [];
  if (!isRecord(record)) throw new NotPacked('an event is [time, record]');
  await process.breathe();
  await emit({tag, timeMs: typeof time === 'number' && time > 0 ? time * 1000 : process.now(), record});
}
