import {compareText} from '../template/print.ts';
import type {Operator, Part, Step} from './node.ts';
import {parseTemplate} from './parse.ts';

/** A JSONPath template that was read. */
export interface JsonPath {
  /** What each part of it leads to in a value: the results of one `{…}` are one list. Throws in kubectl's words. */
  find(value: unknown): readonly (readonly unknown[])[];
}

export interface JsonPathOptions {
  /** A key that is not there leads to nothing, instead of being an error. */
  readonly allowMissingKeys: boolean;
}

/** Reads a template; throws in kubectl's words, without its prefix. */
export function compileJsonPath(template: string, options: JsonPathOptions): JsonPath {
  const parts = parseTemplate(template);
  const run = new Run(options);
  return {find: (value) => run.parts(parts, value)};
}

class Run {
  private readonly allowMissing: boolean;

  constructor({allowMissingKeys}: JsonPathOptions) {
    this.allowMissing = allowMissingKeys;
  }

  parts(parts: readonly Part[], value: unknown): readonly (readonly unknown[])[] {
    return parts.flatMap((part) => this.part(part, value));
  }

  private part(part: Part, value: unknown): readonly (readonly unknown[])[] {
    switch (part.kind) {
      case 'text':
        return [[part.text]];
      case 'path':
        return [this.walk(part.steps, [value])];
      case 'range':
        return this.walk(part.steps, [value]).flatMap((item) => this.parts(part.body, item));
    }
  }

  private walk(steps: readonly Step[], values: readonly unknown[]): readonly unknown[] {
    return steps.reduce((seen: readonly unknown[], step) => this.step(step, seen), values);
  }

  private step(step: Step, values: readonly unknown[]): readonly unknown[] {
    switch (step.kind) {
      case 'field':
        return this.field(step.name, values);
      case 'array':
        return values.flatMap((value) => (value === null || value === undefined ? [] : sliced(step.bounds, value)));
      case 'filter':
        return values.flatMap((value) => (value === null || value === undefined ? [] : this.filtered(step, value)));
      case 'literal':
        return [step.value];
      case 'wildcard':
        return values.flatMap(childrenOf);
      case 'recursive':
        return descendants(values);
      case 'union':
        return step.paths.flatMap((path) => this.walk(path, values));
    }
  }

  private field(name: string, values: readonly unknown[]): readonly unknown[] {
    if (name === '' || values.length === 0) return values;
    const found = values.flatMap((value) => (isMap(value) && Object.hasOwn(value, name) ? [value[name]] : []));
    if (found.length === 0 && !this.allowMissing) throw new Error(`${name} is not found`);
    return found;
  }

  private filtered({left, right, operator}: Extract<Step, {kind: 'filter'}>, value: unknown): readonly unknown[] {
    if (!Array.isArray(value)) throw new Error(`${shown(value)} is not array or slice and cannot be filtered`);
    const lenient = new Run({allowMissingKeys: true});
    return value.filter((item: unknown) => {
      const lefts = lenient.walk(left, [item]);
      if (operator === 'exists') return lefts.length > 0;
      if (lefts.length === 0) return false;
      const rights = lenient.walk(right, [item]);
      if (rights.length === 0) return false;
      if (lefts.length > 1 || rights.length > 1) throw new Error('can only compare one element at a time');
      return holds(operator, lefts[0], rights[0]);
    });
  }
}

function isMap(value: unknown): value is {readonly [key: string]: unknown} {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isMap(value)) return [];
  return Object.keys(value)
    .sort(compareText)
    .map((key) => value[key]);
}

function descendants(values: readonly unknown[]): readonly unknown[] {
  return values.flatMap((value) => {
    const children = childrenOf(value);
    return children.length === 0 ? [] : [value, ...descendants(children)];
  });
}

function sliced([first, second, third]: Extract<Step, {kind: 'array'}>['bounds'], value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${shown(value)} is not array or slice`);
  const {length} = value;
  const from = first.known && first.value < 0 ? first.value + length : first.value;
  let to = second.known ? second.value : length;
  if (to < 0 || (to === 0 && second.derived)) to += length;
  if (from === to) return [];
  if (from >= length || from < 0) throw new Error(`array index out of bounds: index ${from}, length ${length}`);
  if (to > length || to < 0) throw new Error(`array index out of bounds: index ${to - 1}, length ${length}`);
  if (from > to) throw new Error(`starting index ${from} is greater than ending index ${to}`);
  if (third.known && third.value <= 0) throw new Error('step must be > 0');
  const step = third.known ? third.value : 1;
  return value.slice(from, to).filter((_, index) => index % step === 0);
}

function holds(operator: Exclude<Operator, 'exists'>, left: unknown, right: unknown): boolean {
  if (typeof left !== typeof right) throw new Error('incompatible types for comparison');
  const order =
    typeof left === 'string' && typeof right === 'string' ? compareText(left, right) : Number(left) - Number(right);
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function shown(value: unknown): string {
  return isMap(value) ? `map[${Object.keys(value).sort(compareText).join(' ')}]` : String(value);
}
