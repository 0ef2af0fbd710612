import type {z} from 'zod';
import type {Json} from '../observation.ts';
import {didYouMean, type LessonProblem, nearest, type ProblemCode, problem, quoted} from './problem.ts';
import type {Source} from './source.ts';
import type {Path, YamlTree} from './yaml.ts';

/** What a mapping's words are called when something is wrong with them. */
export interface Shape {
  /** `front matter`, `check container`. */
  readonly of: string;
  /** `key` or `parameter`. */
  readonly word: string;
  readonly unknown: ProblemCode;
  readonly missing: ProblemCode;
  readonly invalid: ProblemCode;
}

export const keys = (of: string): Shape => ({
  of,
  word: 'key',
  unknown: 'UNKNOWN_KEY',
  missing: 'MISSING_KEY',
  invalid: 'INVALID_VALUE',
});

export const parameters = (of: string): Shape => ({
  of,
  word: 'parameter',
  unknown: 'UNKNOWN_PARAMETER',
  missing: 'MISSING_PARAMETER',
  invalid: 'INVALID_PARAMETER',
});

interface Validation<T> {
  readonly schema: z.ZodType<T>;
  readonly source: Source;
  readonly tree: YamlTree;
  /** Where in the tree the value to validate is. */
  readonly at: Path;
  readonly shape: Shape;
}

type Issue = z.core.$ZodIssue;

/** The parsed value, or the reasons why there is none, each at the YAML node it is about. */
export function validate<T>(
  value: Json,
  {schema, source, tree, at, shape}: Validation<T>,
): {value?: T; problems: LessonProblem[]} {
  const parsed = schema.safeParse(value);
  if (parsed.success) return {value: parsed.data, problems: []};
  const issues = withoutEchoes(parsed.error.issues.flatMap(deepest));
  const problems = issues.flatMap((issue): LessonProblem[] => {
    const path = [...at, ...issue.path];
    const where = issue.path.length === 0 ? shape.of : `${shape.of}, ${issue.path.map(String).join('.')}`;
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, issue.path);
      return issue.keys.map((key) => {
        const message = `unknown ${shape.word} ${quoted(key)} of ${where}${didYouMean(key, known)}`;
        return problem(shape.unknown, source.at(tree.keyOffsetOf([...path, key])), message);
      });
    }
    const found = lookUp(value, issue.path);
    if (issue.path.length > 0 && found === undefined && issue.code === 'invalid_type') {
      const last = String(issue.path.at(-1));
      return [
        problem(
          shape.missing,
          source.at(tree.offsetOf(path)),
          `${shape.of} needs ${shape.word} ${quoted(last)}: ${expected(issue)}`,
        ),
      ];
    }
    const place = source.at(issue.code === 'invalid_key' ? tree.keyOffsetOf(path) : tree.offsetOf(path));
    return [problem(shape.invalid, place, `${where}: ${sentence(issue, found)}`)];
  });
  return {problems};
}

// "one of name and of is needed" only repeats that a key was misspelt.
function withoutEchoes(issues: readonly Issue[]): readonly Issue[] {
  const misspelt = new Set(issues.filter(({code}) => code === 'unrecognized_keys').map(({path}) => path.join('\0')));
  return issues.filter(({code, path}) => code !== 'custom' || !misspelt.has(path.join('\0')));
}

// Of a union's branches the one that understood most is the one the author meant.
function deepest(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const best = issue.errors.toSorted((a, b) => understood(b) - understood(a))[0];
  if (best === undefined || understood(best) === 0) return [issue];
  return best.map((inner) => ({...inner, path: [...issue.path, ...inner.path]})).flatMap(deepest);
}

/** 0 when not even the kind of value fits. */
function understood(branch: readonly Issue[]): number {
  const depths = branch.map(({code, path}) => path.length + (code === 'unrecognized_keys' ? 1 : 0));
  return branch.length === 0 ? 0 : Math.min(...depths);
}

function sentence(issue: Issue, found: Json | undefined): string {
  if (issue.code === 'custom') {
    const scalar = typeof found === 'string' || typeof found === 'number';
    return issue.message.startsWith('expected ') && scalar
      ? `${issue.message}, found ${describe(found)}`
      : issue.message;
  }
  if (issue.code === 'invalid_key') {
    const inner = issue.issues[0];
    const wanted = inner === undefined ? 'another key' : expected(inner);
    return `expected ${wanted} as a key, found ${quoted(String(issue.path.at(-1)))}`;
  }
  if (issue.code === 'invalid_value' && typeof found === 'string') {
    const near = nearest(found, issue.values.map(String));
    const hint = near === undefined ? '' : `; did you mean ${quoted(near)}?`;
    return `expected ${expected(issue)}, found ${describe(found)}${hint}`;
  }
  return `expected ${expected(issue)}, found ${describe(found)}`;
}

/** What zod wanted, in the author's words. */
function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return amount(issue.origin, 'at least', issue.minimum);
    case 'too_big':
      return amount(issue.origin, 'at most', issue.maximum);
    case 'invalid_union': {
      const wanted = new Set(issue.errors.flatMap((branch) => branch.slice(0, 1).map(expected)));
      return wanted.size > 0 ? [...wanted].join(' or ') : 'something else';
    }
    case 'invalid_format':
      return issue.format === 'url' ? 'a URL, like "http://localhost:8080"' : withoutVerb(issue.message);
    default:
      return withoutVerb(issue.message);
  }
}

/** Messages of our own schemas may be whole sentences. */
function withoutVerb(message: string): string {
  return message.replace(/^expected /, '');
}

const kinds: {readonly [type: string]: string} = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping (key: value)',
  record: 'a mapping (key: value)',
  null: 'nothing',
};

function amount(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'string')
    return limit === 1n || limit === 1 ? 'text that is not empty' : `${bound} ${limit} characters`;
  if (origin === 'array') return `a list of ${bound} ${limit}`;
  return `${bound} ${limit}`;
}

/** A value in words, one line. */
export function describe(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object')
    return `a mapping with ${Object.keys(value).slice(0, 4).join(', ') || 'nothing in it'}`;
  return String(value);
}

function lookUp(value: Json, path: Path): Json | undefined {
  let here: Json | undefined = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    const inner: [string, Json] | undefined = Object.entries(here).find(([name]) => name === String(key));
    here = inner?.[1];
  }
  return here;
}

/** The keys a schema knows at a path, so that the nearest can be named. */
function keysAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  const {def} = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object': {
      const [first, ...rest] = path;
      if (first === undefined) return Object.keys(def.shape);
      const inner = def.shape[String(first)];
      return inner === undefined ? [] : keysAt(inner, rest);
    }
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'nonoptional':
    case 'catch':
      return keysAt(def.innerType, path);
    case 'pipe':
      return keysAt(def.in, path);
    case 'lazy':
      return keysAt(def.getter(), path);
    case 'array':
      return path.length === 0 ? [] : keysAt(def.element, path.slice(1));
    case 'record':
      return path.length === 0 ? [] : keysAt(def.valueType, path.slice(1));
    case 'union':
      return [...new Set(def.options.flatMap((option) => keysAt(option, path)))];
    default:
      return [];
  }
}
