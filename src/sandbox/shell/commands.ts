import {readFileSync} from 'node:fs';
import type {ShellCommand} from '../../observation.ts';

/** Command lines the learner's shell appended since a time (epoch ms), oldest first; a torn last line is left out. */
export function readCommands(file: string, since: number): readonly ShellCommand[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // No shell of ours has run yet.
    return [];
  }
  return text
    .split('\n')
    .slice(-500)
    .flatMap((line) => commandOf(line))
    .filter(({at}) => at >= since);
}

function commandOf(line: string): readonly ShellCommand[] {
  try {
    const {at, line: typed, exitCode} = JSON.parse(line) as Record<string, unknown>;
    if (typeof at !== 'number' || typeof typed !== 'string' || typeof exitCode !== 'number') return [];
    return [{at, line: typed, exitCode}];
  } catch {
    return [];
  }
}
