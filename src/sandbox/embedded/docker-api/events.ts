import {waitIn, wake} from '../bytes/pipe.ts';
import type {EngineClock} from '../outside.ts';

export type EventType = 'container' | 'image' | 'network' | 'volume' | 'builder' | 'daemon';

/** One event, as the API sends it. https://docs.docker.com/reference/api/engine/version/v1.46/#tag/System/operation/SystemEvents */
export interface EngineEvent {
  readonly type: EventType;
  readonly action: string;
  readonly id: string;
  readonly attributes: {readonly [name: string]: string};
  readonly timeMs: number;
  /** Orders events of one millisecond, and makes their `timeNano` differ. */
  readonly order: number;
}

/** Docker's own ring. */
const kept = 256;

/** What happened, for whoever listens and for who asks later with `since`. */
export class Events {
  readonly #clock: EngineClock;
  readonly #past: EngineEvent[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #order = 0;

  constructor(clock: EngineClock) {
    this.#clock = clock;
  }

  tell(type: EventType, action: string, id: string, attributes: {readonly [name: string]: string} = {}): void {
    this.#order += 1;
    const event = {type, action, id, attributes, timeMs: this.#clock.now(), order: this.#order};
    this.#past.push(event);
    if (this.#past.length > kept) this.#past.shift();
    for (const listener of this.#listeners) listener(event);
    wake(this.#waiting);
  }

  /** Kept events at or after a time, oldest first. */
  since(ms: number): readonly EngineEvent[] {
    return this.#past.filter(({timeMs}) => timeMs >= ms);
  }

  /** How many listen; `docker info` shows it. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** Calls back on every event from now on; returns how to stop. */
  listen(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves at the next event; rejects with the signal's reason. */
  next(signal: AbortSignal): Promise<void> {
    return waitIn(this.#waiting, signal);
  }
}

/** Nanoseconds since 1970 as Docker counts them; beyond what a number holds exactly, so as digits. */
export function timeNano({timeMs, order}: Pick<EngineEvent, 'timeMs' | 'order'>): string {
  return `${Math.floor(timeMs)}${String(order % 1_000_000).padStart(6, '0')}`;
}
