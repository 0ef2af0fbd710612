import {z} from 'zod';
import type {Json} from '../observation.ts';
import type {CheckType} from './checks/check.ts';
import type {Check, Mistake, Script} from './lesson.ts';
import {didYouMean, type LessonProblem, problem, quoted} from './problem.ts';
import {describe, keys, parameters, validate} from './schema.ts';
import type {Block} from './section.ts';
import type {Source} from './source.ts';
import {type Path, parseYaml, type YamlTree} from './yaml.ts';

export type CheckTypes = {readonly [type: string]: CheckType};

const words = z.string().trim().min(1);
const MistakeEntry = z.strictObject({run: words, says: words});
const SaysEntry = z.strictObject({says: words});

/** The commands of a `sh` block. */
export function scriptOf({text, place}: Block): Script {
  return {text, place};
}

/** Entries of a YAML list, or the reason why it is none. */
function readList(source: Source, block: Block): {tree: YamlTree; entries: readonly Json[]; problems: LessonProblem[]} {
  const {tree, problems} = parseYaml(source, block.start, block.end);
  if (problems.length > 0 || tree.value === undefined) return {tree, entries: [], problems};
  if (Array.isArray(tree.value)) return {tree, entries: tree.value, problems};
  const message = `expected a list ("- ..."), found ${describe(tree.value)}`;
  const code = block.role === 'check' ? 'CHECK_SHAPE' : 'INVALID_VALUE';
  return {tree, entries: [], problems: [problem(code, source.at(tree.offsetOf([])), message)]};
}

/** The checks of a `yaml check` block; those that are valid, beside the problems of the others. */
export function parseChecks(
  source: Source,
  block: Block,
  checkTypes: CheckTypes,
): {checks: Check[]; problems: LessonProblem[]} {
  const {tree, entries, problems} = readList(source, block);
  const checks: Check[] = [];
  entries.forEach((entry, index) => {
    const [type, ...more] =
      typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? Object.keys(entry) : [];
    if (type === undefined || more.length > 0) {
      const seen =
        more.length > 0 ? `; ${quoted(more[0] ?? '')} needs a "- " or braces of its own` : `, found ${describe(entry)}`;
      problems.push(
        problem('CHECK_SHAPE', source.at(tree.offsetOf([index])), `a check is one "type: parameters"${seen}`),
      );
      return;
    }
    const found = parseCheck({source, tree, at: [index, type], type, params: valueAt(entry, type), checkTypes});
    problems.push(...found.problems);
    if (found.check !== undefined) checks.push(found.check);
  });
  return {checks, problems};
}

interface RawCheck {
  readonly source: Source;
  readonly tree: YamlTree;
  readonly at: Path;
  readonly type: string;
  readonly params: Json;
  readonly checkTypes: CheckTypes;
}

function parseCheck({source, tree, at, type, params, checkTypes}: RawCheck): {
  check?: Check;
  problems: LessonProblem[];
} {
  const place = source.at(tree.keyOffsetOf(at));
  // A quiz is made of answers with boxes, never written as a check.
  const known = Object.keys(checkTypes).filter((word) => word !== 'quiz');
  const checkType = known.includes(type) ? checkTypes[type] : undefined;
  if (checkType === undefined) {
    return {
      problems: [problem('UNKNOWN_CHECK', place, `unknown check type ${quoted(type)}${didYouMean(type, known)}`)],
    };
  }
  const shape = parameters(`check ${type}`);
  const {value, problems} = validate(params ?? {}, {schema: checkType.params, source, tree, at, shape});
  return value === undefined ? {problems} : {check: {type, params: value, place}, problems};
}

/** The mistakes of a `yaml mistakes` block, in English. */
export function parseMistakes(source: Source, block: Block): {mistakes: Mistake[]; problems: LessonProblem[]} {
  const {tree, entries, problems} = readList(source, block);
  const mistakes: Mistake[] = [];
  entries.forEach((entry, index) => {
    const found = validate(entry, {schema: MistakeEntry, source, tree, at: [index], shape: keys('mistake')});
    problems.push(...found.problems);
    if (found.value === undefined) return;
    const {run, says} = found.value;
    mistakes.push({run: {text: run, place: source.at(tree.offsetOf([index, 'run']))}, says: {en: says}});
  });
  return {mistakes, problems};
}

/** The `says` of a translation's `yaml mistakes` block. */
export function parseSays(source: Source, block: Block): {says: string[]; problems: LessonProblem[]} {
  const {tree, entries, problems} = readList(source, block);
  const says: string[] = [];
  entries.forEach((entry, index) => {
    const shape = keys("a translation's mistake");
    const found = validate(entry, {schema: SaysEntry, source, tree, at: [index], shape});
    problems.push(...found.problems);
    if (found.value !== undefined) says.push(found.value.says);
  });
  return {says, problems};
}

function valueAt(entry: Json, key: string): Json {
  const found: [string, Json] | undefined = Object.entries(entry ?? {}).find(([name]) => name === key);
  return found?.[1] ?? null;
}
