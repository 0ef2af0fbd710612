import {lstat} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {checkTypes} from './checks/index.ts';
import {type CourseHead, parseCourse} from './course.ts';
import {findLessons, findTranslations, type LessonFolder, readText, walkFiles} from './disk.ts';
import type {Course, Lesson} from './lesson.ts';
import {parseLesson} from './parse.ts';
import {inOrder, isError, type LessonProblem, problem, quoted} from './problem.ts';
import {applyTranslation, type Translated} from './translate.ts';

export {loadIndex} from './contents.ts';

/** One lesson's folder, read. */
export interface LoadedLesson {
  readonly folder: LessonFolder;
  /** undefined when there is no readable `lesson.md`. */
  readonly lesson: Lesson | undefined;
  /** Texts by file, for rules that look at the source. */
  readonly texts: ReadonlyMap<string, string>;
  /** Paths in `files/`, relative to it. */
  readonly files: readonly string[];
  readonly problems: readonly LessonProblem[];
}

export interface LoadedCourse {
  /** undefined when `course.yaml` cannot be read. */
  readonly head: CourseHead | undefined;
  readonly lessons: readonly LoadedLesson[];
  readonly problems: readonly LessonProblem[];
}

/**
 * Reads a course. A lesson with an error is left out of `course.lessons`, so that what is there can be
 * trusted; `problems` holds everything found in all files, in order. Places name files as `folder` does.
 */
export async function loadCourse(folder: string): Promise<{course: Course; problems: readonly LessonProblem[]}> {
  const {head, lessons, problems} = await loadFolder(folder);
  const sound = lessons.flatMap(({lesson, problems: own}) =>
    lesson === undefined || own.some(isError) ? [] : [lesson],
  );
  const empty: CourseHead = {id: '', title: {}, languages: ['en'], images: [], clusterImages: []};
  return {course: {...(head ?? empty), lessons: head === undefined ? [] : sound}, problems};
}

/** Reads a course with everything `lint` looks at, broken lessons included. */
export async function loadFolder(folder: string): Promise<LoadedCourse> {
  const file = join(folder, 'course.yaml');
  const [courseText, found] = await Promise.all([readText(file), findLessons(folder)]);
  const problems = [...courseText.problems, ...found.problems];
  if (courseText.text === undefined && courseText.problems.length === 0) {
    const message = `no course here; a course is a folder with a course.yaml and lessons like "01-first/lesson.md"`;
    problems.push(problem('COURSE_MISSING', {file, line: 1, column: 1}, message));
  }
  const parsed = courseText.text === undefined ? undefined : parseCourse(courseText.text, file);
  problems.push(...(parsed?.problems ?? []));
  const head = parsed?.head;
  const loaded = await Promise.all(found.folders.map((one) => loadLesson(one, head?.languages ?? ['en'])));
  const lessons = withDuplicates(loaded);
  problems.push(...lessons.flatMap((lesson) => lesson.problems));
  return {head, lessons, problems: inOrder(problems)};
}

async function loadLesson(folder: LessonFolder, languages: CourseHead['languages']): Promise<LoadedLesson> {
  const file = join(folder.path, 'lesson.md');
  const filesFolder = join(folder.path, 'files');
  const translated = languages.filter((language): language is Translated => language !== 'en');
  const [english, translations, files, present] = await Promise.all([
    readText(file),
    Promise.all(translated.map(async (language) => ({language, ...(await readTranslation(folder, language))}))),
    walkFiles(filesFolder),
    findTranslations(folder.path),
  ]);
  const problems = [...english.problems, ...files.problems, ...foreign(folder, present, languages)];
  const texts = new Map<string, string>();
  if (english.text === undefined) {
    if (english.problems.length === 0) {
      problems.push(
        problem('LESSON_MISSING', {file, line: 1, column: 1}, `folder ${quoted(folder.name)} has no lesson.md`),
      );
    }
    return {folder, lesson: undefined, texts, files: files.paths, problems};
  }
  texts.set(file, english.text);
  const parsed = parseLesson(english.text, {file, number: folder.number, checkTypes});
  problems.push(...parsed.problems);
  let {lesson} = parsed;
  for (const {language, file: from, text, problems: own} of translations) {
    problems.push(...own);
    if (text === undefined) continue;
    texts.set(from, text);
    const merged = applyTranslation(lesson, text, {language, file: from});
    problems.push(...merged.problems);
    lesson = merged.lesson;
  }
  const holdsFiles = await lstat(filesFolder).then(
    (about) => about.isDirectory(),
    () => false,
  );
  const complete = {...lesson, files: holdsFiles ? resolve(filesFolder) : ''};
  return {folder, lesson: complete, texts, files: files.paths, problems};
}

async function readTranslation(folder: LessonFolder, language: Translated) {
  const file = join(folder.path, `lesson.${language}.md`);
  const {text, problems} = await readText(file);
  if (text !== undefined || problems.length > 0) return {file, text, problems};
  const message = `course.yaml promises language ${quoted(language)}, but this file does not exist; write it, or remove the language`;
  return {file, text, problems: [problem('TRANSLATION_MISSING', {file, line: 1, column: 1}, message)]};
}

function foreign(folder: LessonFolder, present: readonly string[], languages: readonly string[]): LessonProblem[] {
  return present
    .filter((language) => !languages.includes(language))
    .map((language) => {
      const place = {file: join(folder.path, `lesson.${language}.md`), line: 1, column: 1};
      return problem('UNKNOWN_LANGUAGE', place, `not read: course.yaml lists ${languages.join(', ')} as its languages`);
    });
}

/** Marks the later one of two lessons with the same number or id. */
function withDuplicates(lessons: readonly LoadedLesson[]): LoadedLesson[] {
  const numbers = new Map<number, string>();
  const ids = new Map<string, string>();
  return lessons.map((loaded) => {
    const {folder, lesson} = loaded;
    const place = {file: join(folder.path, 'lesson.md'), line: 1, column: 1};
    const problems = [...loaded.problems];
    const sameNumber = numbers.get(folder.number);
    if (sameNumber !== undefined) {
      const message = `lesson number ${folder.number} is taken by ${quoted(sameNumber)}; the number is the order`;
      problems.push(problem('DUPLICATE_LESSON_NUMBER', place, message));
    }
    const sameId = lesson === undefined || lesson.id === '' ? undefined : ids.get(lesson.id);
    if (sameId !== undefined) {
      const message = `lesson id ${quoted(lesson?.id ?? '')} is taken by ${quoted(sameId)}; progress needs it unique`;
      problems.push(problem('DUPLICATE_LESSON_ID', place, message));
    }
    numbers.set(folder.number, sameNumber ?? folder.name);
    if (lesson !== undefined) ids.set(lesson.id, sameId ?? folder.name);
    return {...loaded, problems};
  });
}
