import type {Process} from '../../runtime/process/process.ts';
import type {ProcessSpace} from '../../runtime/process/space.ts';
import {ApiRefusal} from '../api/refusal.ts';

/** A column of ps: https://man7.org/linux/man-pages/man1/ps.1.html */
interface Column {
  readonly title: string;
  readonly value: (process: Process) => string;
}

const columns: {readonly [name: string]: Column} = {
  uid: {title: 'UID', value: ({user}) => userName(user.uid)},
  user: {title: 'USER', value: ({user}) => userName(user.uid)},
  pid: {title: 'PID', value: ({hostPid}) => String(hostPid)},
  ppid: {title: 'PPID', value: parentPid},
  pgid: {title: 'PGID', value: ({hostPid}) => String(hostPid)},
  c: {title: 'C', value: () => '0'},
  stime: {title: 'STIME', value: startTime},
  start: {title: 'START', value: startTime},
  tty: {title: 'TTY', value: ({terminal}) => (terminal ? 'pts/0' : '?')},
  stat: {title: 'STAT', value: stateLetters},
  s: {title: 'S', value: (process) => stateLetters(process).slice(0, 1)},
  time: {title: 'TIME', value: ({cpuMs}) => clockText(cpuMs, true)},
  bsdtime: {title: 'TIME', value: ({cpuMs}) => clockText(cpuMs, false)},
  etime: {title: 'ELAPSED', value: (process) => clockText(process.now() - process.startedMs, false)},
  '%cpu': {title: '%CPU', value: cpuShare},
  '%mem': {title: '%MEM', value: memoryShare},
  vsz: {title: 'VSZ', value: ({memoryBytes}) => kilobytes(memoryBytes * 2)},
  rss: {title: 'RSS', value: ({memoryBytes}) => kilobytes(memoryBytes)},
  comm: {title: 'COMMAND', value: ({argv}) => (argv[0] ?? '').replace(/^.*\//, '')},
  args: {title: 'COMMAND', value: commandLine},
  cmd: {title: 'CMD', value: commandLine},
};

const synonyms: {readonly [name: string]: string} = {
  command: 'args',
  pcpu: '%cpu',
  pmem: '%mem',
  ruser: 'user',
  euser: 'user',
  ucmd: 'comm',
  tt: 'tty',
  tname: 'tty',
  state: 's',
  start_time: 'stime',
  cputime: 'time',
};

const full = ['uid', 'pid', 'ppid', 'c', 'stime', 'tty', 'time', 'cmd'];
const bsdUser = ['user', 'pid', '%cpu', '%mem', 'vsz', 'rss', 'tty', 'stat', 'start', 'bsdtime', 'args'];
const bsd = ['pid', 'tty', 'stat', 'bsdtime', 'args'];

/** `docker top`: the processes of a container by their numbers on the host. Throws what ps and Docker complain of. */
export function topOf(
  space: ProcessSpace,
  psArgs: string,
): {readonly Titles: readonly string[]; readonly Processes: readonly (readonly string[])[]} {
  const names = columnsOf(psArgs.trim());
  if (!names.includes('pid')) throw new ApiRefusal(500, "Couldn't find PID field in ps output");
  const shown = names.flatMap((name) => columns[name] ?? []);
  return {
    Titles: shown.map(({title}) => title),
    Processes: space.processes().map((process) => shown.map(({value}) => value(process))),
  };
}

function columnsOf(args: string): readonly string[] {
  const list = /(?:^|\s)-?o\s*(.+)$/.exec(args)?.[1];
  if (list !== undefined) return list.split(/[\s,]+|-o/).flatMap((name) => columnNamed(name));
  if (args === '' || /^-[a-zA-Z]*f/.test(args)) return full;
  return args.includes('u') ? bsdUser : bsd;
}

function columnNamed(written: string): readonly string[] {
  const name = written.replace(/=.*$/, '').toLowerCase();
  if (name === '') return [];
  const known = synonyms[name] ?? name;
  if (!Object.hasOwn(columns, known))
    throw new ApiRefusal(500, `ps: error: unknown user-defined format specifier "${written}"`);
  return [known];
}

/** Names of the simulated host, not of the container. */
function userName(uid: number): string {
  if (uid === 0) return 'root';
  return uid === 65_534 ? 'nobody' : String(uid);
}

/** What stands above a container's first process: the shim. */
function parentPid({parent, space, hostPid}: Process): string {
  if (parent) return String(parent.hostPid);
  const first = space.processes()[0];
  return String((first?.hostPid ?? hostPid) - 1);
}

function startTime({startedMs}: Process): string {
  return new Date(startedMs).toISOString().slice(11, 16);
}

function stateLetters({state, pid, status}: Process): string {
  if (status) return 'Z';
  return `${state === 'stopped' ? 'T' : 'S'}${pid === 1 ? 's' : ''}`;
}

function clockText(ms: number, hasHours: boolean): string {
  const seconds = Math.trunc(ms / 1000);
  const two = (number: number): string => String(Math.trunc(number)).padStart(2, '0');
  if (hasHours) return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${Math.trunc(seconds / 60)}:${two(seconds % 60)}`;
}

function cpuShare(process: Process): string {
  const livedMs = Math.max(1, process.now() - process.startedMs);
  return ((process.cpuMs / livedMs) * 100).toFixed(1);
}

function memoryShare({memoryBytes, space}: Process): string {
  return ((memoryBytes / space.kernel.cgroup.limits.memoryBytes) * 100).toFixed(1);
}

function kilobytes(bytes: number): string {
  return String(Math.ceil(bytes / 1024));
}

function commandLine({argv}: Process): string {
  return argv.join(' ');
}
