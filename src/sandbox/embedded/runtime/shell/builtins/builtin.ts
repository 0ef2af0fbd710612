import type {Manner, Shell} from '../state/shell.ts';

/** How a builtin was called. */
export interface Call {
  /** The name it was called by. */
  readonly name: string;
  /** Without the name. */
  readonly args: readonly string[];
  readonly manner: Manner;
  /** What messages were about before it was called. */
  readonly caller?: string | undefined;
  /** What it was redirected to stays so when it is done: `exec`. */
  readonly redirected?: {keep(): void};
}

/** A command the shell does itself. */
export interface Builtin {
  /** All names it has. */
  readonly names: readonly string[];
  /**
   * A mistake in it ends a script, and assignments before it stay.
   * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_15
   */
  readonly special?: boolean;
  /** Arguments that look like assignments are expanded as such: not split, with tildes. */
  readonly assigns?: boolean;
  /** Resolves with the exit code. Throws ShellFault for wrong usage. */
  run(shell: Shell, call: Call): Promise<number> | number;
}

/** Names a builtin as what it is; it does nothing else. */
export function defineBuiltin(builtin: Builtin): Builtin {
  return builtin;
}
