import type {Clock} from '../clock.ts';
import {LearnError} from '../errors.ts';
import type {Course, Lesson, Step} from '../lessons/lesson.ts';
import {nearest} from '../lessons/problem.ts';
import type {Messages} from '../messages/index.ts';
import type {Language} from '../observation.ts';
import type {Paths} from '../paths.ts';
import type {Progress} from '../progress.ts';
import type {Choice} from '../sandbox/choose.ts';
import type {Sandbox} from '../sandbox/sandbox.ts';

export interface GlobalOptions {
  readonly sandbox: Choice;
  readonly lang: Language;
  /** Whether `--lang` said so; else the last choice counts. */
  readonly langGiven: boolean;
  readonly plain: boolean;
  readonly json: boolean;
  /** Absolute path of the course folder. */
  readonly course: string;
  /** '' when unset. */
  readonly mirror: string;
  /** A context of the learner's own kubeconfig, '' for a cluster of the course's own. */
  readonly context: string;
  /** What would be asked is agreed to. */
  readonly yes: boolean;
  /** Simulated downloads take no time. */
  readonly fast: boolean;
}

/** 0 passed or done, 1 not yet, 2 usage or invalid lesson, 3 blocked by the environment, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** What every command works with. Data goes to `out`, progress and notes to `note`. */
export interface Context {
  readonly options: GlobalOptions;
  readonly paths: Paths;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly words: Messages;
  /** Changes with every build; tells a host of another version apart. */
  readonly build: string;
  out(text: string): void;
  note(text: string): void;
  course(): Promise<Course>;
  progress(): Progress;
  /** Keeps going when the disk is full: says so, loses nothing that was saved. */
  save(progress: Progress): void;
  sandbox(use: 'attend' | 'plain'): Promise<Sandbox>;
  /** Aborts on SIGINT, SIGTERM and SIGHUP. */
  readonly interrupted: AbortSignal;
}

/** Where the learner is, or the first step of the course. */
export function currentPlace(course: Course, progress: Progress): {readonly lesson: Lesson; readonly step: Step} {
  const current = progress.courses[course.id]?.current;
  const lesson = course.lessons.find(({id}) => id === current?.lesson) ?? course.lessons[0];
  const step = lesson?.steps.find(({id}) => id === current?.step) ?? lesson?.steps[0];
  if (!lesson || !step)
    throw new LearnError({code: 'EMPTY_COURSE', message: `The course ${course.id} has no steps.`, exitCode: 2});
  return {lesson, step};
}

/**
 * The place a `lesson[/step]` argument names: by id, by number (`3`, `3/2`), or the current one when absent.
 * Throws UNKNOWN_LESSON or UNKNOWN_STEP with the nearest name.
 */
export function findPlace(
  course: Course,
  progress: Progress,
  argument: string | undefined,
  words: Messages,
): {
  readonly lesson: Lesson;
  readonly step: Step;
  readonly whole: boolean;
} {
  if (argument === undefined || argument === '') return {...currentPlace(course, progress), whole: false};
  const [, lessonName = '', stepName = ''] = /^([^/]*)\/?(.*)$/s.exec(argument) ?? [];
  const lesson = course.lessons.find(({id, number}) => id === lessonName || String(number) === lessonName);
  if (!lesson) {
    const ids = course.lessons.map(({id}) => id);
    throw unknown('UNKNOWN_LESSON', words.unknownLesson(lessonName, nearest(lessonName, ids) ?? ''), words.known(ids));
  }
  const {steps, id} = lesson;
  const step = stepName === '' ? steps[0] : steps.find((one, index) => [one.id, String(index + 1)].includes(stepName));
  if (!step) {
    const ids = steps.map((one) => one.id);
    throw unknown('UNKNOWN_STEP', words.unknownStep(stepName, id, nearest(stepName, ids) ?? ''), words.known(ids));
  }
  return {lesson, step, whole: stepName === ''};
}

function unknown(code: string, message: string, fix: string): LearnError {
  return new LearnError({code, message, fix, exitCode: 2});
}
