import {concat, encode} from '../../bytes/bytes.ts';
import type {ByteWriter} from '../../bytes/pipe.ts';
import type {LogEntry} from '../../runtime/container/log-segment.ts';
import type {OutputStream} from '../../runtime/container/output.ts';
import type {ApiRequest, ApiResponse} from '../api/http.ts';
import {ApiRefusal, badRequest} from '../api/refusal.ts';
import type {DockerContainer} from './docker-container.ts';
import {frame} from './frames.ts';
import {logTime, parseTime} from './go-time.ts';
import {isSet} from './query.ts';
import {streamType} from './stream-type.ts';

interface LogOptions {
  readonly wanted: readonly OutputStream[];
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly details: string | undefined;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  /** Undefined: all. */
  readonly tail: number | undefined;
}

/** `GET /containers/{id}/logs`. Throws 400 for bad parameters, 501 where nothing is kept. */
export function serveLogs(container: DockerContainer, request: ApiRequest): ApiResponse {
  const options = optionsOf(container, request.query);
  if (options.wanted.length === 0) throw badRequest('Bad parameters: you must choose at least one stream');
  if (container.host.LogConfig.Type === 'none')
    throw new ApiRefusal(501, 'configured logging driver does not support reading');
  return {
    kind: 'stream',
    status: 200,
    type: streamType(container.config.Tty, request.version),
    write: (to) => writeLogs(container, options, to, request.signal),
  };
}

function optionsOf({config, host}: DockerContainer, query: URLSearchParams): LogOptions {
  const tail = query.get('tail') ?? 'all';
  return {
    wanted: (['stdout', 'stderr'] as const).filter((stream) => isSet(query, stream)),
    follow: isSet(query, 'follow'),
    timestamps: isSet(query, 'timestamps'),
    details: isSet(query, 'details') ? detailsOf(config.Labels, config.Env, host.LogConfig.Config) : undefined,
    sinceMs: timeOf(query, 'since'),
    untilMs: timeOf(query, 'until'),
    tail: /^\d+$/.test(tail) ? Number(tail) : undefined,
  };
}

function timeOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name) ?? '';
  if (text === '' || text === '0') return undefined;
  const ms = parseTime(text);
  if (ms === undefined) throw badRequest(`invalid value for "${name}": "${text}" is no time`);
  return ms;
}

/** What `--log-opt labels=…` and `env=…` put before every line. */
function detailsOf(
  labels: {readonly [name: string]: string},
  env: readonly string[],
  options: {readonly [name: string]: string},
): string {
  const listed = (names: string | undefined): readonly string[] => (names ? names.split(',') : []);
  const found = [
    ...listed(options['labels']).flatMap((name) => (labels[name] === undefined ? [] : [`${name}=${labels[name]}`])),
    ...listed(options['env']).flatMap((name) => env.find((line) => line.startsWith(`${name}=`)) ?? []),
  ];
  return found.sort().join(',');
}

async function writeLogs(
  container: DockerContainer,
  options: LogOptions,
  to: ByteWriter,
  signal: AbortSignal,
): Promise<void> {
  const {log, run, config} = container;
  const {follow, untilMs} = options;
  const at = log.position(options.tail);
  const ending = endAt(container, follow ? untilMs : undefined, signal);
  try {
    for (;;) {
      const entry = log.next(at);
      if (entry && untilMs !== undefined && entry.timeMs > untilMs) return;
      if (entry) {
        const bytes = shown(entry, options);
        if (bytes) await to.write(config.Tty ? bytes : frame(entry.stream, bytes));
        continue;
      }
      // What runs when somebody asks is what is followed: the next run is another one.
      if (!follow || !run || container.run !== run) return;
      await log.changed(ending.signal);
    }
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  } finally {
    ending.cancel();
  }
}

/** Aborted with the client, and at a time when there is one. */
function endAt(
  {simulatedHost}: DockerContainer,
  ms: number | undefined,
  signal: AbortSignal,
): {readonly signal: AbortSignal; cancel(): void} {
  const {clock} = simulatedHost.daemon().outside;
  const end = new AbortController();
  const abort = (): void => end.abort();
  signal.addEventListener('abort', abort, {once: true});
  const cancel = ms === undefined ? () => {} : clock.after(ms - clock.now(), abort);
  return {
    signal: end.signal,
    cancel() {
      cancel();
      signal.removeEventListener('abort', abort);
    },
  };
}

/** A line as the client wants it; undefined when it does not. */
function shown(entry: LogEntry, {wanted, sinceMs, timestamps, details}: LogOptions): Uint8Array | undefined {
  if (!wanted.includes(entry.stream) || (sinceMs !== undefined && entry.timeMs < sinceMs)) return undefined;
  const before = `${timestamps ? `${logTime(entry.timeMs)} ` : ''}${details === undefined ? '' : `${details} `}`;
  return before === '' ? entry.bytes : concat([encode(before), entry.bytes]);
}
