import type {Process} from '../../process/process.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {type OwnerNames, ownerNames} from '../files/users.ts';
import {commandLine, commandName, stateLetter, virtualBytes} from './running.ts';

/** One column of `ps`. */
interface Column {
  readonly width: number;
  readonly header: string;
  readonly text: (process: Process, width: number) => string;
}

/** Reads `pid,user=WHO,args`, and shows processes so. Throws Failure for a column nobody knows. */
export class ProcessTable {
  readonly #columns: readonly Column[];
  readonly #self: Process;

  constructor(call: Call, asked: readonly string[]) {
    const known = columnsFor(call, ownerNames(call.process.files));
    this.#self = call.process;
    this.#columns = asked.flatMap((list) =>
      list.split(',').map((item) => {
        const [name = '', header] = item.split('=', 2);
        const column = Object.hasOwn(known, name) ? known[name] : undefined;
        if (!column)
          throw new Failure(`bad -o argument '${name}', supported arguments: ${Object.keys(known).join(',')}`);
        return header === undefined ? column : {...column, header, width: Math.max(column.width, header.length)};
      }),
    );
  }

  header(): string {
    return this.#row(({header}) => header);
  }

  line(process: Process): string {
    return this.#row((column) => column.text(process, column.width) || '-');
  }

  get self(): Process {
    return this.#self;
  }

  /** The last column is not padded. */
  #row(text: (column: Column) => string): string {
    const last = this.#columns.length - 1;
    return this.#columns
      .map((column, index) => (index === last ? text(column) : text(column).padEnd(column.width)))
      .join(' ');
  }
}

function columnsFor(call: Call, names: OwnerNames): {readonly [name: string]: Column} {
  const self = call.process;
  const user = ({user: {uid}}: Process): string => names.user(uid) ?? String(uid);
  const group = ({user: {gid}}: Process): string => names.group(gid) ?? String(gid);
  const right = (number: number, width: number): string => String(number).padStart(width);
  const seconds = (process: Process): number => Math.floor((call.process.now() - process.startedMs) / 1000);
  return {
    user: {width: 8, header: 'USER', text: user},
    group: {width: 8, header: 'GROUP', text: group},
    comm: {width: 16, header: 'COMMAND', text: commandName},
    args: {width: 256, header: 'COMMAND', text: commandLine},
    pid: {width: 5, header: 'PID', text: ({pid}, width) => right(pid, width)},
    ppid: {width: 5, header: 'PPID', text: ({parent}, width) => right(parent?.pid ?? 0, width)},
    pgid: {width: 5, header: 'PGID', text: (process, width) => right(process.group, width)},
    etime: {width: 7, header: 'ELAPSED', text: (process) => clockText(seconds(process))},
    nice: {width: 5, header: 'NI', text: (_, width) => right(0, width)},
    rgroup: {width: 8, header: 'RGROUP', text: group},
    ruser: {width: 8, header: 'RUSER', text: user},
    time: {width: 5, header: 'TIME', text: ({cpuMs}) => clockText(Math.floor(cpuMs / 1000))},
    tty: {width: 6, header: 'TT', text: ({terminal}) => (terminal ? '136,0' : '?')},
    vsz: {width: 4, header: 'VSZ', text: (process, width) => sizeText(virtualBytes(process), width)},
    sid: {width: 5, header: 'SID', text: (process, width) => right(process.group, width)},
    stat: {width: 4, header: 'STAT', text: (process) => stateLetter(process, self)},
    rss: {width: 4, header: 'RSS', text: ({memoryBytes}, width) => sizeText(memoryBytes, width)},
  };
}

/** Five characters of time: ` 0:05`, ` 2h10`, ` 3d04`. */
function clockText(seconds: number): string {
  const two = (number: number, fill: string): string => String(number).padStart(2, fill);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${two(minutes, ' ')}:${two(seconds % 60, '0')}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${two(hours, ' ')}h${two(minutes % 60, '0')}`;
  return `${two(Math.floor(hours / 24), ' ')}d${two(hours % 24, '0')}`;
}

/** Kilobytes in four characters: `1696`, `12m`, `1.5g`. */
function sizeText(bytes: number, width: number): string {
  let value = bytes / 1024;
  if (value < 10_000) return String(Math.floor(value)).padStart(width);
  for (const unit of ['m', 'g', 't']) {
    value /= 1024;
    if (value < 10) return `${value.toFixed(1)}${unit}`.padStart(width);
    if (value < 1000) return `${Math.floor(value)}${unit}`.padStart(width);
  }
  return String(Math.floor(value));
}
