import {z} from 'zod';
import {Id, Line} from './front-matter.ts';
import type {Course} from './lesson.ts';
import {type LessonProblem, problem} from './problem.ts';
import {describe, keys, validate} from './schema.ts';
import {readSource} from './source.ts';
import {parseYaml} from './yaml.ts';

/** The version of the lesson format this program reads. */
export const courseFormat = 1;

const imageName = z.string().regex(/^\S+$/, 'an image reference, like "nginx:1.27-alpine"');

const Schema = z.strictObject({
  format: z.literal(courseFormat),
  id: Id,
  title: z.strictObject({en: Line, zh: Line.optional()}),
  languages: z
    .array(z.enum(['en', 'zh']))
    .min(1)
    .refine((languages) => languages.includes('en'), 'expected "en" among them: English is the source of every lesson'),
  images: z.array(imageName),
  clusterImages: z.array(imageName).exactOptional(),
});

/** A course without its lessons. */
export type CourseHead = Omit<Course, 'lessons'>;

/** Reads `course.yaml`. */
export function parseCourse(raw: string, file: string): {head: CourseHead | undefined; problems: LessonProblem[]} {
  const {source, problems} = readSource(file, raw);
  const {tree, problems: syntax} = parseYaml(source, 0, source.text.length);
  if (syntax.length > 0) return {head: undefined, problems: [...problems, ...syntax]};
  const value = tree.value ?? {};
  const format = typeof value === 'object' && 'format' in value ? value.format : undefined;
  if (format !== undefined && format !== courseFormat) {
    // The other keys may mean something else in that format, so they are not judged.
    const message = `format ${describe(format)} of this course is not ${courseFormat}, the one this version of k8s-learn reads; update k8s-learn, or write "format: ${courseFormat}"`;
    return {
      head: undefined,
      problems: [...problems, problem('UNSUPPORTED_FORMAT', source.at(tree.offsetOf(['format'])), message)],
    };
  }
  const found = validate(value, {schema: Schema, source, tree, at: [], shape: keys('course.yaml')});
  problems.push(...found.problems);
  if (found.value === undefined) return {head: undefined, problems};
  const {id, title, languages, images, clusterImages = []} = found.value;
  const localisedTitle = title.zh === undefined ? {en: title.en} : {en: title.en, zh: title.zh};
  return {head: {id, title: localisedTitle, languages: [...new Set(languages)], images, clusterImages}, problems};
}
