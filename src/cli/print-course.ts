import {join, relative} from 'node:path';
import {loadValidCourse} from './create-context.ts';

/** The hidden `__course` command: the package's course as JSON, for the build. Paths are relative to the package. */
export async function printCourse(packageFolder: string): Promise<void> {
  const course = await loadValidCourse(join(packageFolder, 'lessons'));
  const text = JSON.stringify(course, (key, value: unknown) =>
    (key === 'file' || key === 'files') && typeof value === 'string' && value !== ''
      ? relative(packageFolder, value)
      : value,
  );
  process.stdout.write(`${text}\n`);
}
