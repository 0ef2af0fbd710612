import {checksOf} from '../checks-of.ts';
import {LearnError} from '../errors.ts';
import type {Lesson, Step} from '../lessons/lesson.ts';
import {localised} from '../lessons/lesson.ts';
import {look} from '../look.ts';
import type {Messages} from '../messages/index.ts';
import type {Verdict} from '../observation.ts';
import {stepProgress, withStep} from '../progress.ts';
import {following} from '../session.ts';
import {buildStartState, enterStep} from '../start-state.ts';
import type {Context, ExitCode} from './context.ts';
import {findPlace} from './context.ts';
import {ensureEntered, entered, type Where} from './enter.ts';
import {isOpenElsewhere} from './open-course.ts';
import {explanationLines, overall, verdictJson, verdictLines} from './text.ts';
import {workplaceOf} from './workplace.ts';

/** `check [lesson/step]`: looks once and says what is there; a passed step leads on to the next. */
export async function check(
  context: Context,
  place: string | undefined,
  options: {readonly answer?: string | undefined},
): Promise<ExitCode> {
  const course = await context.course();
  const {lesson, step} = findPlace(course, context.progress(), place, context.words);
  const chosen = readAnswer(step, options.answer, context.words);
  const sandbox = await context.sandbox('plain');
  const since = await ensureEntered(context, {course, lesson, step, sandbox});
  const verdicts = await look({lesson, step, sandbox, since, chosen, now: context.clock.now()});
  const verdict = overall(verdicts);
  print(context, {lesson, step, verdicts, chosen});
  if (verdict === 'passed' && !isOpenElsewhere(context.paths)) await goOn(context, {course, lesson, step, sandbox});
  return verdict === 'passed' ? 0 : verdict === 'blocked' ? 3 : 1;
}

/**
 * Answers `--answer 1,3` as indexes; undefined when nothing was chosen. Throws UNKNOWN_ANSWER for a number that is
 * none, and for a step that is no quiz.
 */
export function readAnswer(step: Step, answer: string | undefined, words: Messages): readonly number[] | undefined {
  if (answer === undefined) return undefined;
  const {length} = step.answers;
  const numbers = answer
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map(Number);
  const known = numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= length);
  if (length > 0 && numbers.length > 0 && known) return [...new Set(numbers.map((number) => number - 1))];
  const message = length === 0 ? words.noQuiz(step.id) : words.unknownAnswer(answer, length);
  const fix = length === 0 ? {} : {fix: words.answerExample};
  throw new LearnError({code: 'UNKNOWN_ANSWER', message, ...fix, exitCode: 2});
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
