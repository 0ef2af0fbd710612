import type {Clock} from '../../clock.ts';
import type {Change} from '../../observation.ts';
import {type DockerClient, open} from './client.ts';
import {number, text} from './read-json.ts';

const firstWaitMs = 200;
const longestWaitMs = 2000;

/**
 * Calls back on every event of the daemon, once after each connection (something may have been missed) and once
 * when one is lost, until `signal` aborts. Tries for ever, 0.2 to 2 s apart. Never throws; many events at once are
 * many calls. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents
 */
export function watchDocker(
  docker: DockerClient,
  onChange: (change: Change) => void,
  signal: AbortSignal,
  clock: Clock,
): void {
  new Watch({docker, onChange, signal, clock}).run();
}

interface Parts {
  readonly docker: DockerClient;
  readonly onChange: (change: Change) => void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

class Watch {
  readonly #parts: Parts;
  #waitMs = firstWaitMs;
  /** Of the newest event seen, in the daemon's own time, as `since` takes it: `1700000000.000000001`. */
  #since = '';

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  run(): void {
    if (this.#parts.signal.aborted) return;
    this.#connect().then(
      () => this.#again('connection to Docker lost'),
      () => this.#again(''),
    );
  }

  /** Resolves when a connection ends, rejects when there was none. */
  async #connect(): Promise<void> {
    const {docker, signal} = this.#parts;
    const query: Record<string, string> = this.#since === '' ? {} : {since: this.#since};
    const stream = await open(docker, {path: '/events', query, timeoutMs: 0, signal});
    this.#waitMs = firstWaitMs;
    this.#tell('connection to Docker');
    await readLines(stream, (line) => this.#event(line)).catch(() => undefined);
  }

  #again(lost: string): void {
    const {signal, clock} = this.#parts;
    if (signal.aborted) return;
    if (lost !== '') this.#tell(lost);
    const cancel = clock.after(this.#waitMs, () => {
      signal.removeEventListener('abort', cancel);
      this.run();
    });
    signal.addEventListener('abort', cancel, {once: true});
    this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs);
  }

  #event(line: string): void {
    const event = parse(line);
    const what = describeEvent(event);
    if (what === '') return;
    this.#since = justAfter(event) || this.#since;
    this.#tell(what);
  }

  #tell(what: string): void {
    const {signal, onChange, clock} = this.#parts;
    if (!signal.aborted) onChange({at: clock.now(), what});
  }
}

async function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** `container start web`; '' for what is no event. An exec's action carries its command line, which is left out. */
function describeEvent(event: unknown): string {
  const type = text(event, 'Type');
  const action = text(event, 'Action').replace(/^(exec_\w+):.*$/s, '$1');
  const name = text(event, 'Actor', 'Attributes', 'name') || text(event, 'Actor', 'ID');
  return type === '' ? '' : `${type} ${action} ${name}`.trim();
}

/** `since` includes its own moment; a nanosecond later leaves the event itself out. */
function justAfter(event: unknown): string {
  const seconds = number(event, 'time');
  // timeNano is beyond the whole numbers a double holds: its last digits are lost, so the end of the microsecond.
  const nanos = number(event, 'timeNano') - seconds * 1e9;
  if (seconds === 0 || nanos < 0) return '';
  const micros = Math.min(Math.floor(nanos / 1000), 999_998) + 1;
  return `${seconds}.${String(micros).padStart(6, '0')}000`;
}
