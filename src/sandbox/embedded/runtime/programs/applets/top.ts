import type {Process} from '../../process/process.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {ownerNames} from '../files/users.ts';
import {memoryFacts} from '../processes/machine.ts';
import {commandLine, durationMs, stateLetter, virtualBytes} from '../processes/running.ts';
import {waitForKey} from '../terminal/keys.ts';

export const top = defineApplet({
  names: ['top'],
  usage: `[-b] [-n COUNT] [-d SECONDS]

Show processes, the busiest first, again and again

	-b	Only print, without keys
	-n N	N times
	-d SEC	Every SEC seconds; 5 otherwise
Keys: q leaves, any other shows them at once`,
  options: {short: 'd:n:bHm'},
  async run(call) {
    const period = durationMs(call.options.value('d') ?? '5');
    if (period === undefined) throw new Failure(`invalid number '${call.options.value('d')}'`);
    const {terminal} = call.process;
    const isInteractive =
      terminal !== undefined && !call.has('b') && call.process.descriptor(0)?.terminal !== undefined;
    const count = Number(call.options.value('n') ?? Number.POSITIVE_INFINITY);
    let before = new Map<Process, number>();
    for (let round = 1; round <= count; round += 1) {
      const lines = [...summary(call), ...table(call, before, period)];
      before = new Map(call.process.space.processes().map((process) => [process, process.cpuMs]));
      if (isInteractive) await call.print(`\x1b[H\x1b[J${screenful(lines, terminal.columns, terminal.rows)}`);
      else await call.print(`${round > 1 ? '\n' : ''}${lines.join('\n')}\n`);
      await call.out.flush();
      if (round >= count) break;
      if (!isInteractive) await call.process.sleep(period);
      else if ((await waitForKey(call.process, period)) === 'q') break;
    }
    if (isInteractive) await call.print('\n');
    return 0;
  },
});

function screenful(lines: readonly string[], columns: number, rows: number): string {
  return lines
    .slice(0, Math.max(5, rows - 1))
    .map((line) => line.slice(0, columns))
    .join('\n');
}

function summary(call: Call): readonly string[] {
  const {total, used} = memoryFacts(call.process);
  const kilobytes = (bytes: number): string => `${Math.floor(bytes / 1024)}K`;
  const running = call.process.space.processes().length;
  return [
    `Mem: ${kilobytes(used)} used, ${kilobytes(total - used)} free, 0K shrd, 0K buff, 0K cached`,
    'CPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq',
    `Load average: 0.00 0.00 0.00 1/${running} ${call.process.pid}`,
  ];
}

function table(call: Call, before: ReadonlyMap<Process, number>, period: number): readonly string[] {
  const names = ownerNames(call.process.files);
  const {total} = memoryFacts(call.process);
  const share = (process: Process): number => {
    const earlier = before.get(process) ?? process.cpuMs;
    return Math.min(100, Math.round(((process.cpuMs - earlier) * 100) / Math.max(1, period)));
  };
  const sorted = [...call.process.space.processes()].sort(
    (one, other) => share(other) - share(one) || one.pid - other.pid,
  );
  const header = '  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND';
  return [
    header,
    ...sorted.map((process) => {
      const virtual = Math.floor(virtualBytes(process) / 1024);
      const ids = `${String(process.pid).padStart(5)} ${String(process.parent?.pid ?? 0).padStart(5)}`;
      const user = (names.user(process.user.uid) ?? String(process.user.uid)).slice(0, 8).padEnd(8);
      const size = `${String(virtual).padStart(6)} ${String(Math.floor((virtual * 102_400) / total)).padStart(3)}%`;
      const cpu = `${'0'.padStart(3)} ${String(share(process)).padStart(3)}%`;
      return `${ids} ${user} ${stateLetter(process, call.process).padEnd(3)} ${size} ${cpu} ${commandLine(process)}`;
    }),
  ];
}
