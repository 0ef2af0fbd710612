import {parseSignal} from '../../process/signals.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {runCommand} from '../find/execute.ts';
import {becomeCommand, durationMs, sleepLong, startCommand} from '../processes/running.ts';
import {civilTime, formatTime} from '../text/calendar.ts';
import {wholeNumber} from '../text/numbers.ts';

export const sleep = defineApplet({
  names: ['sleep'],
  usage: '[N]...\n\nWait so long: N seconds, or Nm minutes, Nh hours, Nd days, all together',
  rewrite: (args) => (args[0] === '--' ? args.slice(1) : args),
  operands: [1],
  async run(call) {
    let sum = 0;
    for (const text of call.operands) {
      const ms = durationMs(text);
      if (ms === undefined) throw new Failure(`invalid number '${text}'`);
      sum += ms;
    }
    await sleepLong(call.process, sum);
    return 0;
  },
});

export const usleep = defineApplet({
  names: ['usleep'],
  usage: 'N\n\nWait N microseconds',
  operands: [1, 1],
  async run(call) {
    await call.process.sleep(wholeNumber(call.operands[0] ?? '') / 1000);
    return 0;
  },
});

export const nice = defineApplet({
  names: ['nice'],
  usage: `[-n ADJUST] [PROG ARGS]

Run PROG with another priority; simulated processes all have the same`,
  options: {short: '+n:'},
  rewrite: ([first = '', ...rest]) =>
    /^-\d+$/.test(first) ? ['-n', first.slice(1), ...rest] : first === '' ? [] : [first, ...rest],
  async run(call) {
    if (call.operands.length > 0) return becomeCommand(call, call.operands);
    if (call.has('n')) throw new UsageError('');
    await call.print('0\n');
    return 0;
  },
});

export const nohup = defineApplet({
  names: ['nohup'],
  usage:
    'PROG ARGS\n\nRun PROG so that a hang-up does not end it, with output to nohup.out where it would be a terminal',
  options: {short: '+'},
  operands: [1],
  async run(call) {
    const {process} = call;
    process.onSignal('SIGHUP', 'ignore');
    if (process.descriptor(1)?.terminal) {
      await call.complain('appending output to nohup.out');
      process.adopt(process.files.open('nohup.out', {write: true, create: true, append: true, mode: 0o600}), 1);
    }
    return becomeCommand(call, call.operands);
  },
});

export const setsid = defineApplet({
  names: ['setsid'],
  usage: '[-c] PROG ARGS\n\nRun PROG in a session of its own',
  options: {short: '+cw'},
  operands: [1],
  run(call) {
    call.process.group = call.process.pid;
    return becomeCommand(call, call.operands);
  },
});

export const timeout = defineApplet({
  names: ['timeout'],
  usage: `[-s SIG] [-k KILL_SECS] SECS PROG ARGS

Run PROG, and send SIG, TERM otherwise, when it still runs after SECS seconds

	-k N	Send KILL another N seconds later`,
  options: {short: '+s:k:', long: {signal: 's', 'kill-after': 'k', foreground: '', 'preserve-status': ''}},
  operands: [2],
  async run(call) {
    const signal = parseSignal(call.options.value('s') ?? 'TERM');
    if (!signal) throw new Failure(`bad signal name '${call.options.value('s')}'`);
    const [text = '', ...command] = call.operands;
    const ms = readDuration(text);
    const patience = call.options.value('k');
    const patienceMs = patience === undefined ? undefined : readDuration(patience);
    const child = await startCommand(call, command);
    if (!child) return 127;
    const inTime = await endsWithin(call, child.ended, ms);
    if (!inTime) {
      child.kill(signal);
      if (signal !== 'SIGCONT') child.kill('SIGCONT');
      if (patienceMs !== undefined && !(await endsWithin(call, child.ended, patienceMs))) child.kill('SIGKILL');
    }
    return (await call.process.waitFor(child)).code;
  },
});

function readDuration(text: string): number {
  const ms = durationMs(text);
  if (ms === undefined) throw new Failure(`invalid number '${text}'`);
  return ms;
}

async function endsWithin(call: Call, ended: Promise<unknown>, ms: number): Promise<boolean> {
  return Promise.race([call.process.wait(ended).then(() => true), sleepLong(call.process, ms).then(() => false)]);
}

export const time = defineApplet({
  names: ['time'],
  usage: `[-vp] [-o FILE] PROG ARGS

Run PROG and say how long it took

	-p	In the form of POSIX
	-v	With more
	-o FILE	Into FILE
	-a	At its end`,
  options: {short: '+vpo:af:'},
  operands: [1],
  async run(call) {
    const {process} = call;
    const began = process.now();
    const child = await startCommand(call, call.operands);
    if (!child) return 127;
    const {code} = await process.waitFor(child);
    const real = (process.now() - began) / 1000;
    const user = child.cpuMs / 1000;
    const lines = call.has('p')
      ? [`real ${real.toFixed(2)}`, `user ${user.toFixed(2)}`, 'sys 0.00']
      : [`real\t${minutes(real)}`, `user\t${minutes(user)}`, `sys\t${minutes(0)}`];
    const all = call.has('v')
      ? [`\tCommand being timed: "${call.operands.join(' ')}"`, `\tExit status: ${code}`, ...lines]
      : lines;
    const path = call.options.value('o');
    if (path === undefined) for (const line of all) await process.complain(line);
    else process.files.write(path, `${all.join('\n')}\n`, {append: call.has('a')});
    return code;
  },
});

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s`;
}

export const watch = defineApplet({
  names: ['watch'],
  usage: `[-n SEC] [-t] PROG ARGS

Run PROG every SEC seconds, 2 otherwise, on a cleared screen, until ^C

	-t	Without a head line`,
  options: {short: '+dtn:'},
  operands: [1],
  async run(call) {
    const seconds = Number(call.options.value('n') ?? 2);
    if (!(seconds >= 0)) throw new Failure(`invalid number '${call.options.value('n')}'`);
    const command = call.operands.join(' ');
    for (;;) {
      await call.print('\x1b[H\x1b[J');
      if (!call.has('t')) await call.print(`${headline(call, seconds, command)}\n\n`);
      await runCommand(call, ['sh', '-c', command]);
      await call.process.sleep(Math.max(100, seconds * 1000));
    }
  },
});

function headline(call: Call, seconds: number, command: string): string {
  const {process} = call;
  const text = `Every ${seconds.toFixed(1)}s: ${command}`;
  const now = formatTime('%Y-%m-%d %H:%M:%S', civilTime(process.now(), process.env.get('TZ')));
  const width = process.terminal?.columns ?? 80;
  const room = width - now.length - 1;
  return room < 0 ? text.slice(0, width) : `${text.slice(0, room).padEnd(room)} ${now}`;
}
