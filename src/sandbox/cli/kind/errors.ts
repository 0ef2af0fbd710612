/** A command that kind ran and that did not succeed, worded as kind words it. */
export class CommandError extends Error {
  /** All that the command printed. */
  readonly output: string;

  constructor(command: readonly string[], {code, output}: {readonly code: number; readonly output: string}) {
    super(`command "${command.map(shellQuote).join(' ')}" failed with error: exit status ${code}`);
    this.name = 'CommandError';
    this.output = output;
  }
}

/** A text as one word of a shell, quoted only where it must be. */
export function shellQuote(text: string): string {
  if (text === '') return "''";
  return /[^\w@%+=:,./-]/.test(text) ? `'${text.replaceAll("'", `'"'"'`)}'` : text;
}

/** The error behind a failed attempt, told with what was attempted. */
export function wrap(thrown: unknown, attempt: string): Error {
  const error = errorOf(thrown);
  return new Error(`${attempt}: ${error.message}`, {cause: error});
}

/** Runs `work`; what it throws is told with what was attempted. */
export async function attempting<T>(attempt: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw wrap(error, attempt);
  }
}

export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The command that failed behind an error; undefined when it was none. */
export function commandErrorOf(error: unknown): CommandError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof CommandError) return cause;
  return undefined;
}

/** Several errors in one, as kind lists them; undefined when there are none. */
export function aggregate(errors: readonly string[]): string | undefined {
  return errors.length > 1 ? `[${errors.join(', ')}]` : errors[0];
}
