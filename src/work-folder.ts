import {cpSync, existsSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import {basename, join} from 'node:path';
import type {Lesson} from './lessons/lesson.ts';

/**
 * The folder a lesson's commands run in. Its content is replaced in place, never the folder itself: the
 * learner's shell may stand in it.
 */
export interface WorkFolder {
  readonly path: string;
  /** Lays the lesson's files out anew; what was there is kept once, beside, in `set-aside/`. */
  lay(): void;
  /** Remembers the content as a step's start; `at` (kebab case) names a further mark beside that one. */
  mark(at?: string): void;
  /** Brings the content back to the mark; false when there is none. */
  restore(at?: string): boolean;
}

export function workFolder(work: string, lesson: Pick<Lesson, 'id' | 'files'>): WorkFolder {
  const path = join(work, lesson.id);
  const marked = (at = '') => join(work, '.marks', at === '' ? lesson.id : `${lesson.id}.${at}`);
  const setAside = join(work, '.set-aside', lesson.id);
  mkdirSync(path, {recursive: true, mode: 0o700});
  return {
    path,
    lay() {
      if (readdirSync(path).length > 0) replaceContent(path, setAside);
      clear(path);
      if (lesson.files !== '') copyContent(lesson.files, path);
    },
    mark: (at) => replaceContent(path, marked(at)),
    restore(at) {
      if (!existsSync(marked(at))) return false;
      replaceContent(marked(at), path);
      return true;
    },
  };
}

function clear(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), {recursive: true, force: true});
}

function copyContent(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    // Sockets and devices a container left behind cannot be copied and are nobody's work.
    cpSync(join(from, name), join(to, basename(name)), {recursive: true, verbatimSymlinks: true});
  }
}

function replaceContent(from: string, to: string): void {
  mkdirSync(to, {recursive: true, mode: 0o700});
  clear(to);
  copyContent(from, to);
}
