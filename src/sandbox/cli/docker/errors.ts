/** What a command says on stderr before it ends, and the exit code it ends with. */
export class ExitError extends Error {
  readonly exitCode: number;

  /** An empty message says nothing. */
  constructor(exitCode: number, message = '') {
    super(message);
    this.name = 'ExitError';
    this.exitCode = exitCode;
  }
}

/** The Engine refused: its own message, with the status it came with. */
export class EngineError extends Error {
  readonly status: number;
  /** The message without the words before it. */
  readonly reason: string;

  constructor(status: number, reason: string) {
    super(`Error response from daemon: ${reason}`);
    this.name = 'EngineError';
    this.status = status;
    this.reason = reason;
  }
}

/** Several errors in one, a line each. */
export function joinErrors(errors: readonly Error[]): Error | undefined {
  if (errors.length <= 1) return errors[0];
  return new Error(errors.map(({message}) => message).join('\n'));
}

/** Any thrown thing as an Error. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
