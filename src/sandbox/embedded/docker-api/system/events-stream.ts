import {encode} from '../../bytes/bytes.ts';
import type {ByteWriter} from '../../bytes/pipe.ts';
import {waitIn, wake} from '../../bytes/pipe.ts';
import {parseFilters} from '../api/filters.ts';
import type {ApiRequest, ApiResponse} from '../api/http.ts';
import {badRequest} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import {type EngineEvent, timeNano} from '../events.ts';
import {isWanted} from './event-filters.ts';

/** Docker's own: a client that is so far behind misses what comes next. */
const mostWaiting = 1024;

/** `GET /events`: what happened since a time, then what happens, until a time or until the client is gone. */
export function serveEvents({events, outside}: Daemon, {query, signal}: ApiRequest): ApiResponse {
  const since = readTime(query, 'since');
  const until = readTime(query, 'until');
  if (since && until && since.nano > until.nano)
    throw badRequest(`\`since\` time (${since.text}) cannot be after \`until\` time (${until.text})`);
  const filters = parseFilters(query.get('filters'));
  const isTimely = (event: EngineEvent): boolean => {
    const nano = BigInt(timeNano(event));
    return (!since || nano >= since.nano) && (!until || nano <= until.nano);
  };
  const take = (event: EngineEvent): boolean => isTimely(event) && isWanted(event, filters);
  const past = since || until ? events.since(0).filter(take) : [];
  const untilMs = until ? Number(until.nano / 1_000_000n) : undefined;
  const write = async (to: ByteWriter): Promise<void> => {
    const backlog = new Backlog(past);
    // From the very moment of the look into the past: nothing is told twice or missed.
    const stop = events.listen((event) => take(event) && backlog.add(event));
    const leftMs = untilMs === undefined ? undefined : untilMs - outside.clock.now();
    const cancel = leftMs === undefined ? undefined : outside.clock.after(Math.max(0, leftMs), () => backlog.end());
    if (leftMs !== undefined && leftMs <= 0) backlog.end();
    try {
      for (let event = await backlog.next(signal); event; event = await backlog.next(signal))
        await to.write(encode(`${eventText(event)}\n`), signal);
    } finally {
      stop();
      cancel?.();
    }
  };
  return {kind: 'stream', status: 200, type: 'application/json', write};
}

/** Events on their way to one client. */
class Backlog {
  readonly #events: EngineEvent[];
  readonly #waiting: (() => void)[] = [];
  #ended = false;

  constructor(events: readonly EngineEvent[]) {
    this.#events = [...events];
  }

  add(event: EngineEvent): void {
    if (this.#ended || this.#events.length >= mostWaiting) return;
    this.#events.push(event);
    wake(this.#waiting);
  }

  end(): void {
    this.#ended = true;
    wake(this.#waiting);
  }

  /** The next event; undefined at the end. Rejects with the signal's reason. */
  async next(signal: AbortSignal): Promise<EngineEvent | undefined> {
    for (;;) {
      signal.throwIfAborted();
      const event = this.#events.shift();
      if (event || this.#ended) return event;
      await waitIn(this.#waiting, signal);
    }
  }
}

/** An event as the API writes it. Its time is beyond what a number holds exactly, so it is written as digits. */
export function eventText(event: EngineEvent): string {
  const {type, action, id, attributes, timeMs} = event;
  const isOld = type === 'container' || type === 'image';
  const image = attributes['image'];
  const sorted = Object.fromEntries(Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1)));
  const text = JSON.stringify({
    ...(isOld ? {status: action, id} : {}),
    ...(type === 'container' && image !== undefined ? {from: image} : {}),
    Type: type,
    Action: action,
    Actor: {ID: id, Attributes: sorted},
    scope: 'local',
    time: Math.floor(timeMs / 1000),
  });
  return `${text.slice(0, -1)},"timeNano":${timeNano(event)}}`;
}

interface AskedTime {
  readonly nano: bigint;
  readonly text: string;
}

/** Seconds with up to nine digits behind the point, as all clients send them. Throws 400. */
function readTime(query: URLSearchParams, name: string): AskedTime | undefined {
  const text = query.get(name) ?? '';
  if (text === '') return undefined;
  const [, seconds, fraction = ''] = /^(-?\d{1,15})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  if (seconds === undefined) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return {nano: BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0')), text};
}
