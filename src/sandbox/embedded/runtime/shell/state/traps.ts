import type {Process} from '../../process/process.ts';
import {parseSignal, type SignalName, signalNumber} from '../../process/signals.ts';
import {shortSignalName} from '../../programs/shared/kill.ts';
import type {Bell} from './bell.ts';

/** What a trap can be set on: a signal, the end of the shell, a command that fails. */
export type TrapName = SignalName | 'EXIT' | 'ERR';

/** A trap's name as it is written: `INT`, `SIGINT`, `2`, `EXIT`, `0`, `ERR`. Undefined when there is none such. */
export function parseTrapName(text: string): TrapName | undefined {
  const upper = text.toUpperCase();
  if (upper === 'EXIT' || text === '0') return 'EXIT';
  return upper === 'ERR' ? 'ERR' : parseSignal(text);
}

/** A trap as `trap` lists it: `INT`, `EXIT`. */
export function shortTrapName(name: TrapName): string {
  return name === 'EXIT' || name === 'ERR' ? name : shortSignalName(name);
}

/** What a shell does on signals: the commands of `trap`, what it does by itself, and what has come meanwhile. */
export class Traps {
  readonly #process: Process;
  readonly #bell: Bell;
  readonly #actions = new Map<TrapName, string>();
  /** What the shell does where no trap is set. */
  readonly #own = new Map<SignalName, () => void>();
  readonly #pending = new Set<SignalName>();

  constructor(process: Process, bell: Bell) {
    this.#process = process;
    this.#bell = bell;
  }

  /** What the shell does on a signal unless a trap is set: nothing, when `action` does nothing. */
  handle(signal: SignalName, action: () => void): void {
    this.#own.set(signal, action);
    this.#apply(signal);
  }

  /** Undefined brings back what was without a trap; '' ignores the signal, here and in every child. */
  set(name: TrapName, action: string | undefined): void {
    if (action === undefined) this.#actions.delete(name);
    else this.#actions.set(name, action);
    if (name !== 'EXIT' && name !== 'ERR') this.#apply(name);
  }

  get(name: TrapName): string | undefined {
    return this.#actions.get(name);
  }

  /** Names and actions by number, EXIT first, ERR last. */
  entries(): readonly (readonly [TrapName, string])[] {
    const order = (name: TrapName): number => (name === 'EXIT' ? 0 : name === 'ERR' ? 99 : signalNumber(name));
    return [...this.#actions].sort(([one], [other]) => order(one) - order(other));
  }

  /** Whether anything has to be run at some time: then the process cannot become another program. */
  get hasActions(): boolean {
    return [...this.#actions.values()].some((action) => action !== '');
  }

  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  /** A signal has come whose trap is to be run now; it is taken. */
  takePending(): SignalName | undefined {
    const [signal] = this.#pending;
    if (signal) this.#pending.delete(signal);
    return signal;
  }

  /** The first signal that waits for its trap, left where it is. */
  get firstPending(): SignalName | undefined {
    return [...this.#pending][0];
  }

  /** The process becomes another program: nothing but what is ignored stays. */
  letGo(): void {
    for (const signal of new Set([...this.#own.keys(), ...this.#actions.keys()])) {
      if (signal !== 'EXIT' && signal !== 'ERR' && this.#actions.get(signal) !== '')
        this.#process.onSignal(signal, undefined);
    }
  }

  /** What a subshell starts with: what is ignored stays so, the rest is as it was at first. */
  ignoredNames(): readonly TrapName[] {
    return [...this.#actions].flatMap(([name, action]) => (action === '' ? [name] : []));
  }

  #apply(signal: SignalName): void {
    const action = this.#actions.get(signal);
    const own = this.#own.get(signal);
    if (action === '') this.#process.onSignal(signal, 'ignore');
    else if (action !== undefined) this.#process.onSignal(signal, () => this.#arrive(signal, own));
    else if (own) this.#process.onSignal(signal, own);
    else this.#process.onSignal(signal, undefined);
  }

  #arrive(signal: SignalName, own: (() => void) | undefined): void {
    // A child that ends must be known of, whatever else is done about it.
    if (signal === 'SIGCHLD') own?.();
    this.#pending.add(signal);
    this.#bell.ring();
  }
}
