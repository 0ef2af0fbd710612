import {builtinNamed} from '../builtins/index.ts';
import {addFields, expandAssigned, sizeOfFields} from '../expansion/expand.ts';
import type {Manner, Shell} from '../state/shell.ts';
import {assignmentOf} from '../syntax/assignment.ts';
import type {Assignment, SimpleCommand, Word} from '../syntax/ast.ts';
import {callBuiltin} from './call-builtin.ts';
import {callFunction} from './call-function.ts';
import {runExternal} from './external.ts';
import {RedirectError, type Redirected, redirect} from './redirect.ts';
import {trace} from './trace.ts';

type Assigned = readonly (readonly [string, string])[];

/** A command without any other in it: an assignment, a function, a builtin, a program. */
export async function runSimple(shell: Shell, command: SimpleCommand, manner: Manner): Promise<number> {
  shell.line = command.line;
  shell.substituted = undefined;
  const fields = await expandCommand(shell, command.words);
  const size = sizeOfFields(fields);
  shell.hold(size);
  try {
    return await runFields(shell, command, {fields, manner});
  } finally {
    shell.release(size);
  }
}

async function runFields(
  shell: Shell,
  command: SimpleCommand,
  {fields, manner}: {readonly fields: readonly string[]; readonly manner: Manner},
): Promise<number> {
  const isSpecial = specialBuiltin(shell, fields[0]);
  let redirected: Redirected;
  try {
    redirected = await redirect(shell, command.redirects);
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    if (isSpecial) throw shell.fault(error.message, 1);
    await shell.complain(error.message);
    return 1;
  }
  try {
    // Before a special builtin, and before nothing, assignments are there to stay.
    if (fields.length === 0 || isSpecial) return await runAssigned(shell, command, {fields, manner, redirected});
    shell.variables.enter();
    try {
      return await runAssigned(shell, command, {fields, manner, redirected, passing: true});
    } finally {
      shell.variables.leave();
    }
  } finally {
    redirected.restore();
  }
}

async function runAssigned(
  shell: Shell,
  command: SimpleCommand,
  options: {
    readonly fields: readonly string[];
    readonly manner: Manner;
    readonly redirected: Redirected;
    /** What is assigned is for this command alone, and programs get it. */
    readonly passing?: boolean;
  },
): Promise<number> {
  const {fields, manner, redirected, passing = false} = options;
  const assigned = await assign(shell, command.assignments, passing);
  await trace(shell, assigned, fields);
  const [name, ...args] = fields;
  if (name === undefined) return shell.substituted ?? 0;
  const body = shell.functions.get(name);
  if (body) return callFunction(shell, body, {name, args, manner});
  const builtin = builtinNamed(name);
  if (builtin) return callBuiltin(shell, builtin, {name, args, manner, redirected});
  return runExternal(shell, fields, {manner, redirected});
}

/** Assigns one after the other: each value may use those before it. */
async function assign(shell: Shell, assignments: readonly Assignment[], passing: boolean): Promise<Assigned> {
  const assigned: (readonly [string, string])[] = [];
  for (const {name, value} of assignments) {
    const text = await expandAssigned(shell, value);
    if (passing) shell.variables.hide(name);
    shell.set(name, text, passing ? {exported: true} : {});
    assigned.push([name, text]);
  }
  return assigned;
}

function specialBuiltin(shell: Shell, name: string | undefined): boolean {
  return name !== undefined && !shell.functions.has(name) && builtinNamed(name)?.special === true;
}

/** The fields of a command. What is said to a builtin that assigns is expanded as assignments are. */
async function expandCommand(shell: Shell, words: readonly Word[]): Promise<readonly string[]> {
  const fields: string[] = [];
  for (const word of words) {
    const assignment = fields.length > 0 && assigns(fields) ? assignmentOf(word) : undefined;
    if (assignment) fields.push(`${assignment.name}=${await expandAssigned(shell, assignment.value)}`);
    else await addFields(shell, fields, word);
  }
  return fields;
}

function assigns(fields: readonly string[]): boolean {
  const name = fields.find((field) => field !== 'command');
  return name !== undefined && builtinNamed(name)?.assigns === true;
}
