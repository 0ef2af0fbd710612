import {isSystemError, SystemError} from '../../system-error.ts';
import {Files} from '../fs/files.ts';
import type {Credentials} from '../process/credentials.ts';
import type {OpenFile, TerminalDevice} from '../process/descriptor.ts';
import {findExecutable, loadExecutable} from '../process/executable.ts';
import type {Loaded, Process} from '../process/process.ts';
import type {ProcessSpace} from '../process/space.ts';

/** A process that could not be started: runc's sentence, and the exit code its container or exec shows. */
export class LaunchFault extends Error {
  readonly exitCode: number;

  constructor(why: string, exitCode: number) {
    super(`unable to start container process: ${why}`);
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
  /** Puts something in front of the program, as `--init` does. */
  readonly around?: (loaded: Loaded) => Loaded;
}

/**
 * Starts a process from outside: a container's first, or one of an exec. Throws a LaunchFault when there is no such
 * program; what only the kernel could find out ends the process instead, as in reality.
 */
export function launch(options: LaunchOptions): Process {
  const {space, argv, env, folder, user, fds, terminal, around} = options;
  const files = new Files(space.mounts, {
    user,
    folder,
    umask: 0o022,
    now: () => space.kernel.clock.now(),
    descriptor: () => undefined,
    terminal: undefined,
  });
  const at = enter(files, folder);
  const path = find(files, argv[0] ?? '', env.get('PATH'));
  const loaded = load(files, space, path, argv);
  if (!space.cgroup.hasRoomForProcess()) throw new LaunchFault('fork: resource temporarily unavailable', 126);
  const process = space.create({parent: undefined, env, folder: at, user, fds, terminal});
  if (terminal) terminal.foreground = (signal) => space.killGroup(process.group, signal);
  void process.run(around ? around(loaded) : loaded);
  return process;
}

function enter(files: Files, folder: string): string {
  const fault = (text: string): LaunchFault =>
    new LaunchFault(`chdir to cwd ("${folder}") set in config.json failed: ${text}`, 126);
  try {
    const stat = files.stat(folder);
    if (!stat) throw fault('no such file or directory');
    if (stat.kind !== 'directory') throw fault('not a directory');
    if (!files.allows(folder, 1)) throw fault('permission denied');
    return stat.path;
  } catch (error) {
    throw isSystemError(error, 'EACCES') ? fault('permission denied') : error;
  }
}

function find(files: Files, command: string, searchPath: string | undefined): string {
  const fault = (text: string, exitCode: number): LaunchFault =>
    new LaunchFault(`exec: "${command}": ${text}`, exitCode);
  try {
    const path = findExecutable(files, command, searchPath);
    const stat = files.stat(path);
    if (!stat) throw fault(`stat ${path}: no such file or directory`, 127);
    if (stat.kind !== 'file' || !files.allows(path, 1)) throw new SystemError('EACCES', path);
    return path;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) throw fault('executable file not found in $PATH', 127);
    if (isSystemError(error, 'EACCES')) throw fault('permission denied', 126);
    if (isSystemError(error)) throw fault(error.message.toLowerCase(), 126);
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
