import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {bashFiles} from './bash.ts';
import {fishFiles} from './fish.ts';
import type {IntegrationFiles, IntegrationOptions} from './integration-files.ts';
import {zshFiles} from './zsh.ts';

export type ShellKind = 'bash' | 'zsh' | 'fish' | 'other';

/** How to start a shell: what to execute, and what to add to its environment. */
export interface ShellStart {
  readonly file: string;
  readonly args: readonly string[];
  readonly variables: {readonly [name: string]: string};
}

/** Which integration a shell gets, by the name of its program. */
export function shellKind(shell: string): ShellKind {
  const name = basename(shell).replace(/\.exe$/, '');
  return name === 'bash' || name === 'zsh' || name === 'fish' ? name : 'other';
}

/**
 * The start files of a shell with integration: the learner's own are read first and quietly, then a history of its
 * own, a short prompt, and marks: OSC 133 A (prompt), B (input), C (output), D;exit (end), OSC 633;E;line. A line
 * `{"at": <epoch ms of the start>, "line": ..., "exitCode": ...}` is appended to $K8S_LEARN_COMMANDS after each
 * command. No process is started for a prompt. Other shells run plainly.
 * See https://code.visualstudio.com/docs/terminal/shell-integration#_supported-escape-sequences
 */
export function integrationFiles(options: IntegrationOptions): IntegrationFiles {
  switch (shellKind(options.shell)) {
    case 'bash':
      return bashFiles(options);
    case 'zsh':
      return zshFiles(options);
    case 'fish':
      return fishFiles(options);
    case 'other':
      return {files: {}, args: [], variables: {}};
  }
}

/** Writes the start files (0600, in a 0700 folder) and says how to start the shell with them. */
export function integrateShell(options: IntegrationOptions): ShellStart {
  const {files, args, variables} = integrationFiles(options);
  mkdirSync(options.folder, {recursive: true, mode: 0o700});
  removeLeftovers(options.folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(options.folder, name), text, {mode: 0o600});
  return {file: options.shell, args, variables};
}

/** A bash that was killed leaves the file it read its last command line from. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^line-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !lives(Number(pid))) rmSync(join(folder, name), {force: true});
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
