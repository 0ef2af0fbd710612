import type {Process} from '../../process/process.ts';
import {parseSignal, type SignalName, signalNames, signalNumber} from '../../process/signals.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {usersIn} from '../files/users.ts';
import {commandLine, commandName} from '../processes/running.ts';
import {matchOf, pattern} from '../regex/pattern.ts';
import {parseKill, sendSignal, shortSignalName} from '../shared/kill.ts';

export const kill = defineApplet({
  names: ['kill'],
  usage: `[-l] [-SIG] PID...

Send a signal, TERM otherwise, to PIDs

	-l	Names and numbers of signals`,
  async run(call) {
    const request = parseKill(call.operands);
    if (request.kind === 'wrong') throw new Failure(request.complaint);
    if (request.kind === 'list') {
      for (const line of request.lines) await call.print(`${line}\n`);
      for (const complaint of request.complaints) await call.complain(complaint);
      return request.complaints.length > 0 ? 1 : 0;
    }
    let code = 0;
    for (const target of request.targets) {
      const complaint = sendSignal(call.process, target, request.signal);
      if (complaint === undefined) continue;
      await call.complain(complaint);
      code = 1;
    }
    return code;
  },
});

export const killall = defineApplet({
  names: ['killall'],
  usage: `[-lq] [-SIG] PROCESS_NAME...

Send a signal, TERM otherwise, to processes by their names

	-l	Names and numbers of signals
	-q	Do not complain when there are none`,
  async run(call) {
    const {signal, words} = takeSignal(call.operands);
    const isQuiet = words[0] === '-q';
    const names = isQuiet ? words.slice(1) : words;
    if (words[0] === '-l') return listSignals(call);
    if (names.length === 0) throw new Failure('you need to specify whom to kill');
    let code = 0;
    for (const name of names) {
      const found = others(call).filter((process) => commandName(process) === name);
      for (const process of found) sendSignal(call.process, String(process.pid), signal);
      if (found.length > 0) continue;
      if (!isQuiet) await call.complain(`${name}: no process killed`);
      code = 1;
    }
    return code;
  },
});

async function listSignals(call: Call): Promise<number> {
  for (const name of signalNames)
    await call.print(`${String(signalNumber(name)).padStart(2)}) ${shortSignalName(name)}\n`);
  return 0;
}

/** `-9`, `-KILL`, `-s KILL` before everything else. */
function takeSignal(words: readonly string[]): {readonly signal: SignalName | 0; readonly words: readonly string[]} {
  const [first = '', second = ''] = words;
  const text = first === '-s' ? second : first.startsWith('-') ? first.slice(1) : '';
  const signal = text === '0' ? 0 : parseSignal(text);
  if (signal === undefined) return {signal: 'SIGTERM', words};
  return {signal, words: words.slice(first === '-s' ? 2 : 1)};
}

function others(call: Call): readonly Process[] {
  return call.process.space.processes().filter((process) => process !== call.process && process.state !== 'ended');
}

export const pidof = defineApplet({
  names: ['pidof'],
  usage: `[-s] [-o PID] [NAME]...

Print the numbers of processes by their names

	-s	Only one of them
	-o PID	Not this one`,
  options: {short: 'so:'},
  async run(call) {
    const left = new Set(
      call.options.values('o').map((text) => (text === '%PPID' ? call.process.parent?.pid : Number(text))),
    );
    const found = call.operands.flatMap((name) =>
      others(call)
        .filter((process) => isCalled(process, name) && !left.has(process.pid))
        .map(({pid}) => pid)
        .reverse(),
    );
    const shown = call.has('s') ? found.slice(0, 1) : found;
    if (shown.length > 0) await call.print(`${shown.join(' ')}\n`);
    return shown.length > 0 ? 0 : 1;
  },
});

/** By its name, or as a script by that of its file. */
function isCalled(process: Process, name: string): boolean {
  const [first = '', second = ''] = process.argv.map((word) => word.split('/').at(-1));
  return commandName(process) === name || first === name || second === name || process.argv[0] === name;
}

export const pgrep = defineApplet({
  names: ['pgrep', 'pkill'],
  usage: `[-flanovx] [-s SID | -P PPID | PATTERN]

Print the numbers of processes, or send a signal to them (pkill [-SIGNAL])

	-l	With their names
	-a	With their command lines
	-f	Compare the whole command line
	-n,-o	Only the newest, the oldest
	-v	Those that do not match
	-x	The whole name
	-P PPID	Only children of PPID
	-u USER	Only those of USER`,
  options: {short: 'vlafxons:+P:+u:U:eqc', long: {signal: ':'}},
  rewrite: (args) => {
    const [first = ''] = args;
    const isSignal = /^-(\d+|[A-Z]{2,}\d?)$/.test(first) && parseSignal(first.slice(1)) !== undefined;
    return isSignal ? [`--signal=${first.slice(1)}`, ...args.slice(1)] : args;
  },
  operands: [0, 1],
  async run(call) {
    const signal = parseSignal(call.options.value('signal') ?? 'TERM');
    if (!signal) throw new Failure(`bad signal name '${call.options.value('signal')}'`);
    const found = matching(call);
    const picked = call.has('n') ? found.slice(-1) : call.has('o') ? found.slice(0, 1) : found;
    for (const process of picked) {
      if (call.name === 'pkill') sendSignal(call.process, String(process.pid), signal);
      else if (call.has('l'))
        await call.print(`${process.pid} ${call.has('f') ? commandLine(process) : commandName(process)}\n`);
      else await call.print(`${process.pid}${call.has('a') ? ` ${commandLine(process)}` : ''}\n`);
    }
    return picked.length > 0 ? 0 : 1;
  },
});

function matching(call: Call): readonly Process[] {
  const [text] = call.operands;
  const parents = call.options
    .values('P')
    .flatMap((list) => list.split(','))
    .map(Number);
  const users = call.options.values('u').flatMap((list) => list.split(','));
  if (text === undefined && parents.length === 0 && users.length === 0) throw new UsageError('');
  const regex = text === undefined ? undefined : pattern(text, {extended: true});
  const known = usersIn(call.process.files);
  const uids = users.map((user) => known.find(({name}) => name === user)?.uid ?? Number(user));
  return others(call).filter((process) => {
    if (parents.length > 0 && !parents.includes(process.parent?.pid ?? 0)) return false;
    if (uids.length > 0 && !uids.includes(process.user.uid)) return false;
    if (!regex) return true;
    const line = call.has('f') ? commandLine(process) : commandName(process);
    const match = matchOf(regex, line);
    const isWhole = match?.start === 0 && match.end === line.length;
    return (match !== undefined && (!call.has('x') || isWhole)) !== call.has('v');
  });
}
