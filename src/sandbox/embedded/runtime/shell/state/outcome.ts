/** What ends a command from far within; a plain exit code is no such thing. */

/** The shell ends with this code, after its EXIT trap. */
export class ExitShell extends Error {
  readonly code: number;

  constructor(code: number) {
    super('the shell exits');
    this.code = code;
  }
}

/** The process has become another program, which has ended with this code. */
export class Replaced extends Error {
  readonly code: number;

  constructor(code: number) {
    super('the process runs another program');
    this.code = code;
  }
}

/**
 * A mistake that ends a script, and only the current line of an interactive shell. `message` is the whole line for
 * standard error, without its newline; '' when it has been told already.
 */
export class ShellFault extends Error {
  readonly code: number;

  constructor(message: string, code = 2) {
    super(message);
    this.code = code;
  }
}

/** ^C at an interactive shell: everything up to the prompt is given up. */
export class Interrupted extends Error {}
