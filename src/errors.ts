/** What went wrong, which object, why, and what to do next; printed in one place, `cli.ts`. */
export interface Problem {
  /** Stable, upper case: `UNKNOWN_CHECK`, `DOCKER_NOT_RUNNING`. */
  readonly code: string;
  readonly message: string;
  /** The next thing to do, a full sentence or a command. */
  readonly fix?: string;
  /** The same two in Chinese, where a learner reads them beside a lesson. */
  readonly zh?: Pick<Problem, 'message' | 'fix'>;
  /** 2 usage or invalid lesson, 3 blocked by the environment. */
  readonly exitCode?: 2 | 3;
  readonly cause?: unknown;
}

export class LearnError extends Error {
  readonly code: string;
  readonly fix: string | undefined;
  readonly zh: Problem['zh'];
  readonly exitCode: 2 | 3;

  constructor({code, message, fix, zh, exitCode, cause}: Problem) {
    super(message, cause === undefined ? undefined : {cause});
    this.name = 'LearnError';
    this.code = code;
    this.fix = fix;
    this.zh = zh;
    this.exitCode = exitCode ?? 3;
  }
}

/** What an error says, without what caused it: as it crosses from one process to another. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof LearnError))
    return {code: systemCode(error) || 'UNEXPECTED', message: error instanceof Error ? error.message : String(error)};
  const {code, message, fix, zh} = error;
  return {code, message, ...(fix === undefined ? {} : {fix}), ...(zh === undefined ? {} : {zh})};
}

/** What is read in a language; English where there are no other words. */
export function problemIn(problem: Problem, language: 'en' | 'zh'): Pick<Problem, 'message' | 'fix'> {
  return language === 'zh' && problem.zh ? problem.zh : problem;
}

/** The `code` of a Node system error (`ENOENT`), or '' for anything else. */
export function systemCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}
