import type {Draft, Fields} from '../object.ts';
import type {FieldCause} from '../refusal.ts';
import {fieldsOf, isFields, listOf, textOf} from '../values/reading.ts';

/** A field of an object that is looked over: where it is, what it holds, and where what is wrong is gathered. */
export class At {
  readonly value: unknown;
  readonly #causes: FieldCause[];
  /** What it is part of, and as what: paths are put together only when there is something to say. */
  readonly #outer: At | undefined;
  readonly #step: string | number;

  constructor(step: string | number, value: unknown, causes: FieldCause[], outer?: At) {
    this.value = value;
    this.#causes = causes;
    this.#outer = outer;
    this.#step = step;
  }

  /** `spec.containers[0].image`; '' for the object itself. */
  get path(): string {
    const before = this.#outer?.path ?? '';
    if (typeof this.#step === 'number') return `${before}[${this.#step}]`;
    return before === '' || this.#step.startsWith('[') ? before + this.#step : `${before}.${this.#step}`;
  }

  field(name: string): At {
    return new At(name, isFields(this.value) ? this.value[name] : undefined, this.#causes, this);
  }

  /** The same value under another name, where upstream says one that is not the API's. */
  called(path: string): At {
    return new At(path, this.value, this.#causes);
  }

  items(): readonly At[] {
    if (!Array.isArray(this.value) || this.value.length === 0) return [];
    return this.value.map((item: unknown, index) => new At(index, item, this.#causes, this));
  }

  /** The values of a map, by key; in the order of their keys, as upstream's sentences mostly are. */
  entries(): readonly (readonly [string, At])[] {
    if (!isFields(this.value)) return [];
    return Object.entries(this.value).map(([key, value]) => [key, this.key(key, value)] as const);
  }

  key(key: string, value = this.fields[key]): At {
    return new At(`[${key}]`, value, this.#causes, this);
  }

  get isSet(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get fields(): Fields {
    return fieldsOf(this.value);
  }

  get text(): string {
    return textOf(this.value);
  }

  get count(): number {
    return listOf(this.value).length;
  }

  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  required(why = ''): void {
    this.#add('FieldValueRequired', why === '' ? 'Required value' : `Required value: ${why}`);
  }

  /** What stands there is wrong; `shown` is what the sentence quotes instead. */
  invalid(why: string, shown: unknown = this.value): void {
    this.#add('FieldValueInvalid', `Invalid value: ${quoted(shown)}: ${why}`);
  }

  /** Wrong, in upstream's own words after `Invalid value: `. */
  invalidAs(words: string): void {
    this.#add('FieldValueInvalid', `Invalid value: ${words}`);
  }

  forbidden(why: string): void {
    this.#add('FieldValueForbidden', `Forbidden: ${why}`);
  }

  unsupported(supported: readonly string[], shown: unknown = this.value): void {
    const list = supported.map((one) => JSON.stringify(one)).join(', ');
    this.#add('FieldValueNotSupported', `Unsupported value: ${quoted(shown)}: supported values: ${list}`);
  }

  duplicate(shown: unknown = this.value, why = ''): void {
    this.#add('FieldValueDuplicate', `Duplicate value: ${quoted(shown)}${why === '' ? '' : `: ${why}`}`);
  }

  notFound(shown: unknown = this.value): void {
    this.#add('FieldValueNotFound', `Not found: ${quoted(shown)}`);
  }

  tooLong(why: string): void {
    this.#add('FieldValueTooLong', `Too long: ${why}`);
  }

  #add(reason: string, message: string): void {
    this.#causes.push({reason, message, field: this.path});
  }
}

function quoted(value: unknown): string {
  return JSON.stringify(value ?? null);
}

/** A map as sentences quote it: by its keys. */
export function sorted(map: unknown): unknown {
  if (map === undefined || map === null) return map;
  return Object.fromEntries(Object.entries(fieldsOf(map)).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A selector as sentences quote it. */
export function shownSelector({value, fields: {matchLabels, matchExpressions}}: At): unknown {
  if (value === undefined || value === null) return value;
  return {
    ...(matchLabels === undefined ? {} : {matchLabels: sorted(matchLabels)}),
    ...(matchExpressions === undefined ? {} : {matchExpressions}),
  };
}

/** What is wrong with an object, gathered by whoever looks it over. */
export function causesIn(object: Draft, look: (root: At) => void): readonly FieldCause[] {
  const causes: FieldCause[] = [];
  look(new At('', object, causes));
  return causes;
}
