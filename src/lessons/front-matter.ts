import {z} from 'zod';
import {type LessonProblem, problem} from './problem.ts';
import {keys, validate} from './schema.ts';
import type {Source} from './source.ts';
import {parseYaml, type YamlTree} from './yaml.ts';

const kebab = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case, like "why-containers"');
const line = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\n]*$/, 'one line');

/** An id of a course, a lesson or a step. */
export const Id = kebab;
export const Line = line;

export const LessonFront = z.strictObject({
  id: kebab,
  title: line,
  summary: line,
  minutes: z.int().min(1).max(60),
  needs: z.array(z.enum(['docker', 'kind', 'kubernetes', 'nodes'])),
});

export const TranslationFront = z.strictObject({title: line, summary: line});

/** Where the YAML between two lines `---` is; `end` is where the Markdown begins. */
export interface FrontMatter {
  readonly tree: YamlTree | undefined;
  readonly end: number;
  readonly problems: readonly LessonProblem[];
}

/** Finds and reads the front matter without judging its keys. */
export function readFrontMatter(source: Source): FrontMatter {
  const {text} = source;
  // A byte order mark has been reported and replaced by now.
  const opening = /^\ufffd?---[ \t]*(?:\n|$)/.exec(text);
  if (opening === null) {
    const message = 'no front matter; a lesson begins with a line "---", its keys, and another line "---"';
    return {tree: undefined, end: 0, problems: [problem('FRONT_MATTER_MISSING', source.at(0), message)]};
  }
  const start = opening[0].length;
  const closing = /^---[ \t]*$/gm;
  closing.lastIndex = start;
  const close = closing.exec(text);
  if (close === null) {
    const message = 'the front matter is never closed; end it with a line "---"';
    return {
      tree: undefined,
      end: endOfKeys(text, start),
      problems: [problem('FRONT_MATTER_OPEN', source.at(0), message)],
    };
  }
  const {tree, problems} = parseYaml(source, start, close.index);
  return {tree, end: Math.min(text.length, close.index + close[0].length + 1), problems};
}

// Where the Markdown seems to begin, so that a forgotten line does not hide what is wrong further down.
function endOfKeys(text: string, start: number): number {
  const line = /^(?!\s|[\w-]+:|- |[\]}])/gm;
  line.lastIndex = start;
  return line.exec(text)?.index ?? text.length;
}

/** The front matter by a schema, or undefined with every reason. */
export function parseFrontMatter<T>(
  source: Source,
  schema: z.ZodType<T>,
): {value: T | undefined; end: number; problems: LessonProblem[]} {
  const {tree, end, problems} = readFrontMatter(source);
  if (tree === undefined || problems.length > 0) return {value: undefined, end, problems: [...problems]};
  const found = validate(tree.value ?? {}, {schema, source, tree, at: [], shape: keys('front matter')});
  return {value: found.value, end, problems: found.problems};
}
