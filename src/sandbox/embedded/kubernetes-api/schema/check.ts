import type {ObjectType, ValueType} from './field.ts';
import {wrongScalar} from './scalar.ts';
import {fromJson, type Maker} from './wrong-type.ts';

/** What is wrong with an object before anybody looks at what it means. */
export interface FieldCheck {
  /** `unknown field "spec.replica"`, as many as upstream says at most. */
  readonly unknown: readonly string[];
  /** Those and `duplicate field "spec.replicas"`, in the order of the document: what strict decoding refuses. */
  readonly faults: readonly string[];
  /** Go's sentence for the first value that is of another type than its field: it cannot be read at all. */
  readonly wrong: string | undefined;
}

export interface CheckOptions {
  /** `duplicate field "spec.replicas"` */
  readonly duplicates?: readonly string[];
  /** Default: the reader of JSON. */
  readonly maker?: Maker;
}

const mostFaults = 100;

/**
 * Compares an object with its type, in the order of its fields. `duplicates` is what `parseJson` found; those in fields
 * there are not are no fault of their own. https://pkg.go.dev/sigs.k8s.io/json#UnmarshalStrict
 */
export function checkFields(
  value: unknown,
  type: ObjectType,
  {duplicates = [], maker = fromJson}: CheckOptions = {},
): FieldCheck {
  const walk = new Walk(new Set(duplicates), maker);
  walk.object(value, {type, path: '', goPath: ''});
  const {faults, wrong} = walk;
  return {unknown: faults.filter((fault) => fault.startsWith('unknown ')), faults, wrong};
}

interface Place {
  /** `spec.containers[0]` */
  readonly path: string;
  /** The same as Go says it: no positions, no keys. */
  readonly goPath: string;
  /** `PodSpec`: whose field it is. */
  readonly struct: string;
  /** `ServiceType`, where Go has a name for a plain type. */
  readonly goType: string | undefined;
}

class Walk {
  readonly faults: string[] = [];
  wrong: string | undefined;
  readonly #duplicates: ReadonlySet<string>;

  readonly #maker: Maker;

  constructor(duplicates: ReadonlySet<string>, maker: Maker) {
    this.#duplicates = duplicates;
    this.#maker = maker;
  }

  object(value: unknown, {type, path, goPath}: Pick<Place, 'path' | 'goPath'> & {readonly type: ObjectType}): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      const field = type.fields.get(name);
      const at = path === '' ? name : `${path}.${name}`;
      if (!field) {
        if (!type.open) this.#fault(`unknown field "${at}"`);
        continue;
      }
      this.#notTwice(at);
      const place = {
        path: at,
        goPath: goPath === '' ? name : `${goPath}.${name}`,
        struct: shortName(type),
        goType: field.goType,
      };
      this.#value(inner, field.type, place);
      if (this.wrong !== undefined) return;
    }
  }

  #value(value: unknown, type: ValueType, place: Place): void {
    if (value === null || value === undefined) return;
    switch (type.kind) {
      case 'list':
        if (!Array.isArray(value)) return this.#mismatch(value, type, place);
        for (const [index, item] of value.entries()) {
          this.#value(item, type.item, {...place, path: `${place.path}[${index}]`});
          if (this.wrong !== undefined) return;
        }
        return;
      case 'map':
        if (!isObject(value)) return this.#mismatch(value, type, place);
        for (const [key, item] of Object.entries(value)) {
          this.#notTwice(`${place.path}.${key}`);
          this.#value(item, type.value, {...place, path: `${place.path}.${key}`, goType: undefined});
          if (this.wrong !== undefined) return;
        }
        return;
      case 'object':
        if (!isObject(value)) return this.#mismatch(value, type, place);
        return this.object(value, {type: type.type, path: place.path, goPath: place.goPath});
      default: {
        const wrong = wrongScalar(value, type.kind);
        if (wrong === 'type') this.#mismatch(value, type, place);
        else if (wrong !== undefined) this.wrong = this.#maker.unreadable(wrong, type.kind);
      }
    }
  }

  #notTwice(path: string): void {
    if (this.#duplicates.size === 0) return;
    const fault = `duplicate field ${JSON.stringify(path)}`;
    if (this.#duplicates.has(fault)) this.#fault(fault);
  }

  #fault(said: string): void {
    if (this.faults.length < mostFaults) this.faults.push(said);
  }

  #mismatch(value: unknown, type: ValueType, {struct, goPath, goType}: Place): void {
    this.wrong = this.#maker.otherType(value, {type, goType, field: `${struct}.${goPath}`});
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shortName({name}: ObjectType): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
