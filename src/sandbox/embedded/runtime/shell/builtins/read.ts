import {decode} from '../../../bytes/bytes.ts';
import {signalNumber} from '../../process/signals.ts';
import {LineInput} from '../run/line-input.ts';
import {isName} from '../state/name.ts';
import {Interrupted} from '../state/outcome.ts';
import type {Shell} from '../state/shell.ts';
import {parseOptions} from './arguments.ts';
import {defineBuiltin} from './builtin.ts';
import {splitLine} from './split-line.ts';

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/read.html, with bash's -n -t -s -d -u -p. */
export const readBuiltin = defineBuiltin({
  names: ['read'],
  async run(shell, {args}) {
    const {options, rest} = parseOptions(shell, args, 'rsp:n:t:d:u:');
    const request = requestOf(options);
    if (typeof request === 'string') throw shell.fault(request);
    const badName = rest.find((name) => !isName(name));
    if (badName !== undefined) {
      await shell.process.complain(`${shell.name}: read: '${badName}': bad variable name`);
      return 1;
    }
    const prompt = options.get('p');
    if (prompt !== undefined && shell.process.descriptor(request.fd)?.terminal) await shell.process.write(2, prompt);
    const {text, escaped, code} = await readLine(shell, request);
    assign(shell, rest, {text, escaped});
    return code;
  },
});

interface Request {
  readonly fd: number;
  /** Backslashes are characters like any other. */
  readonly raw: boolean;
  readonly silent: boolean;
  readonly count: number | undefined;
  readonly timeoutMs: number | undefined;
  readonly delimiter: number;
}

function requestOf(options: ReadonlyMap<string, string>): Request | string {
  const count = options.get('n');
  const timeout = options.get('t');
  const fd = options.get('u');
  if (count !== undefined && !/^\d+$/.test(count)) return 'invalid count';
  if (timeout !== undefined && !/^\d*\.?\d+$/.test(timeout)) return 'invalid timeout';
  if (fd !== undefined && !/^\d+$/.test(fd)) return 'invalid file descriptor';
  const delimiter = options.get('d');
  return {
    fd: Number(fd ?? 0),
    raw: options.has('r'),
    silent: options.has('s'),
    count: count === undefined ? undefined : Number(count),
    timeoutMs: timeout === undefined ? undefined : Number(timeout) * 1000,
    delimiter: delimiter === undefined ? 0x0a : delimiter.charCodeAt(0) || 0,
  };
}

interface Line {
  readonly text: string;
  /** Places of characters a backslash has protected. */
  readonly escaped: ReadonlySet<number>;
  readonly code: number;
}

const backslash = 0x5c;

async function readLine(shell: Shell, request: Request): Promise<Line> {
  const input = new LineInput({shell, ...request});
  const {terminal} = shell.process.descriptor(request.fd) ?? {};
  const before = terminal && {...terminal.modes};
  if (terminal && request.silent) terminal.modes = {...terminal.modes, echo: false};
  if (terminal && request.count !== undefined) terminal.modes = {...terminal.modes, canonical: false};
  try {
    return await collect(shell, input, request);
  } finally {
    input.close();
    if (terminal && before) terminal.modes = before;
  }
}

/** Bytes up to the delimiter. */
async function collect(shell: Shell, input: LineInput, request: Request): Promise<Line> {
  const bytes: number[] = [];
  const protectedBytes: number[] = [];
  const isFull = (): boolean => bytes.length >= (request.count ?? Number.POSITIVE_INFINITY);
  let code = 0;
  let escapes = false;
  while (!isFull()) {
    const byte = input.nextAtHand() ?? (await input.next());
    if (typeof byte !== 'number') {
      if (byte === 'called off') code = calledOff(shell);
      else code = 1;
      // What came before the time was up is not what was asked for.
      if (byte !== 'end') bytes.length = 0;
      break;
    }
    if (escapes) {
      escapes = false;
      if (byte === 0x0a) continue;
      protectedBytes.push(bytes.length);
      bytes.push(byte);
    } else if (byte === backslash && !request.raw) escapes = true;
    else if (byte === request.delimiter) break;
    else if (byte !== 0) bytes.push(byte);
  }
  return {...decodeWith(bytes, protectedBytes), code};
}

/** ^C gives the whole line up; any other signal ends the waiting, so that its trap can run. */
function calledOff(shell: Shell): number {
  if (shell.interrupted) {
    shell.interrupted = false;
    throw new Interrupted();
  }
  const {firstPending} = shell.traps;
  return firstPending ? 128 + signalNumber(firstPending) : 1;
}

/** Text of bytes, and where in it the bytes at certain places are. */
function decodeWith(
  bytes: readonly number[],
  places: readonly number[],
): {readonly text: string; readonly escaped: ReadonlySet<number>} {
  const whole = Uint8Array.from(bytes);
  const escaped = new Set(places.map((place) => decode(whole.subarray(0, place)).length));
  return {text: decode(whole), escaped};
}

function assign(
  shell: Shell,
  names: readonly string[],
  {text, escaped}: {readonly text: string; readonly escaped: ReadonlySet<number>},
): void {
  if (names.length === 0) return shell.set('REPLY', text);
  const values = splitLine(text, {escaped, ifs: shell.variables.get('IFS') ?? ' \t\n', count: names.length});
  for (const [index, name] of names.entries()) shell.set(name, values[index] ?? '');
}
