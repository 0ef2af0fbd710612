/** An applet cannot go on: it prints its name and the message, and ends. */
export class Failure extends Error {
  readonly code: number;

  constructor(message: string, code = 1) {
    super(message);
    this.code = code;
  }
}

/** The command line makes no sense: the usage is printed, after a sentence where there is one. */
export class UsageError extends Error {}
