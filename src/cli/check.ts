import {checksOf} from '../checks-of.ts';
import {LearnError} from '../errors.ts';
import type {Course, Lesson, Step} from '../lessons/lesson.ts';
import {localised} from '../lessons/lesson.ts';
import {look} from '../look.ts';
import type {Verdict} from '../observation.ts';
import {stepProgress, withCurrent, withStep} from '../progress.ts';
import type {Sandbox} from '../sandbox/sandbox.ts';
import {following} from '../session.ts';
import {buildStartState, enterStep} from '../start-state.ts';
import type {Context, ExitCode} from './context.ts';
import {findPlace} from './context.ts';
import {explanationLines, overall, verdictJson, verdictLines} from './text.ts';
import {workplaceOf} from './workplace.ts';

/** `check [lesson/step]`: looks once and says what is there; a passed step leads on to the next. */
export async function check(
  context: Context,
  place: string | undefined,
  options: {readonly answer?: string | undefined},
): Promise<ExitCode> {
  const course = await context.course();
  const {lesson, step} = findPlace(course, context.progress(), place);
  const chosen = readAnswer(step, options.answer);
  const sandbox = await context.sandbox('plain');
  const since = await ensureEntered(context, {course, lesson, step, sandbox, isCurrent: place === undefined});
  const verdicts = await look({lesson, step, sandbox, since, chosen, now: context.clock.now()});
  const verdict = overall(verdicts);
  print(context, {lesson, step, verdicts, chosen});
  if (verdict === 'passed') await goOn(context, {course, lesson, step, sandbox});
  return verdict === 'passed' ? 0 : verdict === 'blocked' ? 3 : 1;
}

interface Where {
  readonly course: Course;
  readonly lesson: Lesson;
  readonly step: Step;
  readonly sandbox: Sandbox;
}

/** Answers `--answer 1,3` as indexes; undefined when the step is no quiz or nothing was chosen. */
export function readAnswer(step: Step, answer: string | undefined): readonly number[] | undefined {
  if (answer === undefined) return undefined;
  const numbers = answer
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map(Number);
  const known = numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= step.answers.length);
  if (numbers.length > 0 && known) return numbers.map((number) => number - 1);
  throw new LearnError({
    code: 'UNKNOWN_ANSWER',
    message:
      step.answers.length === 0
        ? `The step ${step.id} is no quiz.`
        : `"${answer}" names no answer of ${step.id}; they are 1 to ${step.answers.length}.`,
    fix: 'For example: k8s-learn check --answer 1,3',
    exitCode: 2,
  });
}

/** The first look at the course begins its first step; elsewhere what was done so far counts. */
async function ensureEntered(context: Context, where: Where & {readonly isCurrent: boolean}): Promise<number> {
  const {course, lesson, step, sandbox} = where;
  const progress = context.progress();
  const known = stepProgress(progress, course.id, lesson.id, step.id).enteredAt;
  if (known !== undefined || !where.isCurrent) return known ?? 0;
  const {folder, run} = workplaceOf({sandbox, env: context.env, signal: context.interrupted})(lesson);
  context.note(context.words.entering(localised(step.title, context.options.lang)));
  await buildStartState({lesson, step, sandbox, folder, run});
  return entered(context, where);
}

function entered(context: Context, {course, lesson, step}: Omit<Where, 'sandbox'>): number {
  const at = {course: course.id, lesson: lesson.id, step: step.id};
  const now = context.clock.now();
  context.save(withStep(withCurrent(context.progress(), course.id, lesson.id, step.id), at, {enteredAt: now}));
  return now;
}

/** Notes the step as passed and enters the next one of the lesson. */
async function goOn(context: Context, {course, lesson, step, sandbox}: Where): Promise<void> {
  const {words, options} = context;
  const at = {course: course.id, lesson: lesson.id, step: step.id};
  const progress = context.progress();
  const known = stepProgress(progress, course.id, lesson.id, step.id);
  context.save(withStep(progress, at, {passedAt: known.passedAt ?? context.clock.now()}));
  const current = progress.courses[course.id]?.current;
  if (current && (current.lesson !== lesson.id || current.step !== step.id)) return;
  const next = following({course, lesson, step});
  if (!next) return context.note(words.courseDone);
  const continues = next.lesson.id === lesson.id;
  if (!continues) {
    context.note(words.lessonDone(localised(lesson.title, options.lang)));
    context.note(words.remember);
    for (const sentence of lesson.remember[options.lang] ?? lesson.remember.en ?? []) context.note(`  ${sentence}`);
  }
  const {folder, run} = workplaceOf({sandbox, env: context.env, signal: context.interrupted})(next.lesson);
  const state = {lesson: next.lesson, step: next.step, sandbox, folder, run};
  await (continues ? enterStep(state) : buildStartState(state));
  entered(context, {course, lesson: next.lesson, step: next.step});
  context.note(words.nextStep(`${next.lesson.id}/${next.step.id}`, localised(next.step.title, options.lang)));
  context.note(words.showIt);
}

function print(
  context: Context,
  seen: {
    readonly lesson: Lesson;
    readonly step: Step;
    readonly verdicts: readonly Verdict[];
    readonly chosen: readonly number[] | undefined;
  },
): void {
  const {options, words, out} = context;
  const {lesson, step, verdicts, chosen} = seen;
  const checks = checksOf(step);
  if (options.json) {
    const json = checks.map((of, index) => verdictJson(of, verdicts[index] ?? {verdict: 'passed'}, options.lang));
    out(JSON.stringify({lesson: lesson.id, step: step.id, verdict: overall(verdicts), checks: json}, null, 2));
    return;
  }
  for (const line of verdictLines(step, verdicts, options.lang, words)) out(line);
  if (chosen) for (const line of explanationLines(step, chosen, options.lang, words)) out(line);
  if (overall(verdicts) === 'passed') out(words.notePassed);
}
