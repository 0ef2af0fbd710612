import {readFileSync, renameSync} from 'node:fs';
import {z} from 'zod';
import {systemCode} from './errors.ts';
import type {Language} from './observation.ts';
import {writeWhole} from './whole-file.ts';

/** Unknown keys are kept: a newer version's file survives an older program. */
const StepProgressSchema = z.looseObject({
  /** Epoch milliseconds. */
  enteredAt: z.number().optional(),
  passedAt: z.number().optional(),
  hints: z.number().default(0),
  solutionShown: z.boolean().default(false),
});

const CourseProgressSchema = z.looseObject({
  current: z.looseObject({lesson: z.string(), step: z.string()}).optional(),
  lessons: z.record(z.string(), z.looseObject({steps: z.record(z.string(), StepProgressSchema)})).default({}),
});

const ProgressSchema = z.looseObject({
  version: z.number().default(1),
  language: z.enum(['en', 'zh']).optional(),
  /** A passed step leads on by itself. */
  automatic: z.boolean().optional(),
  courses: z.record(z.string(), CourseProgressSchema).default({}),
});

export type StepProgress = z.infer<typeof StepProgressSchema>;
export type CourseProgress = z.infer<typeof CourseProgressSchema>;
export type Progress = z.infer<typeof ProgressSchema>;

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
    throw error;
  }
  const parsed = parseProgress(text);
  if (parsed) return {progress: parsed};
  const setAside = `${file}.damaged-${now}`;
  renameSync(file, setAside);
  return {progress: noProgress, setAside};
}

function parseProgress(text: string): Progress | undefined {
  try {
    const parsed = ProgressSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
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

export function withLanguage(progress: Progress, language: Language): Progress {
  return {...progress, language};
}
