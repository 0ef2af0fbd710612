import type {Call} from '../call.ts';
import {confirmed} from './copy.ts';
import {deepestTree, namesIn, under} from './walk.ts';

export interface RemoveRules {
  readonly recursive: boolean;
  /** What is missing is no failure, and nothing is asked. */
  readonly force: boolean;
  readonly interactive: boolean;
  readonly verbose: boolean;
}

/** Removes a file or a whole tree; false when something stayed, which was complained about. */
export async function removeTree(call: Call, path: string, rules: RemoveRules, depth = 0): Promise<boolean> {
  await call.process.breathe();
  const {files} = call.process;
  const stat = files.stat(path, {follow: false});
  if (!stat) {
    if (rules.force) return true;
    return call.trying(
      (reason) => `can't remove '${path}': ${reason}`,
      () => files.requireStat(path, {follow: false}),
    );
  }
  if (stat.kind === 'directory') return removeFolder(call, path, rules, depth);
  if (rules.interactive && !(await confirmed(call, `remove '${path}'? `))) return true;
  return removed(call, path, {verbose: rules.verbose, remove: () => files.unlink(path)});
}

async function removeFolder(call: Call, path: string, rules: RemoveRules, depth: number): Promise<boolean> {
  const {files} = call.process;
  if (!rules.recursive) {
    await call.complain(`'${path}' is a directory`);
    return false;
  }
  if (rules.interactive && !(await confirmed(call, `descend into directory '${path}'? `))) return true;
  let isEmpty = depth < deepestTree;
  for (const name of await namesIn(call, path))
    if (!(await removeTree(call, under(path, name), rules, depth + 1))) isEmpty = false;
  if (!isEmpty) return false;
  if (rules.interactive && !(await confirmed(call, `remove directory '${path}'? `))) return true;
  return removed(call, path, {
    verbose: rules.verbose,
    kind: 'directory: ',
    remove: () => files.removeDirectory(path),
  });
}

async function removed(
  call: Call,
  path: string,
  {verbose, kind = '', remove}: {readonly verbose: boolean; readonly kind?: string; readonly remove: () => void},
): Promise<boolean> {
  const isGone = await call.trying((reason) => `can't remove '${path}': ${reason}`, remove);
  if (isGone && verbose) await call.print(`removed ${kind}'${path}'\n`);
  return isGone;
}
