/** What went wrong, which object, why, and what to do next; printed in one place, `cli.ts`. */
export interface Problem {
  /** Stable, upper case: `UNKNOWN_CHECK`, `DOCKER_NOT_RUNNING`. */
  readonly code: string;
  readonly message: string;
  /** The next thing to do, a full sentence or a command. */
  readonly fix?: string;
  /** 2 usage or invalid lesson, 3 blocked by the environment. */
  readonly exitCode?: 2 | 3;
  readonly cause?: unknown;
}

export class LearnError extends Error {
  readonly code: string;
  readonly fix: string | undefined;
  readonly exitCode: 2 | 3;

  constructor({code, message, fix, exitCode, cause}: Problem) {
    super(message, cause === undefined ? undefined : {cause});
    this.name = 'LearnError';
    this.code = code;
    this.fix = fix;
    this.exitCode = exitCode ?? 3;
  }
}

/** The `code` of a Node system error (`ENOENT`), or '' for anything else. */
export function systemCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}
