import {join} from 'node:path';
import type {Json, Language} from '../observation.ts';
import {findLessons, type LessonFolder, readText} from './disk.ts';
import type {Localised} from './lesson.ts';
import {inOrder, type LessonProblem, problem} from './problem.ts';
import {readSource, type Source} from './source.ts';
import {parseYaml} from './yaml.ts';

export interface StepEntry {
  readonly id: string;
  readonly title: Localised;
}

export interface LessonEntry {
  readonly number: number;
  readonly id: string;
  readonly title: Localised;
  readonly summary: Localised;
  readonly minutes: number;
  readonly needs: readonly string[];
  readonly steps: readonly StepEntry[];
}

/** A course's table of contents. */
export interface CourseIndex {
  readonly id: string;
  readonly title: Localised;
  readonly languages: readonly Language[];
  readonly lessons: readonly LessonEntry[];
  /** Files that cannot be read. */
  readonly problems: readonly LessonProblem[];
}

/**
 * Reads only what a list shows: no zod, no Markdown lexer, no check types, so that `list` starts fast. It
 * judges nothing; `loadCourse` does.
 */
export async function loadIndex(folder: string): Promise<CourseIndex> {
  const file = join(folder, 'course.yaml');
  const [course, found] = await Promise.all([readText(file), findLessons(folder)]);
  const problems = [...course.problems, ...found.problems];
  if (course.text === undefined && course.problems.length === 0) {
    const message = 'no course here; a course is a folder with a course.yaml and lessons like "01-first/lesson.md"';
    problems.push(problem('COURSE_MISSING', {file, line: 1, column: 1}, message));
  }
  const {source} = readSource(file, course.text ?? '');
  const head = members(parseYaml(source, 0, source.text.length).tree.value);
  const languages = (['en', 'zh'] as const).filter(
    (language) => language === 'en' || listOf(head.languages).includes(language),
  );
  const lessons = await Promise.all(found.folders.map((one) => readEntry(one, languages, problems)));
  const title = members(head.title);
  return {
    id: text(head.id),
    title: merge(languages.map((language) => [language, text(title[language])])),
    languages,
    lessons: lessons.flatMap((lesson) => lesson ?? []),
    problems: inOrder(problems),
  };
}

interface Page {
  readonly front: {readonly [key: string]: Json};
  readonly steps: readonly {readonly id: string; readonly title: string}[];
}

async function readEntry(
  {number, path}: LessonFolder,
  languages: readonly Language[],
  problems: LessonProblem[],
): Promise<LessonEntry | undefined> {
  const pages = await Promise.all(
    languages.map(async (language): Promise<[Language, Page | undefined]> => {
      const file = join(path, language === 'en' ? 'lesson.md' : `lesson.${language}.md`);
      const read = await readText(file);
      problems.push(...read.problems);
      return [language, read.text === undefined ? undefined : readPage(readSource(file, read.text).source)];
    }),
  );
  const english = pages.find(([language]) => language === 'en')?.[1];
  if (english === undefined) return undefined;
  const all = (of: (page: Page) => string) => merge(pages.map(([language, page]) => [language, page && of(page)]));
  const minutes = english.front.minutes;
  return {
    number,
    id: text(english.front.id),
    title: all(({front}) => text(front.title)),
    summary: all(({front}) => text(front.summary)),
    minutes: typeof minutes === 'number' ? minutes : 0,
    needs: listOf(english.front.needs),
    steps: english.steps.map(({id}) => ({
      id,
      title: all(({steps}) => steps.find((step) => step.id === id)?.title ?? ''),
    })),
  };
}

const attributes = /^## +(.*?)\s*\{#([a-z0-9-]+)([^{}]*)\}\s*$/;

function readPage(source: Source): Page {
  const lines = source.text.split('\n');
  const close = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  const start = (lines[0]?.length ?? 0) + 1;
  const end = lines.slice(0, Math.max(0, close)).reduce((length, line) => length + line.length + 1, 0);
  const steps: {id: string; title: string}[] = [];
  let fence = '';
  for (const line of lines.slice(close + 1)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== '') {
      if (mark?.startsWith(fence) === true && line.trim() === mark) fence = '';
      continue;
    }
    fence = mark ?? '';
    const found = attributes.exec(line);
    if (found !== null && !(found[3] ?? '').includes('.remember'))
      steps.push({id: found[2] ?? '', title: found[1] ?? ''});
  }
  return {front: close < 0 ? {} : members(parseYaml(source, start, end).tree.value), steps};
}

function merge(texts: readonly (readonly [Language, string | undefined])[]): Localised {
  return Object.fromEntries(texts.filter(([, words]) => words !== undefined && words !== ''));
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function members(value: Json | undefined): {readonly [key: string]: Json} {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
