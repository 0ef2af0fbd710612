import {isEmpty} from './json-value.ts';

/**
 * A set of fields of an object, in the form `managedFields` has it: `{"f:spec": {"f:replicas": {}}}`. An element that has
 * nothing in it is in the set; one with others in it is in the set when `.` is among them.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#FieldsV1
 */
export type FieldSet = {readonly [element: string]: FieldSet};

/** `f:replicas`, `k:{"name":"web"}` of a list's item, `v:"a"` of a plain value in a list. */
export type Element = string;

export const noFields: FieldSet = {};

/** Whether an element itself is in the set, rather than only fields below it. */
function isIn(node: FieldSet | undefined): boolean {
  return node !== undefined && ('.' in node || isEmpty(node));
}

/** An element with the fields below it; undefined when neither it nor any of them is in the set. */
function element(isMember: boolean, below: FieldSet): FieldSet | undefined {
  if (isEmpty(below)) return isMember ? noFields : undefined;
  return isMember ? {'.': noFields, ...below} : below;
}

function below(node: FieldSet | undefined): FieldSet {
  if (node === undefined || !('.' in node)) return node ?? noFields;
  const {'.': _, ...rest} = node;
  return rest;
}

export function union(one: FieldSet, other: FieldSet): FieldSet {
  if (isEmpty(other) || one === other) return one;
  if (isEmpty(one)) return other;
  const all: Record<Element, FieldSet> = {...one};
  for (const [key, node] of Object.entries(other)) {
    const there = one[key];
    all[key] =
      there === undefined ? node : (element(isIn(there) || isIn(node), union(below(there), below(node))) ?? node);
  }
  return all;
}

export function intersection(one: FieldSet, other: FieldSet): FieldSet {
  return combined(other, (key, node) => {
    const there = one[key];
    if (there === undefined) return undefined;
    return element(isIn(node) && isIn(there), intersection(below(there), below(node)));
  });
}

/** What is in one set and not in the other. An element that goes leaves those below it. */
export function difference(one: FieldSet, other: FieldSet): FieldSet {
  if (isEmpty(other)) return one;
  const all: Record<Element, FieldSet> = {...one};
  for (const [key, node] of Object.entries(other)) {
    const there = one[key];
    if (there === undefined || key === '.') continue;
    const left = element(isIn(there) && !isIn(node), difference(below(there), below(node)));
    if (left === undefined) delete all[key];
    else all[key] = left;
  }
  return all;
}

function combined(set: FieldSet, change: (key: Element, node: FieldSet) => FieldSet | undefined): FieldSet {
  const all: Record<Element, FieldSet> = {};
  for (const [key, node] of Object.entries(set)) {
    if (key === '.') continue;
    const changed = change(key, node);
    if (changed !== undefined) all[key] = changed;
  }
  return all;
}

export function isMember(set: FieldSet, key: Element): boolean {
  return isIn(set[key]);
}

/** The fields below an element. */
export function within(set: FieldSet, key: Element): FieldSet {
  return below(set[key]);
}

/** A set with every element changed: in it or not, and with other fields below it. */
export function mapElements(
  set: FieldSet,
  change: (key: Element, isMember: boolean, below: FieldSet) => {readonly isMember: boolean; readonly below: FieldSet},
): FieldSet {
  return combined(set, (key, node) => {
    const changed = change(key, isIn(node), below(node));
    return element(changed.isMember, changed.below);
  });
}

/** Every path in a set: at each place first what is in it there, then what is below. */
export function* pathsOf(set: FieldSet, from: readonly Element[] = []): Generator<readonly Element[]> {
  const keys = Object.keys(below(set)).sort(compareElements);
  for (const key of keys) if (isMember(set, key)) yield [...from, key];
  for (const key of keys) yield* pathsOf(within(set, key), [...from, key]);
}

const kinds = 'fkvi';

function compareElements(one: Element, other: Element): number {
  const kind = kinds.indexOf(one.charAt(0)) - kinds.indexOf(other.charAt(0));
  if (kind !== 0) return kind;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A set with its elements in the order upstream writes them. */
export function sorted(set: FieldSet): FieldSet {
  const all: Record<Element, FieldSet> = {};
  if ('.' in set) all['.'] = noFields;
  for (const key of Object.keys(set).sort(compareElements)) if (key !== '.') all[key] = sorted(set[key] ?? noFields);
  return all;
}

/** A path as conflicts name it: `.spec.containers[name="web"].image`. */
export function pathText(path: readonly Element[]): string {
  return path.map(elementText).join('');
}

function elementText(key: Element): string {
  const rest = key.slice(2);
  if (key.startsWith('f:')) return `.${rest}`;
  if (key.startsWith('v:')) return `[=${rest}]`;
  if (!key.startsWith('k:')) return `[${rest}]`;
  const keys: unknown = JSON.parse(rest);
  const pairs = typeof keys === 'object' && keys !== null ? Object.entries(keys) : [];
  return `[${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
}

/** A set that is being made, path by path. */
export class FieldSetBuilder {
  #below: Map<Element, FieldSetBuilder> | undefined;
  #isIn = false;

  /** Puts a path into the set. The whole object has an empty path, and is never in a set. */
  add(path: readonly Element[]): void {
    let node: FieldSetBuilder = this;
    for (const key of path) {
      node.#below ??= new Map();
      let next = node.#below.get(key);
      if (!next) {
        next = new FieldSetBuilder();
        node.#below.set(key, next);
      }
      node = next;
    }
    if (node !== this) node.#isIn = true;
  }

  build(): FieldSet {
    if (!this.#below) return noFields;
    const set: Record<Element, FieldSet> = this.#isIn ? {'.': noFields} : {};
    for (const [key, node] of this.#below) set[key] = node.build();
    return set;
  }
}
