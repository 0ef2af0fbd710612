import {LearnError} from '../errors.ts';
import type {Course, Lesson, Step} from '../lessons/lesson.ts';
import {localised} from '../lessons/lesson.ts';
import {stepProgress, withCurrent, withStep} from '../progress.ts';
import type {Sandbox} from '../sandbox/sandbox.ts';
import {buildStartState} from '../start-state.ts';
import type {Context} from './context.ts';
import {currentPlace} from './context.ts';
import {isOpenElsewhere} from './open-course.ts';
import {workplaceOf} from './workplace.ts';

/** A step of a course, and the sandbox it is done in. */
export interface Where {
  readonly course: Course;
  readonly lesson: Lesson;
  readonly step: Step;
  readonly sandbox: Sandbox;
}

/**
 * The moment a step was entered (epoch ms), 0 for one that never was. The step where the learner stands is entered
 * now when it has not been: its start state must be there before the first command, not after it.
 */
export async function ensureEntered(context: Context, where: Where): Promise<number> {
  const {course, lesson, step, sandbox} = where;
  const progress = context.progress();
  const known = stepProgress(progress, course.id, lesson.id, step.id).enteredAt;
  const current = currentPlace(course, progress);
  const isCurrent = current.lesson.id === lesson.id && current.step.id === step.id;
  const isBuilt = known !== undefined && known >= sandbox.about.stateSince;
  if (isBuilt || !isCurrent || isOpenElsewhere(context.paths)) return known ?? 0;
  const {folder, run} = workplaceOf({sandbox, env: context.env, signal: context.interrupted})(lesson);
  context.note(context.words.entering(localised(step.title, context.options.lang)));
  await buildStartState({lesson, step, sandbox, folder, run});
  return entered(context, where);
}

/** The same for a way into the sandbox, which is worth having even when the start state cannot be built. */
export async function enterIfPossible(context: Context, sandbox: Sandbox): Promise<void> {
  const course = await context.course();
  try {
    await ensureEntered(context, {course, ...currentPlace(course, context.progress()), sandbox});
  } catch (error) {
    if (!(error instanceof LearnError)) throw error;
    context.note(error.message);
    if (error.fix !== undefined) context.note(error.fix);
  }
}

/** Remembers that a step was entered now, and that it is where the learner stands. */
export function entered(context: Context, {course, lesson, step}: Omit<Where, 'sandbox'>): number {
  const at = {course: course.id, lesson: lesson.id, step: step.id};
  const now = context.clock.now();
  context.save(withStep(withCurrent(context.progress(), course.id, lesson.id, step.id), at, {enteredAt: now}));
  return now;
}
