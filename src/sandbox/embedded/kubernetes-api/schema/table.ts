import type {Field, ObjectType, ScalarKind, ValueType} from './field.ts';
import {packages, type TypePackage} from './packages.ts';

/*
 * A line of the table is the name of a type and its fields:
 *
 *   DeploymentSpec replicas:i#1 selector:@meta.v1.LabelSelector#2!^ strategy:@DeploymentStrategy#4+. ...
 *
 * After the name `*` says that it is a kind (apiVersion and kind are left out), `^` that it is atomic. A field is
 *   name : type # number in protobuf (2/29: field 29 of the message in field 2)
 *   <a|b>        all values it may have, spaces written as _; %T what Go calls its type; & whether it is a pointer there
 *   !            required
 *   m(a,b) or S  a list that is a map by those keys, or a set; lists are atomic otherwise
 *   ~key         strategic merge by that key (~ alone: of plain values), + with $retainKeys
 *   ^            atomic
 *   . or =x      its default is its type's zero, or x
 * Types: s text, b boolean, i int32, l int64, d double, y bytes, q quantity, t time, u time
 * with microseconds, D duration, x number or text, a anything, [T list, {T map, @T a type of this or another package.
 */

const scalars: {readonly [code: string]: ScalarKind} = {
  s: 'string',
  b: 'boolean',
  i: 'int32',
  l: 'int64',
  d: 'double',
  y: 'bytes',
  q: 'quantity',
  t: 'time',
  u: 'micro-time',
  D: 'duration',
  x: 'int-or-string',
  a: 'any',
};

const fieldForm =
  /^(?<name>[^:]+):(?<type>[[{]*(?:@[\w.]+|\w))(?:<(?<values>[^>]*)>)?(?:%(?<go>[\w.]+))?(?:#(?<numbers>[\d/]+))?(?<pointer>&?)(?<required>!?)(?:m\((?<keys>[^)]*)\)|(?<set>S))?(?<patch>~\w*)?(?<retain>\+?)(?<atomic>\^?)(?<zero>\.?)(?:=(?<value>.*))?$/;

/** Of items and of the values of maps nothing is said: their type decides. */
const inner = {list: 'atomic', keys: []} as const;

/** A type as the table has it: a kind or a part of one. */
export interface TableType extends ObjectType {
  readonly package: TypePackage;
  readonly isKind: boolean;
  readonly atomic: boolean;
}

/** Reads types when they are asked for, each once. */
export class Table {
  readonly #lines = new Map<string, {readonly place: TypePackage; readonly line: string}>();
  readonly #types = new Map<string, TableType>();

  constructor() {
    for (const place of packages)
      for (const line of place.lines.trim().split('\n')) {
        const [, name = ''] = /^(\w+)/.exec(line) ?? [];
        this.#lines.set(`${place.name}.${name}`, {place, line});
      }
  }

  /** `core.v1.PodSpec` */
  type(name: string): TableType | undefined {
    const known = this.#types.get(name);
    const found = this.#lines.get(name);
    if (known || !found) return known;
    const made = this.#read(found.place, found.line);
    this.#types.set(name, made);
    return made;
  }

  /** Names of all types. */
  names(): Iterable<string> {
    return this.#lines.keys();
  }

  #read(place: TypePackage, line: string): TableType {
    const [head = '', ...fields] = line.split(' ');
    const [, name = '', kind, atomic] = /^(\w+)(\*?)(\^?)$/.exec(head) ?? [];
    const isKind = kind === '*';
    const all = [...(isKind ? ['apiVersion:s', 'kind:s'] : []), ...fields];
    // Fields are read when somebody looks: types refer to each other, and to themselves.
    let read: ReadonlyMap<string, Field> | undefined;
    const fieldsOf = (): ReadonlyMap<string, Field> =>
      new Map(all.map((text) => this.#field(place, text)).map((field) => [field.name, field]));
    return {
      name: `${place.fullName}.${name}`,
      package: place,
      isKind,
      atomic: atomic === '^',
      open: false,
      get fields() {
        read ??= fieldsOf();
        return read;
      },
    };
  }

  #field(place: TypePackage, text: string): Field {
    const parts = fieldForm.exec(text)?.groups ?? {};
    const {
      name = '',
      type = '',
      values,
      go,
      numbers = '',
      pointer,
      required,
      keys,
      set,
      patch,
      retain,
      atomic,
      zero,
      value,
    } = parts;
    const path = numbers === '' ? [] : numbers.split('/').map(Number);
    const list = keys === undefined ? (set === 'S' ? 'set' : 'atomic') : 'map';
    const made = this.#value(place, type, {list, keys: keys?.split(',') ?? [], atomic: atomic === '^'});
    return {
      name,
      type: made,
      required: required === '!',
      number: path.at(-1) ?? 0,
      ...(path.length > 1 ? {within: path.slice(0, -1)} : {}),
      isPointer: pointer === '&',
      ...(go === undefined ? {} : {goType: go.includes('.') ? go : `${place.version}.${go}`}),
      values: values?.replaceAll('_', ' ').split('|') ?? [],
      byDefault: value === undefined ? (zero === '.' ? zeroOf(made) : undefined) : defaultOf(made, value),
      merge: patch !== undefined,
      retainKeys: retain === '+',
      mergeKey: patch === undefined || patch === '~' ? undefined : patch.slice(1),
    };
  }

  #value(
    place: TypePackage,
    code: string,
    how: {readonly list: 'atomic' | 'set' | 'map'; readonly keys: readonly string[]; readonly atomic?: boolean},
  ): ValueType {
    if (code.startsWith('['))
      return {kind: 'list', item: this.#value(place, code.slice(1), inner), list: how.list, keys: how.keys};
    if (code.startsWith('{'))
      return {kind: 'map', value: this.#value(place, code.slice(1), inner), atomic: how.atomic === true};
    if (code === 'a') return {kind: 'any', atomic: true};
    if (!code.startsWith('@')) return {kind: scalars[code] ?? 'any'};
    const name = code.slice(1);
    const full = name.includes('.') ? name : `${place.name}.${name}`;
    const type = this.type(full);
    return type ? {kind: 'object', type, atomic: how.atomic ?? type.atomic} : {kind: 'any'};
  }
}

function zeroOf({kind}: ValueType): unknown {
  switch (kind) {
    case 'object':
    case 'map':
    case 'any':
      return {};
    case 'list':
      return [];
    case 'boolean':
      return false;
    case 'int32':
    case 'int64':
    case 'double':
      return 0;
    default:
      return '';
  }
}

function defaultOf({kind}: ValueType, text: string): unknown {
  return kind === 'int32' || kind === 'int64' || kind === 'double' ? Number(text) : text;
}
