import {expandPattern, expandText, expandWords, sizeOfFields} from '../expansion/expand.ts';
import {matches} from '../expansion/match.ts';
import type {Manner, Shell} from '../state/shell.ts';
import type {Case, For, If, Loop} from '../syntax/ast.ts';

const condition: Manner = {tested: true, last: false};

/** Runs the first branch whose condition succeeds. */
export async function runIf(shell: Shell, {branches, otherwise}: If, manner: Manner): Promise<number> {
  const {run} = shell.interpreter;
  for (const branch of branches) {
    const code = await run(shell, branch.condition, condition);
    if (shell.skip) return code;
    if (code === 0) return run(shell, branch.body, manner);
  }
  return otherwise ? run(shell, otherwise, manner) : 0;
}

/** Runs a body as long as its condition succeeds, or until it does. */
export async function runLoop(shell: Shell, loop: Loop, manner: Manner): Promise<number> {
  const {run} = shell.interpreter;
  let code = 0;
  shell.loops += 1;
  try {
    for (;;) {
      const tested = await run(shell, loop.condition, condition);
      if (shell.skip) {
        if (leavesLoop(shell)) return shell.skip ? tested : 0;
        continue;
      }
      if ((tested === 0) === loop.until) return code;
      code = await run(shell, loop.body, {...manner, last: false});
      if (shell.skip && leavesLoop(shell)) return code;
    }
  } finally {
    shell.loops -= 1;
  }
}

/** Runs a body once for every field. */
export async function runFor(shell: Shell, {line, name, words, body}: For, manner: Manner): Promise<number> {
  shell.line = line;
  const values = words ? await expandWords(shell, words) : shell.positional;
  const size = sizeOfFields(values);
  let code = 0;
  shell.hold(size);
  shell.loops += 1;
  try {
    for (const value of values) {
      shell.set(name, value);
      code = await shell.interpreter.run(shell, body, {...manner, last: false});
      if (shell.skip && leavesLoop(shell)) break;
      await shell.process.breathe();
    }
    return code;
  } finally {
    shell.release(size);
    shell.loops -= 1;
  }
}

/** Runs the commands of the first pattern that fits. */
export async function runCase(shell: Shell, {line, word, items}: Case, manner: Manner): Promise<number> {
  shell.line = line;
  const subject = await expandText(shell, word);
  for (const {patterns, body} of items) {
    for (const pattern of patterns) {
      const fits = await matches(await expandPattern(shell, pattern), subject, () => shell.process.breathe());
      if (fits) return shell.interpreter.run(shell, body, manner);
    }
  }
  return 0;
}

/** Takes note of `break` and `continue` at the end of a loop's turn. True: the loop is over. */
function leavesLoop(shell: Shell): boolean {
  const {skip} = shell;
  if (!skip || skip.kind === 'return') return true;
  if (skip.levels > 1) {
    shell.skip = {...skip, levels: skip.levels - 1};
    return true;
  }
  shell.skip = undefined;
  return skip.kind === 'break';
}
