import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import type {Course} from '../lessons/lesson.ts';

/** The package's course as the build parsed it; undefined for another folder, or when a file was edited since. */
export function parsedCourse(folder: string, packageFolder: string): Course | undefined {
  if (folder !== join(packageFolder, 'lessons')) return undefined;
  try {
    const file = join(packageFolder, 'dist', 'course.json');
    const builtAt = statSync(file).mtimeMs;
    if (lessonFiles(folder).some((path) => statSync(path).mtimeMs > builtAt)) return undefined;
    // Our own build wrote it, from lessons that were valid: it is not parsed by a schema a second time.
    const course = JSON.parse(readFileSync(file, 'utf8')) as Course;
    if (!Array.isArray(course.lessons)) return undefined;
    const lessons = course.lessons.map((lesson) =>
      lesson.files === '' ? lesson : {...lesson, files: join(packageFolder, lesson.files)},
    );
    return {...course, lessons};
  } catch {
    // Not built, or not whole: the files themselves are read.
    return undefined;
  }
}

function lessonFiles(folder: string): readonly string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(join(folder, entry.name))
          .filter((name) => name.endsWith('.md'))
          .map((name) => join(folder, entry.name, name))
      : [join(folder, entry.name)],
  );
}
