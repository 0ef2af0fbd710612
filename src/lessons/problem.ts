import {closest, distance} from 'fastest-levenshtein';
import {replaceControl} from './control.ts';
import type {Place} from './lesson.ts';

const severities = {
  // text and YAML
  CONTROL_CHARACTER: 'error',
  NOT_UTF8: 'error',
  MARKDOWN: 'error',
  YAML_SYNTAX: 'error',
  YAML_TAB: 'error',
  YAML_DUPLICATE_KEY: 'error',
  YAML_ALIAS: 'error',
  YAML_TAG: 'error',
  // front matter and other fixed shapes
  FRONT_MATTER_MISSING: 'error',
  FRONT_MATTER_OPEN: 'error',
  UNKNOWN_KEY: 'error',
  MISSING_KEY: 'error',
  INVALID_VALUE: 'error',
  // Markdown
  HEADING_LEVEL: 'warning',
  UNKNOWN_BLOCK: 'error',
  OPEN_BLOCK: 'error',
  EMPTY_BLOCK: 'error',
  NESTED_BLOCK: 'error',
  MISPLACED_BLOCK: 'error',
  UNKNOWN_CALLOUT: 'error',
  JOINED_CALLOUT: 'error',
  // steps
  STEPS_MISSING: 'error',
  STEP_TITLE_MISSING: 'error',
  STEP_ID_MISSING: 'error',
  STEP_ID: 'error',
  DUPLICATE_STEP_ID: 'error',
  UNKNOWN_CLASS: 'error',
  STEP_WITHOUT_CHECK: 'error',
  // checks
  CHECK_SHAPE: 'error',
  UNKNOWN_CHECK: 'error',
  UNKNOWN_PARAMETER: 'error',
  MISSING_PARAMETER: 'error',
  INVALID_PARAMETER: 'error',
  // completeness: a course that lacks these still works, so only what cannot be taught or rehearsed is an error
  SOLUTION_MISSING: 'error',
  TOO_FEW_HINTS: 'warning',
  TOO_FEW_MISTAKES: 'warning',
  QUIZ_WITHOUT_ANSWERS: 'error',
  QUIZ_WITHOUT_RIGHT: 'error',
  QUIZ_WITHOUT_WRONG: 'warning',
  QUIZ_ANSWER: 'error',
  EXPLANATION_MISSING: 'warning',
  ANSWERS_OUTSIDE_QUIZ: 'error',
  PICTURE_TOO_WIDE: 'warning',
  REMEMBER_MISSING: 'warning',
  REMEMBER_COUNT: 'warning',
  DUPLICATE_REMEMBER: 'error',
  // translations
  TRANSLATION_MISSING: 'error',
  TRANSLATION_STEP_MISSING: 'error',
  TRANSLATION_STEP_FOREIGN: 'error',
  TRANSLATION_ORDER: 'error',
  TRANSLATION_CLASS: 'error',
  TRANSLATION_BLOCK: 'error',
  TRANSLATION_RUN: 'error',
  TRANSLATION_HINTS: 'error',
  TRANSLATION_ANSWERS: 'error',
  TRANSLATION_BOX: 'error',
  TRANSLATION_MISTAKES: 'error',
  TRANSLATION_REMEMBER: 'error',
  // course and disk
  COURSE_MISSING: 'error',
  UNSUPPORTED_FORMAT: 'error',
  UNREADABLE: 'error',
  FILE_TOO_LARGE: 'error',
  TOO_MANY_LESSONS: 'error',
  TOO_MANY_FILES: 'error',
  LESSON_FOLDER: 'error',
  LESSON_MISSING: 'error',
  DUPLICATE_LESSON_ID: 'error',
  DUPLICATE_LESSON_NUMBER: 'error',
  UNKNOWN_LANGUAGE: 'warning',
  FILES_OUTSIDE: 'error',
  // lint only
  COMMAND_TOO_LONG: 'warning',
  PORT_PRIVILEGED: 'warning',
  PORT_NOT_PUBLISHED: 'warning',
  SAYS_REPEATED: 'warning',
  EMOJI_SEQUENCE: 'warning',
  IMAGE_NOT_LISTED: 'warning',
} as const;

export type ProblemCode = keyof typeof severities;

/** Every code a lesson, a course or `lint` can yield. */
export const problemCodes: readonly string[] = Object.keys(severities);

/** Something wrong in a course; an error keeps its lesson out of the course, a warning does not. */
export interface LessonProblem {
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  /** Without place and code; says what, why and what next. */
  readonly message: string;
  readonly place: Place;
}

export function problem(code: ProblemCode, place: Place, message: string): LessonProblem {
  return {code, severity: severities[code], message, place};
}

/** One line: `lessons/03-containers/lesson.md:20:3 unknown check type "containr"; ... [UNKNOWN_CHECK]`. */
export function formatProblem({code, severity, message, place}: LessonProblem): string {
  const kind = severity === 'warning' ? 'warning: ' : '';
  // The name of a file is the author's text as well.
  return replaceControl(`${place.file}:${place.line}:${place.column} ${kind}${message} [${code}]`, () => {});
}

export function isError(found: LessonProblem): boolean {
  return found.severity === 'error';
}

/** By file, then line, then column, the order in which an author mends them. */
export function inOrder(problems: readonly LessonProblem[]): readonly LessonProblem[] {
  return problems.toSorted(
    (a, b) =>
      (a.place.file < b.place.file ? -1 : a.place.file > b.place.file ? 1 : 0) ||
      a.place.line - b.place.line ||
      a.place.column - b.place.column,
  );
}

/** The known word a misspelt one is closest to, when it is close enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  // Long words are no misspelling; comparing them would only cost time.
  if (known.length === 0 || word.length > 40) return undefined;
  const found = known.find((one) => one.toLowerCase() === word.toLowerCase()) ?? closest(word, [...known]);
  const far = distance(word.toLowerCase(), found.toLowerCase());
  return far <= Math.max(2, Math.floor(found.length / 3)) && far < found.length ? found : undefined;
}

/** `; did you mean "container"?` for the nearest known word, or else `; known: a, b`. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known);
  if (found !== undefined) return `; did you mean "${found}"?`;
  return known.length > 0 && known.length <= 16 ? `; known: ${known.join(', ')}` : '';
}

/** A word of the author's in quotes, cut when it is long, so that a message stays one line. */
export function quoted(word: string): string {
  const line = word.replaceAll('\n', ' ');
  return line.length > 60 ? `"${line.slice(0, 57)}..."` : `"${line}"`;
}
