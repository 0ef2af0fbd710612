/** A transfer, or the whole command, that failed; `code` is the exit code and the number in the message. */
export class CurlFailure extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** The command line makes no sense: what is wrong, and where to read on. */
export class OptionFailure extends Error {
  readonly code: number;

  constructor(message: string, code = 2) {
    super(message);
    this.code = code;
  }
}
