import {readFileSync, renameSync} from 'node:fs';
import {isDeepStrictEqual} from 'node:util';
import {LearnError, systemCode} from './errors.ts';
import type {Language} from './observation.ts';
import {writeWhole} from './whole-file.ts';

/** Times are epoch milliseconds. Unknown keys are kept everywhere: a newer version's file survives an older program. */
export interface StepProgress {
  readonly enteredAt?: number;
  readonly passedAt?: number;
  readonly hints: number;
  readonly solutionShown: boolean;
}

export interface CourseProgress {
  readonly current?: {readonly lesson: string; readonly step: string};
  readonly lessons: {readonly [lesson: string]: {readonly steps: {readonly [step: string]: StepProgress}}};
}

export interface Progress {
  readonly version: number;
  readonly language?: Language;
  /** A passed step leads on by itself. */
  readonly automatic?: boolean;
  readonly courses: {readonly [course: string]: CourseProgress};
}

export const noProgress: Progress = {version: 1, courses: {}};

/** What reading found; `setAside` is where a damaged file was moved. */
export interface ProgressRead {
  readonly progress: Progress;
  readonly setAside?: string;
}

/** Reads the progress file. A missing one is an empty one; a damaged one is moved aside, never overwritten. */
export function readProgress(file: string, now: number): ProgressRead {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return {progress: noProgress};
    throw notReadable(file, error);
  }
  const parsed = parseProgress(text);
  if (parsed) return {progress: parsed};
  const setAside = `${file}.damaged-${now}`;
  try {
    renameSync(file, setAside);
  } catch (error) {
    throw notReadable(file, error);
  }
  return {progress: noProgress, setAside};
}

function notReadable(file: string, error: unknown): LearnError {
  return new LearnError({
    code: 'PROGRESS_NOT_READABLE',
    message: `Your progress cannot be read from ${file} (${systemCode(error)}).`,
    fix: 'Give yourself access to it, or move it away; then start again.',
    cause: error,
  });
}

/**
 * Reads what is there by hand: a schema library would cost every start a fifth of its time. Undefined when a known
 * key has another shape.
 */
function parseProgress(text: string): Progress | undefined {
  try {
    const file = record(JSON.parse(text));
    const courses = mapped(file['courses'], (course) => ({
      ...course,
      ...optional(course, 'current', (value) => {
        const current = record(value);
        return {...current, lesson: string(current['lesson']), step: string(current['step'])};
      }),
      lessons: mapped(course['lessons'], (lesson) => ({...lesson, steps: mapped(lesson['steps'], stepOf)})),
    }));
    return {
      ...file,
      version: file['version'] === undefined ? 1 : number(file['version']),
      ...optional(file, 'language', language),
      ...optional(file, 'automatic', boolean),
      courses,
    };
  } catch {
    return undefined;
  }
}

function stepOf(step: Fields): StepProgress {
  return {
    ...step,
    ...optional(step, 'enteredAt', number),
    ...optional(step, 'passedAt', number),
    hints: step['hints'] === undefined ? 0 : number(step['hints']),
    solutionShown: step['solutionShown'] === undefined ? false : boolean(step['solutionShown']),
  };
}

type Fields = {readonly [key: string]: unknown};

function record(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('an object is expected');
  return value as Fields;
}

function mapped<T>(value: unknown, read: (fields: Fields) => T): {readonly [key: string]: T} {
  if (value === undefined) return {};
  return Object.fromEntries(Object.entries(record(value)).map(([key, fields]) => [key, read(record(fields))]));
}

function optional<K extends string, T>(fields: Fields, key: K, read: (value: unknown) => T): {readonly [P in K]?: T} {
  return fields[key] === undefined ? {} : ({[key]: read(fields[key])} as {readonly [P in K]?: T});
}

function number(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TypeError('a number is expected');
}

function string(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('a text is expected');
}

function boolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new TypeError('true or false is expected');
}

function language(value: unknown): Language {
  if (value === 'en' || value === 'zh') return value;
  throw new TypeError('en or zh is expected');
}

/**
 * Three-way: what `changed` has other than `base` counts, everything else is as `other` has it. So two terminals that
 * save in turn lose nothing of each other's.
 */
export function mergeProgress(of: {
  readonly base: Progress;
  readonly changed: Progress;
  readonly other: Progress;
}): Progress {
  // Merging plain objects key by key keeps their shape.
  return merge(of.base, of.changed, of.other) as Progress;
}

function merge(base: unknown, changed: unknown, other: unknown): unknown {
  if (isDeepStrictEqual(base, changed)) return other;
  if (!isFields(changed) || !isFields(other)) return changed;
  const before = isFields(base) ? base : {};
  const keys = new Set([...Object.keys(changed), ...Object.keys(other)]);
  const merged = [...keys].map((key) => [key, merge(before[key], changed[key], other[key])] as const);
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function writeProgress(file: string, progress: Progress): void {
  writeWhole(file, `${JSON.stringify(progress, null, 2)}\n`);
}

export function stepProgress(progress: Progress, course: string, lesson: string, step: string): StepProgress {
  return progress.courses[course]?.lessons[lesson]?.steps[step] ?? {hints: 0, solutionShown: false};
}

/** The same progress with one step changed. */
export function withStep(
  progress: Progress,
  at: {readonly course: string; readonly lesson: string; readonly step: string},
  change: Partial<StepProgress>,
): Progress {
  const course = progress.courses[at.course] ?? {lessons: {}};
  const lesson = course.lessons[at.lesson] ?? {steps: {}};
  const step = {...stepProgress(progress, at.course, at.lesson, at.step), ...change};
  return {
    ...progress,
    courses: {
      ...progress.courses,
      [at.course]: {
        ...course,
        lessons: {...course.lessons, [at.lesson]: {...lesson, steps: {...lesson.steps, [at.step]: step}}},
      },
    },
  };
}

export function withCurrent(progress: Progress, course: string, lesson: string, step: string): Progress {
  const seen = progress.courses[course] ?? {lessons: {}};
  return {...progress, courses: {...progress.courses, [course]: {...seen, current: {lesson, step}}}};
}

/** The same progress with a lesson, or one step of it, never begun. */
export function forget(progress: Progress, courseId: string, lessonId: string, stepId?: string): Progress {
  const course = progress.courses[courseId];
  const lesson = course?.lessons[lessonId];
  if (!course || !lesson) return progress;
  const steps = stepId === undefined ? {} : {...lesson.steps};
  if (stepId !== undefined) delete steps[stepId];
  return {
    ...progress,
    courses: {
      ...progress.courses,
      [courseId]: {...course, lessons: {...course.lessons, [lessonId]: {...lesson, steps}}},
    },
  };
}

/** The same progress when the sandbox is empty again: whichever step comes next is entered anew. */
export function withoutEntries(progress: Progress): Progress {
  const mapValues = <T, U>(of: {readonly [key: string]: T}, change: (value: T) => U): {readonly [key: string]: U} =>
    Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]));
  const courses = mapValues(progress.courses, (course) => ({
    ...course,
    lessons: mapValues(course.lessons, (lesson) => ({
      ...lesson,
      steps: mapValues(lesson.steps, ({enteredAt: _, ...step}) => step),
    })),
  }));
  return {...progress, courses};
}

export function withLanguage(progress: Progress, language: Language): Progress {
  return {...progress, language};
}
