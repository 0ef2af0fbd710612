import {isSystemError} from '../../../system-error.ts';
import type {Call} from '../call.ts';
import {confirmed} from '../files/copy.ts';
import type {Predicate} from './expression.ts';

/** Paths that `-exec … +` has gathered for one command. */
export interface Gathered {
  /** False when the command failed. */
  run(): Promise<boolean>;
}

/** So many bytes of paths one command gets at most. */
const longestCommand = 32 * 1024;

/** `-exec`: one command for every file, or for many together. */
export function executor(
  call: Call,
  argv: readonly string[],
  {together, asks}: {readonly together: boolean; readonly asks: boolean},
): {readonly test: Predicate; readonly gathered?: Gathered} {
  if (!together) {
    const test: Predicate = async ({path}) => {
      const command = argv.map((word) => word.replaceAll('{}', path));
      if (asks && !(await confirmed(call, `${command.join(' ')} ?`))) return false;
      return (await runCommand(call, command)) === 0;
    };
    return {test};
  }
  const paths: string[] = [];
  let didFail = false;
  const runAll = async (): Promise<void> => {
    const all = paths.splice(0);
    if (all.length === 0) return;
    if ((await runCommand(call, [...argv.slice(0, -1), ...all])) !== 0) didFail = true;
  };
  const test: Predicate = async ({path}) => {
    paths.push(path);
    if (paths.reduce((sum, each) => sum + each.length + 1, 0) > longestCommand) await runAll();
    return true;
  };
  const run = async (): Promise<boolean> => {
    await runAll();
    return !didFail;
  };
  return {test, gathered: {run}};
}

/** The exit code of a command; one that cannot be started is complained about. */
export async function runCommand(call: Call, argv: readonly string[]): Promise<number> {
  await call.out.flush();
  try {
    return (await call.process.waitFor(call.process.spawn({argv}))).code;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await call.complain(`${argv[0] ?? ''}: ${error.message}`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
}
