import type {Dirent} from 'node:fs';
import {lstat, readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {systemCode} from '../errors.ts';
import {replaceControl} from './control.ts';
import {type LessonProblem, problem, quoted} from './problem.ts';

export const largestFileBytes = 1024 * 1024;
export const mostLessons = 200;
const mostFiles = 500;

/** `NN-name`. */
const folderName = /^(\d{2,3})-[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** A lesson's folder as it was found. */
export interface LessonFolder {
  readonly name: string;
  readonly number: number;
  readonly path: string;
}

const top = (file: string) => ({file, line: 1, column: 1});

/** A text file, or the reason why it cannot be read; undefined without a problem when it does not exist. */
export async function readText(file: string): Promise<{text: string | undefined; problems: LessonProblem[]}> {
  try {
    const about = await lstat(file);
    if (about.isSymbolicLink())
      return refuse('FILES_OUTSIDE', file, 'a symbolic link; a course holds its own files only');
    if (!about.isFile()) return refuse('UNREADABLE', file, 'not a file');
    if (about.size > largestFileBytes) {
      return refuse('FILE_TOO_LARGE', file, `${about.size} bytes; a file of a course has at most ${largestFileBytes}`);
    }
    return decode(file, await readFile(file));
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return {text: undefined, problems: []};
    return refuse('UNREADABLE', file, `cannot be read: ${code || String(error)}`);
  }
}

function refuse(code: 'FILES_OUTSIDE' | 'UNREADABLE' | 'FILE_TOO_LARGE', file: string, message: string) {
  return {text: undefined, problems: [problem(code, top(file), message)]};
}

function decode(file: string, bytes: Uint8Array): {text: string; problems: LessonProblem[]} {
  try {
    return {text: new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes), problems: []};
  } catch {
    const text = new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes);
    const before = text.slice(0, text.indexOf('\ufffd')).split('\n');
    const place = {file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1};
    return {text, problems: [problem('NOT_UTF8', place, 'not UTF-8 from here on; save the file as UTF-8')]};
  }
}

/** The lesson folders of a course by number. Folders without a `lesson.md` and without a number are not lessons. */
export async function findLessons(course: string): Promise<{folders: LessonFolder[]; problems: LessonProblem[]}> {
  const problems: LessonProblem[] = [];
  const folders: LessonFolder[] = [];
  for (const entry of await list(course, problems)) {
    const path = join(course, entry.name);
    const number = folderName.exec(entry.name)?.[1];
    if (entry.isSymbolicLink() && number !== undefined) {
      problems.push(problem('FILES_OUTSIDE', top(path), 'a symbolic link; a course holds its own lessons only'));
    } else if (entry.isDirectory() && number !== undefined) {
      folders.push({name: entry.name, number: Number(number), path});
    } else if (entry.isDirectory() && !entry.name.startsWith('.') && (await holdsLesson(path))) {
      const message = `folder ${quoted(entry.name)} holds a lesson but is not named like "03-containers"`;
      problems.push(problem('LESSON_FOLDER', top(path), message));
    }
  }
  folders.sort((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1));
  if (folders.length > mostLessons) {
    const message = `${folders.length} lessons; a course has at most ${mostLessons}, the others are not read`;
    problems.push(problem('TOO_MANY_LESSONS', top(course), message));
  }
  return {folders: folders.slice(0, mostLessons), problems};
}

async function holdsLesson(folder: string): Promise<boolean> {
  return await lstat(join(folder, 'lesson.md')).then(
    () => true,
    () => false,
  );
}

async function list(folder: string, problems: LessonProblem[]): Promise<Dirent[]> {
  try {
    return await readdir(folder, {withFileTypes: true});
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOENT')
      problems.push(problem('UNREADABLE', top(folder), `cannot be listed: ${code || String(error)}`));
    return [];
  }
}

/** Names of languages other than English that have a `lesson.LANGUAGE.md` in a lesson's folder. */
export async function findTranslations(folder: string): Promise<string[]> {
  const entries = await list(folder, []);
  return entries.flatMap(({name}) => /^lesson\.([^.]+)\.md$/.exec(name)?.[1] ?? []).sort();
}

/** Paths of everything in a lesson's `files/`, relative to it. Links and special files are refused. */
export async function walkFiles(folder: string): Promise<{paths: string[]; problems: LessonProblem[]}> {
  const problems: LessonProblem[] = [];
  const paths: string[] = [];
  const about = await lstat(folder).catch(() => undefined);
  if (about?.isSymbolicLink() === true) {
    return {
      paths,
      problems: [problem('FILES_OUTSIDE', top(folder), 'a symbolic link; a course holds its own files only')],
    };
  }
  const open = about?.isDirectory() === true ? [''] : [];
  for (let inner = open.pop(); inner !== undefined && paths.length <= mostFiles; inner = open.pop()) {
    for (const entry of await list(join(folder, inner), problems)) {
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) open.push(path);
      else paths.push(path);
      problems.push(...(await fileProblems(join(folder, path), entry)));
    }
  }
  if (paths.length > mostFiles) {
    problems.push(
      problem('TOO_MANY_FILES', top(folder), `more than ${mostFiles} files; a learner gets at most that many`),
    );
  }
  return {paths: paths.sort(), problems};
}

async function fileProblems(path: string, entry: Dirent): Promise<LessonProblem[]> {
  const shown = replaceControl(path, () => {}).replaceAll(/[\n\t]/g, '\ufffd');
  if (shown !== path)
    return [problem('CONTROL_CHARACTER', top(shown), 'a control character in the name of a file; rename it')];
  if (entry.isDirectory()) return [];
  if (!entry.isFile())
    return [problem('FILES_OUTSIDE', top(path), 'neither a file nor a folder; links lead outside the course')];
  const about = await lstat(path).catch(() => undefined);
  if (about === undefined || about.size <= largestFileBytes) return [];
  const message = `${about.size} bytes; a file of a course has at most ${largestFileBytes}`;
  return [problem('FILE_TOO_LARGE', top(path), message)];
}
