import {Files} from '../../runtime/fs/files.ts';
import type {Credentials} from '../../runtime/process/credentials.ts';
import type {OpenFile, TerminalDevice} from '../../runtime/process/descriptor.ts';
import {findExecutable, loadExecutable} from '../../runtime/process/executable.ts';
import type {Loaded, Process} from '../../runtime/process/process.ts';
import type {ProcessSpace} from '../../runtime/process/space.ts';
import {isSystemError, SystemError} from '../../system-error.ts';
import {ApiRefusal} from '../api/refusal.ts';
import {initProcess} from './init-process.ts';

/** A process that could not be started, with the exit code its container or exec shows. */
export class LaunchRefusal extends ApiRefusal {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(400, message);
    this.exitCode = exitCode;
  }
}

export interface LaunchOptions {
  readonly space: ProcessSpace;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly folder: string;
  readonly user: Credentials;
  readonly fds: ReadonlyMap<number, OpenFile>;
  readonly terminal: TerminalDevice | undefined;
  /** `--init`: a small first process that passes signals on. */
  readonly init: boolean;
  /** What comes before the reason in an error text: it differs between containers and execs. */
  readonly failure: string;
}

/**
 * Starts a process from outside: a container's first, or one of `docker exec`. Throws a LaunchRefusal in runc's words
 * when there is no such program; what only the kernel could find out ends the process instead, as in reality.
 */
export function launch(options: LaunchOptions): Process {
  const {space, argv, env, folder, user, fds, terminal} = options;
  const files = new Files(space.mounts, {
    user,
    folder,
    umask: 0o022,
    now: () => space.kernel.clock.now(),
    descriptor: () => undefined,
    terminal: undefined,
  });
  const refused = (why: string, exitCode: number): LaunchRefusal =>
    new LaunchRefusal(`${options.failure}: unable to start container process: ${why}: unknown`, exitCode);
  const at = enter(files, folder, refused);
  const path = find(files, argv[0] ?? '', env.get('PATH'), refused);
  const loaded = load(files, space, path, argv);
  if (!space.cgroup.hasRoomForProcess()) throw refused('fork: resource temporarily unavailable', 126);
  const process = space.create({parent: undefined, env, folder: at, user, fds, terminal});
  if (terminal) terminal.foreground = (signal) => space.killGroup(process.group, signal);
  void process.run(options.init ? initProcess(loaded) : loaded);
  return process;
}

type Refused = (why: string, exitCode: number) => LaunchRefusal;

function enter(files: Files, folder: string, refused: Refused): string {
  const why = (text: string): LaunchRefusal =>
    refused(`chdir to cwd ("${folder}") set in config.json failed: ${text}`, 126);
  try {
    const stat = files.stat(folder);
    if (!stat) throw why('no such file or directory');
    if (stat.kind !== 'directory') throw why('not a directory');
    if (!files.allows(folder, 1)) throw why('permission denied');
    return stat.path;
  } catch (error) {
    throw isSystemError(error, 'EACCES') ? why('permission denied') : error;
  }
}

function find(files: Files, command: string, searchPath: string | undefined, refused: Refused): string {
  try {
    const path = findExecutable(files, command, searchPath);
    const stat = files.stat(path);
    if (!stat) throw refused(`exec: "${command}": stat ${path}: no such file or directory`, 127);
    if (stat.kind !== 'file' || !files.allows(path, 1)) throw new SystemError('EACCES', path);
    return path;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) throw refused(`exec: "${command}": executable file not found in $PATH`, 127);
    if (isSystemError(error, 'EACCES')) throw refused(`exec: "${command}": permission denied`, 126);
    if (isSystemError(error)) throw refused(`exec: "${command}": ${error.message.toLowerCase()}`, 126);
    throw error;
  }
}

const kernelTexts = {ENOEXEC: 'exec format error', ENOENT: 'no such file or directory', EACCES: 'permission denied'};

/** runc has handed over to the kernel by now: an error is the process's last words. */
function load(files: Files, space: ProcessSpace, path: string, argv: readonly string[]): Loaded {
  try {
    return loadExecutable(files, space.programs, path, argv);
  } catch (error) {
    if (!isSystemError(error, 'ENOEXEC', 'ENOENT', 'EACCES')) throw error;
    const text = Object.entries(kernelTexts).find(([code]) => code === error.code)?.[1] ?? error.message;
    const main = async (process: Process): Promise<number> => {
      await process.complain(`exec ${path}: ${text}`);
      return 255;
    };
    return {main, argv, memoryBytes: 0};
  }
}
