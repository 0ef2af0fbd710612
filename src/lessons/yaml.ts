import {isAlias, isMap, isScalar, isSeq, parseDocument, Schema} from 'yaml';
import type {Json} from '../observation.ts';
import {controlMessage, replaceControl} from './control.ts';
import {type LessonProblem, problem, quoted} from './problem.ts';
import type {Source} from './source.ts';

/** Keys and indexes from the root, as in a zod issue. */
export type Path = readonly PropertyKey[];

/** A YAML text as plain JSON that knows where each value and key stands in the file. */
export interface YamlTree {
  /** undefined when the text is empty or not YAML. */
  readonly value: Json | undefined;
  /** Offset of a value; of the nearest one around it when the path leads nowhere. */
  offsetOf(path: Path): number;
  /** Offset of a key rather than of its value. */
  keyOffsetOf(path: Path): number;
}

// Frozen in effect: the parser only reads it. A schema of our own spares making one for each of 200 blocks.
const schema = new Schema({schema: 'core'});

interface Reading {
  readonly source: Source;
  readonly start: number;
  /** Only an escape in quotes can bring back what the source has been cleaned of. */
  readonly escapes: boolean;
  readonly problems: LessonProblem[];
}

/** Reads `source.text` from `start` to `end`. Aliases, tags, tabs and doubled keys are refused. */
export function parseYaml(source: Source, start: number, end: number): {tree: YamlTree; problems: LessonProblem[]} {
  const text = source.text.slice(start, end);
  const reading: Reading = {source, start, escapes: text.includes('\\'), problems: []};
  const {root, value} = read(reading, text);
  return {
    tree: {
      value,
      offsetOf: (path) => offsetOfNode(reading, follow(root, path).node),
      keyOffsetOf(path) {
        const {node, key} = follow(root, path);
        return offsetOfNode(reading, key ?? node);
      },
    },
    problems: reading.problems,
  };
}

function read(reading: Reading, text: string): {root: unknown; value: Json | undefined} {
  const {source, start, problems} = reading;
  const nothing = {root: undefined, value: undefined};
  const tab = text.indexOf('\t');
  if (tab >= 0) {
    const message = 'a tab in YAML; indent with spaces, or write "\\t" in quotes';
    problems.push(problem('YAML_TAB', source.at(start + tab), message));
    return nothing;
  }
  try {
    const options = {prettyErrors: false, uniqueKeys: false, logLevel: 'error', schema} as const;
    const document = parseDocument(text, options);
    for (const {message, pos} of document.errors) {
      problems.push(problem('YAML_SYNTAX', source.at(start + pos[0]), `not YAML: ${message.split('\n')[0] ?? ''}`));
    }
    if (document.errors.length > 0 || document.contents === null) return nothing;
    return {root: document.contents, value: toJson(reading, document.contents)};
  } catch (error) {
    // A million brackets overflow the parser's stack; that is the author's text, not our bug.
    const why = error instanceof Error ? error.message : String(error);
    problems.push(problem('YAML_SYNTAX', source.at(start), `not YAML: ${why}`));
    return nothing;
  }
}

/** The node at a path and its key in the mapping around it; the nearest node when there is none. */
function follow(root: unknown, path: Path): {node: unknown; key: unknown} {
  let node: unknown = root;
  let key: unknown;
  for (const step of path) {
    if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
      node = node.items[step];
      key = undefined;
    } else if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) break;
      key = pair.key;
      // `name:` without a value has no node of its own.
      node = pair.value ?? pair.key;
    } else break;
  }
  return {node, key};
}

function toJson(reading: Reading, node: unknown): Json {
  if (isScalar(node) && node.tag === undefined) return scalar(reading, node, node.value);
  if (isAlias(node)) {
    report(reading, 'YAML_ALIAS', node, `alias *${node.source}; write the value out`);
    return null;
  }
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return null;
  if (node.tag !== undefined) {
    report(reading, 'YAML_TAG', node, `tag ${quoted(node.tag)}; lessons use plain YAML without tags`);
    return null;
  }
  if (isSeq(node)) return node.items.map((item) => toJson(reading, item));
  return isMap(node) ? mapping(reading, node.items) : null;
}

function mapping(reading: Reading, items: readonly {readonly key: unknown; readonly value: unknown}[]): Json {
  const entries = new Map<string, Json>();
  for (const {key, value} of items) {
    const word = isScalar(key) ? scalar(reading, key, key.value) : null;
    if (word === null || word === '') {
      report(reading, 'YAML_SYNTAX', key, 'a key must be a word or a number');
      continue;
    }
    // To the parser 80 and "80" are different keys; in a lesson both are the port.
    const name = String(word);
    if (entries.has(name))
      report(reading, 'YAML_DUPLICATE_KEY', key, `key ${quoted(name)} stands here twice; keep one`);
    entries.set(name, value === null ? null : toJson(reading, value));
  }
  // fromEntries defines own properties, so a key "__proto__" stays a key.
  return Object.fromEntries(entries);
}

function scalar(reading: Reading, node: unknown, value: unknown): Json {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string') {
    if (!reading.escapes) return value;
    let first: number | undefined;
    // "\e" in double quotes is plain text in the file and a control character here.
    const clean = replaceControl(value, (_, code) => {
      first ??= code;
    });
    if (first !== undefined) report(reading, 'CONTROL_CHARACTER', node, controlMessage(first));
    return clean;
  }
  report(reading, 'YAML_SYNTAX', node, `${String(value)} is not a plain value`);
  return null;
}

function report(reading: Reading, code: LessonProblem['code'], node: unknown, message: string): void {
  reading.problems.push(problem(code, reading.source.at(offsetOfNode(reading, node)), message));
}

function offsetOfNode({start}: Reading, node: unknown): number {
  if (isMap(node) || isSeq(node) || isScalar(node) || isAlias(node)) return start + (node.range?.[0] ?? 0);
  return start;
}
