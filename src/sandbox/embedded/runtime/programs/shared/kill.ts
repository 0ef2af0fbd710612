import type {Credentials} from '../../process/credentials.ts';
import {parseSignal, type SignalName, signalNames, signalNumber} from '../../process/signals.ts';

/** What `kill` was asked to do, or the sentence it answers instead (without the name of the command). */
export type KillRequest =
  | {readonly kind: 'list'; readonly lines: readonly string[]; readonly complaints: readonly string[]}
  | {readonly kind: 'send'; readonly signal: SignalName | 0; readonly targets: readonly string[]}
  | {readonly kind: 'wrong'; readonly complaint: string};

/** Reads the arguments of `kill`: `-l [SIGNAL]`, `-SIGNAL`, `-s SIGNAL`, then process numbers or jobs. */
export function parseKill(args: readonly string[]): KillRequest {
  const [first = '', ...rest] = args;
  if (first === '-l') return listSignals(rest);
  let signal: SignalName | 0 = 'SIGTERM';
  let targets = args;
  if (first.startsWith('-') && first !== '-' && first !== '--') {
    const name = first === '-s' ? rest[0] : first.slice(1);
    const known = name === '0' ? 0 : parseSignal(name ?? '');
    if (name === undefined || known === undefined)
      return {kind: 'wrong', complaint: name === undefined ? noTarget : `bad signal name '${name}'`};
    signal = known;
    targets = rest.slice(first === '-s' ? 1 : 0);
  }
  if (targets[0] === '--') targets = targets.slice(1);
  return targets.length === 0 ? {kind: 'wrong', complaint: noTarget} : {kind: 'send', signal, targets};
}

const noTarget = 'you need to specify whom to kill';

/** A signal's name as `kill -l`, `trap` and Docker show it: without SIG. */
export function shortSignalName(name: SignalName): string {
  return name === 'SIGIO' ? 'POLL' : name.slice(3);
}

function listSignals(asked: readonly string[]): KillRequest {
  if (asked.length === 0) {
    const lines = signalNames.map((name) => `${String(signalNumber(name)).padStart(2)}) ${shortSignalName(name)}`);
    return {kind: 'list', lines, complaints: []};
  }
  const lines: string[] = [];
  const complaints: string[] = [];
  for (const text of asked) {
    if (/^\d+$/.test(text)) lines.push(nameOfCode(Number(text)));
    else {
      const name = parseSignal(text);
      if (name) lines.push(String(signalNumber(name)));
      else complaints.push(`unknown signal '${text}'`);
    }
  }
  return {kind: 'list', lines, complaints};
}

/** The signal of a number, or of an exit code that says one. */
function nameOfCode(code: number): string {
  const number = code > 128 ? code & 127 : code;
  const name = signalNames.find((candidate) => signalNumber(candidate) === number);
  return name ? shortSignalName(name) : String(number);
}

/** Who sends a signal; every Process is one. */
export interface Sender extends Receiver {
  readonly space: {processes(): readonly Receiver[]};
}

interface Receiver {
  readonly pid: number;
  readonly group: number;
  readonly user: Credentials;
  kill(name: SignalName): void;
}

/**
 * Sends a signal to a process; with 0 to the sender's group, with -1 to all but the sender and the first, with another
 * negative number to a group. Undefined when sent, else why not. The sender itself may have ended by it.
 */
export function sendSignal(sender: Sender, target: string, signal: SignalName | 0): string | undefined {
  if (!/^-?\d+$/.test(target)) return `invalid number '${target}'`;
  const reached = receivers(sender, Number(target));
  if (reached.length === 0) return `can't kill pid ${target}: No such process`;
  const {uid} = sender.user;
  const allowed = reached.filter(({user}) => uid === 0 || user.uid === uid);
  if (allowed.length === 0) return `can't kill pid ${target}: Operation not permitted`;
  if (signal !== 0) for (const receiver of allowed) receiver.kill(signal);
  return undefined;
}

function receivers(sender: Sender, number: number): readonly Receiver[] {
  const all = sender.space.processes();
  if (number === -1) return all.filter(({pid}) => pid !== 1 && pid !== sender.pid);
  const group = number === 0 ? sender.group : -number;
  return all.filter((process) => (number > 0 ? process.pid === number : process.group === group));
}
