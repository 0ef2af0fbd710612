import {resolve} from 'node:path';
import {lintCourse} from '../lessons/lint.ts';
import {formatProblem} from '../lessons/problem.ts';
import type {Context, ExitCode} from './context.ts';

/** `lint [dir]`: every problem of a course at once, each with its place. */
export async function lint(context: Context, folder: string | undefined): Promise<ExitCode> {
  const {options, words, out} = context;
  const {problems, summary} = await lintCourse(resolve(folder ?? options.course));
  const errors = problems.filter(({severity}) => severity === 'error');
  if (options.json) out(JSON.stringify({problems, summary}, null, 2));
  else {
    for (const problem of problems) out(formatProblem(problem));
    context.note(
      problems.length === 0 ? words.lintClean(summary.lessons, summary.steps) : words.lintProblems(problems.length),
    );
  }
  return errors.length > 0 ? 2 : 0;
}
