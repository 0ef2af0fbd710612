import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {LessonProblem} from '../../src/lessons/problem.ts';

/**
 * Where each fixture's only problem stands. The name of a fixture is its code; what follows in lower case
 * tells two of the same code apart.
 */
export const lessonFixtures: {readonly [file: string]: string} = {
  'invalid-CONTROL_CHARACTER.md': '13:7',
  'invalid-CONTROL_CHARACTER-entity.md': '13:7',
  'invalid-CONTROL_CHARACTER-yaml.md': '34:9',
  'invalid-CONTROL_CHARACTER-bidi.md': '13:7',
  'invalid-CONTROL_CHARACTER-bom.md': '1:1',
  'invalid-YAML_TAB.md': '34:1',
  'invalid-YAML_SYNTAX.md': '7:1',
  'invalid-YAML_DUPLICATE_KEY.md': '6:1',
  'invalid-YAML_ALIAS.md': '34:9',
  'invalid-YAML_TAG.md': '34:18',
  'invalid-FRONT_MATTER_MISSING.md': '1:1',
  'invalid-FRONT_MATTER_OPEN.md': '1:1',
  'invalid-UNKNOWN_KEY.md': '6:1',
  'invalid-MISSING_KEY.md': '2:1',
  'invalid-INVALID_VALUE.md': '5:10',
  'invalid-INVALID_VALUE-needs.md': '6:17',
  'invalid-HEADING_LEVEL.md': '9:1',
  'invalid-UNKNOWN_BLOCK.md': '15:1',
  'invalid-UNKNOWN_BLOCK-near.md': '30:1',
  'invalid-OPEN_BLOCK.md': '52:1',
  'invalid-EMPTY_BLOCK.md': '13:1',
  'invalid-NESTED_BLOCK.md': '15:4',
  'invalid-MISPLACED_BLOCK.md': '10:1',
  'invalid-UNKNOWN_CALLOUT.md': '30:3',
  'invalid-JOINED_CALLOUT.md': '29:3',
  'invalid-STEPS_MISSING.md': '16:1',
  'invalid-STEP_TITLE_MISSING.md': '11:1',
  'invalid-STEP_ID_MISSING.md': '11:1',
  'invalid-STEP_ID.md': '11:1',
  'invalid-DUPLICATE_STEP_ID.md': '37:1',
  'invalid-UNKNOWN_CLASS.md': '11:1',
  'invalid-STEP_WITHOUT_CHECK.md': '11:1',
  'invalid-CHECK_SHAPE.md': '20:3',
  'invalid-CHECK_SHAPE-list.md': '20:1',
  'invalid-UNKNOWN_CHECK.md': '20:3',
  'invalid-UNKNOWN_CHECK-quiz.md': '20:3',
  'invalid-UNKNOWN_PARAMETER.md': '20:26',
  'invalid-MISSING_PARAMETER.md': '20:14',
  'invalid-INVALID_PARAMETER.md': '20:33',
  'invalid-SOLUTION_MISSING.md': '11:1',
  'invalid-TOO_FEW_HINTS.md': '11:1',
  'invalid-TOO_FEW_MISTAKES.md': '11:1',
  'invalid-QUIZ_WITHOUT_ANSWERS.md': '37:1',
  'invalid-QUIZ_WITHOUT_RIGHT.md': '37:1',
  'invalid-QUIZ_WITHOUT_WRONG.md': '37:1',
  'invalid-QUIZ_ANSWER.md': '43:1',
  'invalid-EXPLANATION_MISSING.md': '43:1',
  'invalid-ANSWERS_OUTSIDE_QUIZ.md': '9:1',
  'invalid-PICTURE_TOO_WIDE.md': '11:1',
  'invalid-REMEMBER_MISSING.md': '45:1',
  'invalid-REMEMBER_COUNT.md': '46:1',
  'invalid-DUPLICATE_REMEMBER.md': '52:1',
};

/** Translations of `valid.md`. */
export const translationFixtures: {readonly [file: string]: string} = {
  'invalid-TRANSLATION_STEP_MISSING.zh.md': '32:1',
  'invalid-TRANSLATION_STEP_FOREIGN.zh.md': '36:1',
  'invalid-TRANSLATION_ORDER.zh.md': '8:1',
  'invalid-TRANSLATION_CLASS.zh.md': '27:1',
  'invalid-TRANSLATION_BLOCK.zh.md': '11:1',
  'invalid-TRANSLATION_RUN.zh.md': '13:1',
  'invalid-TRANSLATION_RUN-missing.zh.md': '8:1',
  'invalid-TRANSLATION_HINTS.zh.md': '8:1',
  'invalid-TRANSLATION_ANSWERS.zh.md': '27:1',
  'invalid-TRANSLATION_BOX.zh.md': '33:1',
  'invalid-TRANSLATION_MISTAKES.zh.md': '23:1',
  'invalid-TRANSLATION_REMEMBER.zh.md': '36:1',
  'invalid-UNKNOWN_KEY.zh.md': '3:1',
  'invalid-UNKNOWN_KEY-run.zh.md': '24:3',
};

/** Sound lessons `lint` has something to say about; the course lists the image `nginx`. */
export const lintFixtures: {readonly [file: string]: string} = {
  'invalid-COMMAND_TOO_LONG.md': '17:1',
  'invalid-PORT_PRIVILEGED.md': '16:1',
  'invalid-PORT_NOT_PUBLISHED.md': '21:3',
  'invalid-SAYS_REPEATED.md': '33:8',
  'invalid-EMOJI_SEQUENCE.md': '13:10',
  'invalid-IMAGE_NOT_LISTED.md': '16:1',
};

/** Courses, with the file the problem is in. */
export const courseFixtures: {readonly [folder: string]: string} = {
  'course-COURSE_MISSING': 'course.yaml:1:1',
  'course-UNSUPPORTED_FORMAT': 'course.yaml:1:9',
  'course-MISSING_KEY': 'course.yaml:1:1',
  'course-INVALID_VALUE': 'course.yaml:4:12',
  'course-UNKNOWN_KEY': 'course.yaml:5:1',
  'course-DUPLICATE_LESSON_ID': '02-more/lesson.md:1:1',
  'course-DUPLICATE_LESSON_NUMBER': '01-more/lesson.md:1:1',
  'course-LESSON_FOLDER': 'base:1:1',
  'course-LESSON_MISSING': '01-base/lesson.md:1:1',
  'course-UNKNOWN_LANGUAGE': '01-base/lesson.fr.md:1:1',
  'course-TRANSLATION_MISSING': '01-base/lesson.zh.md:1:1',
  'course-NOT_UTF8': '01-base/lesson.md:9:17',
};

const folder = new URL('../fixtures/lessons/', import.meta.url);

/** Absolute path of a fixture. */
export function fixturePath(name: string): string {
  return fileURLToPath(new URL(name, folder));
}

export function fixture(name: string): string {
  return readFileSync(fixturePath(name), 'utf8');
}

/** `invalid-UNKNOWN_KEY-run.zh.md` -> `UNKNOWN_KEY`. */
export function codeOf(name: string): string {
  return /^(?:invalid|course)-([A-Z0-9_]+)/.exec(name)?.[1] ?? '';
}

/** Codes and places, as the tables have them. */
export function found(problems: readonly LessonProblem[]): readonly string[] {
  return problems.map(({code, place}) => `${code} ${place.line}:${place.column}`);
}
