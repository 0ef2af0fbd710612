import type {Clock} from '../../clock.ts';
import type {Call, Params} from '../../observation.ts';
import type {CallLog} from './call-log.ts';
import type {CallNote, Exchange, Outcome} from './exchange.ts';

/** Streams the learner sits in front of: logged when they begin, completed when they end. */
const loggedAtOnce: ReadonlySet<string> = new Set([
  'container exec',
  'container logs',
  'container attach',
  'container stats',
  'system events',
]);

/** What `docker inspect NAME` tries in turn; those before the one that is there were not meant. */
const inspects: ReadonlySet<string> = new Set([
  'container inspect',
  'image inspect',
  'network inspect',
  'volume inspect',
]);

/** What the CLI asks about first (an inspect) on its way to the command the learner typed. */
const followsInspect: Readonly<Record<string, readonly string[]>> = {
  'container inspect': [
    'container exec',
    'container logs',
    'container attach',
    'container start',
    'container commit',
    'container cp',
    'container export',
  ],
  'network inspect': ['network rm', 'network connect', 'network disconnect'],
};

/** A container between `create` and its first `start`: `docker run` waits for it in between, `docker create` does not. */
type Fresh = {readonly number: number; readonly call: Call; waited: boolean};

/** An inspect that may turn out to be only the way to something else. */
type Held = {readonly call: Call; readonly connection: object};

/** One learner's request on its way into the call log. */
export interface Recording {
  /** The daemon's answer has begun. */
  begun(status: number): void;
  ended(outcome: Outcome): void;
}

/** Turns requests into calls: many requests of the CLI are one command of the learner's. */
export class CallRecorder {
  readonly #log: CallLog;
  readonly #clock: Clock;
  readonly #fresh = new Map<string, Fresh>();
  readonly #held = new Set<Held>();

  constructor(log: CallLog, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** `connection` tells one client process from another. */
  record(exchange: Exchange, connection: object): Recording {
    const at = this.#clock.now();
    const {note} = exchange;
    let number: number | undefined;
    let isPart = false;
    this.#dropHeld(note);
    return {
      begun: (status) => {
        if (note.verb === 'container wait') this.#waits(note);
        isPart = this.#isPartOfRun(note);
        if (!loggedAtOnce.has(note.verb) || status >= 400 || isPart) return;
        this.#dropHeld(note);
        number = this.#log.add(callOf(at, note, {status, error: ''}));
      },
      ended: (outcome) => {
        if (note.verb === '' || (isPart && outcome.status < 400)) return;
        const call = callOf(at, note, outcome);
        if (number !== undefined) this.#log.complete(number, call);
        else this.#add(call, connection);
      },
    };
  }

  /** The client process is gone: what it asked last was what it came for. */
  connectionClosed(connection: object): void {
    this.#release((held) => held.connection === connection);
  }

  #add(call: Call, connection: object): void {
    this.#dropHeld(call);
    const isTried = inspects.has(call.verb) && call.status === 404;
    if (isTried || (call.verb in followsInspect && call.status < 400)) {
      this.#held.add({call, connection});
      return;
    }
    // Before its last tries, `docker inspect` asks whether there is a swarm.
    if (call.verb === 'system info' && this.#hasTried(connection)) return;
    // A command of the same process after an inspect of something else: that inspect was meant.
    this.#release((held) => held.connection === connection);
    if (call.verb === 'container start' && this.#completesRun(call)) return;
    if (call.verb === 'container wait' && (call.detail['condition'] ?? '') !== '') return;
    const number = this.#log.add(call);
    if (call.verb === 'container create' && call.status < 300) this.#remember(call, number);
  }

  #remember(call: Call, number: number): void {
    this.#fresh.set(call.target, {number, call, waited: false});
    if (this.#fresh.size > 500) this.#fresh.delete(this.#fresh.keys().next().value ?? '');
  }

  #waits({target}: CallNote): void {
    const fresh = this.#fresh.get(target);
    if (fresh) fresh.waited = true;
  }

  #isPartOfRun({verb, target}: {readonly verb: string; readonly target: string}): boolean {
    return (verb === 'container attach' || verb === 'container wait') && this.#fresh.has(target);
  }

  /** `docker run` is one command: its create becomes a run, with the start's answer. */
  #completesRun(start: Call): boolean {
    const fresh = this.#fresh.get(start.target);
    this.#fresh.delete(start.target);
    if (!fresh?.waited) return false;
    const {status, error} = start.status >= 400 ? start : fresh.call;
    this.#log.complete(fresh.number, {...fresh.call, verb: 'container run', status, error});
    return true;
  }

  #hasTried(connection: object): boolean {
    return [...this.#held].some(
      ({call, connection: from}) => from === connection && call.verb === 'volume inspect' && call.status === 404,
    );
  }

  #dropHeld({
    verb,
    target,
    status = 404,
  }: {
    readonly verb: string;
    readonly target: string;
    readonly status?: number;
  }): void {
    for (const held of this.#held) {
      if (held.call.target !== target) continue;
      const isFirstPart = followsInspect[held.call.verb]?.includes(verb);
      const isOtherKind = held.call.status === 404 && inspects.has(verb) && status < 400;
      if (isFirstPart || isOtherKind) this.#held.delete(held);
    }
  }

  #release(isMeant: (held: Held) => boolean): void {
    for (const held of this.#held) {
      if (!isMeant(held)) continue;
      this.#held.delete(held);
      this.#log.add(held.call);
    }
  }
}

function callOf(at: number, {verb, target, detail}: CallNote, {status, error}: Outcome): Call {
  const params: Params = {...detail};
  return {at, verb, target, status, error, detail: params};
}
