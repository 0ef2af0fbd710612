import {isSystemError, SystemError} from '../../system-error.ts';
import type {Descriptor} from '../process/descriptor.ts';
import {findExecutable, usualPath} from '../process/executable.ts';
import type {Process} from '../process/process.ts';
import {signalNames, signalNumber} from '../process/signals.ts';
import type {DeviceNode, DirectoryNode, FileSystemNode} from './nodes.ts';
import {baseName} from './path.ts';
import {mountLines} from './proc-mounts.ts';
import {fixedFolder, type Made, madeFile, madeFolder, madeLink} from './proc-nodes.ts';

const ticksPerSecond = 100;
const pageBytes = 4096;

/** /proc/PID of a process. https://man7.org/linux/man-pages/man5/proc.5.html */
export function processFolder(process: Process): DirectoryNode {
  return folderOf(process, true);
}

/** A task is a process without tasks of its own. */
function folderOf(process: Process, hasTasks: boolean): DirectoryNode {
  const made: Made = {uid: process.user.uid, gid: process.user.gid, now: process.startedMs};
  const file = (content: () => string) => (): FileSystemNode => madeFile(content, made);
  const entries: {readonly [name: string]: () => FileSystemNode} = {
    cgroup: file(() => '0::/\n'),
    cmdline: file(() => process.argv.map((word) => `${word}\0`).join('')),
    comm: file(() => `${shortName(process)}\n`),
    cwd: () => madeLink(process.folder, made, () => process.files.stat(process.folder)?.node),
    environ: file(() => [...process.env].map(([name, value]) => `${name}=${value}\0`).join('')),
    exe: () => executableLink(process, made),
    fd: () => descriptorFolder(process, made),
    limits: file(() => limitsText(process)),
    maps: file(() => ''),
    mountinfo: file(() => mountLines(process.space.mounts).join('')),
    mounts: file(() => mountLines(process.space.mounts).join('')),
    oom_score: file(() => '0\n'),
    oom_score_adj: file(() => '0\n'),
    root: () => madeLink('/', made),
    stat: file(() => statText(process)),
    statm: file(() => `${pages(process)} ${pages(process)} 0 0 0 0 0\n`),
    status: file(() => statusText(process)),
    ...(hasTasks && {task: () => taskFolder(process, made)}),
  };
  return fixedFolder(entries, made);
}

function shortName({argv}: Process): string {
  return baseName(argv[0] ?? '').slice(0, 15);
}

function taskFolder(process: Process, made: Made): DirectoryNode {
  const name = String(process.pid);
  return madeFolder(
    {names: () => [name], get: (asked) => (asked === name ? folderOf(process, false) : undefined)},
    made,
  );
}

/** The file it runs, as far as its name says where that is. */
function executableLink(process: Process, made: Made): FileSystemNode {
  const [name = ''] = process.argv;
  try {
    const path = name.includes('/') ? name : findExecutable(process.files, name, process.env.get('PATH') ?? usualPath);
    return madeLink(process.files.stat(path)?.path ?? path, made);
  } catch (error) {
    if (isSystemError(error)) return madeLink(name, made);
    throw error;
  }
}

function descriptorFolder(process: Process, made: Made): DirectoryNode {
  return madeFolder(
    {
      names: () => [...process.fds.keys()].sort((one, other) => one - other).map(String),
      get(name) {
        const descriptor = /^\d+$/.test(name) ? process.descriptor(Number(name)) : undefined;
        if (!descriptor) return undefined;
        return madeLink(descriptor.name, made, () => openFileNode(process, Number(name), made));
      },
    },
    made,
    0o500,
  );
}

/** What opening `/proc/PID/fd/N` gives: the very descriptor the process has there. */
function openFileNode(process: Process, fd: number, {uid = 0, gid = 0, now}: Made): DeviceNode {
  return {
    kind: 'device',
    mode: 0o700,
    uid,
    gid,
    modifiedMs: now,
    major: 0,
    minor: 0,
    open() {
      const found = process.descriptor(fd);
      if (!found) throw new SystemError('ENOENT');
      return borrowed(found);
    },
  };
}

/** Closing it must not close the one it was opened from. */
function borrowed(from: Descriptor): Descriptor {
  return {
    name: from.name,
    terminal: from.terminal,
    read: (max, signal) => from.read(max, signal),
    write: (bytes, signal) => from.write(bytes, signal),
    seek: (position) => from.seek(position),
    close() {},
  };
}

function pages({memoryBytes}: Process): number {
  return Math.ceil(memoryBytes / pageBytes);
}

function letterOf(process: Process): string {
  return process.state === 'ended' ? 'Z' : process.state === 'stopped' ? 'T' : 'S';
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function statText(process: Process): string {
  const {pid, parent, group, cpuMs, memoryBytes, startedMs, space} = process;
  const terminal = process.terminal ? 34_816 : 0;
  const start = Math.floor(((startedMs - space.kernel.bootedMs) * ticksPerSecond) / 1000);
  const time = Math.floor((cpuMs * ticksPerSecond) / 1000);
  const head = `${pid} (${shortName(process)}) ${letterOf(process)} ${parent?.pid ?? 0} ${group} ${group} ${terminal} -1`;
  const faults = '4194304 0 0 0 0';
  const middle = `${time} 0 0 0 20 0 1 0 ${start} ${memoryBytes} ${pages(process)}`;
  return `${head} ${faults} ${middle} 18446744073709551615${' 0'.repeat(27)}\n`;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function statusText(process: Process): string {
  const {pid, parent, user, memoryBytes, umask} = process;
  const letter = letterOf(process);
  const words: {readonly [letter: string]: string} = {S: 'sleeping', T: 'stopped', Z: 'zombie'};
  const kilobytes = `${String(Math.floor(memoryBytes / 1024)).padStart(8)} kB`;
  const four = (number: number): string => [number, number, number, number].join('\t');
  const ignored = process.ignored().reduce((mask, [name]) => mask | (1n << BigInt(signalNumber(name) - 1)), 0n);
  return [
    `Name:\t${shortName(process)}`,
    `Umask:\t${umask.toString(8).padStart(4, '0')}`,
    `State:\t${letter} (${words[letter]})`,
    `Tgid:\t${pid}`,
    `Pid:\t${pid}`,
    `PPid:\t${parent?.pid ?? 0}`,
    'TracerPid:\t0',
    `Uid:\t${four(user.uid)}`,
    `Gid:\t${four(user.gid)}`,
    'FDSize:\t64',
    `Groups:\t${user.groups.join(' ')} `,
    `VmPeak:\t${kilobytes}`,
    `VmSize:\t${kilobytes}`,
    `VmRSS:\t${kilobytes}`,
    'Threads:\t1',
    `SigIgn:\t${ignored.toString(16).padStart(16, '0')}`,
    'SigCgt:\t0000000000000000',
    '',
  ].join('\n');
}

function limitsText({space}: Process): string {
  const row = (name: string, soft: string, unit: string, hard = soft): string =>
    `${name.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} ${unit.padEnd(10)}\n`;
  const files = space.resourceLimits.get('nofile') ?? {soft: 1_048_576, hard: 1_048_576};
  return [
    `${'Limit'.padEnd(25)} ${'Soft Limit'.padEnd(20)} ${'Hard Limit'.padEnd(20)} ${'Units'.padEnd(10)}\n`,
    row('Max cpu time', 'unlimited', 'seconds'),
    row('Max file size', 'unlimited', 'bytes'),
    row('Max stack size', '8388608', 'bytes'),
    row('Max processes', 'unlimited', 'processes'),
    row('Max open files', String(files.soft), 'files', String(files.hard)),
    row('Max address space', 'unlimited', 'bytes'),
    row('Max pending signals', String(signalNames.length), 'signals'),
  ].join('');
}
