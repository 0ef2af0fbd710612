import fc from 'fast-check';

/** One change at one place: the numbers choose it. */
export interface Mutation {
  readonly steps: readonly number[];
  readonly change: 'replace' | 'remove' | 'add' | 'repeat';
  readonly field: string;
  readonly value: unknown;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  steps: fc.array(fc.nat(20), {maxLength: 9}),
  change: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  field: fc.constantFrom('name', 'spec', 'foo', '__proto__', 'constructor', 'status', 'kind', 'replicas', 'type', ''),
  value: fc.oneof(
    fc.constantFrom('', 'x', '-1', '1Gi', '50%', 'A b', 'é', null, true, -1, 0, 1.5, 1e30, 65536, [], {}, [null], [{}]),
    fc.jsonValue({maxDepth: 2}),
  ),
});

/** A copy of a value with one thing changed somewhere in it. */
export function mutated(value: unknown, {steps, change, field, value: other}: Mutation): unknown {
  const copy = structuredClone(value);
  let parent: unknown = copy;
  let key: string | undefined;
  for (const step of steps) {
    const inner = key === undefined ? parent : child(parent, key);
    if (typeof inner !== 'object' || inner === null) break;
    const keys = Object.keys(inner);
    const next = keys[step % Math.max(1, keys.length)];
    if (next === undefined) break;
    parent = inner;
    key = next;
  }
  if (key === undefined) return change === 'replace' ? other : copy;
  apply(parent, key, {change, field, value: other});
  return copy;
}

function child(parent: unknown, key: string): unknown {
  return typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined;
}

function apply(parent: unknown, key: string, {change, field, value}: Omit<Mutation, 'steps'>): void {
  if (typeof parent !== 'object' || parent === null) return;
  const set = (at: string, to: unknown): void =>
    void Object.defineProperty(parent, at, {value: to, enumerable: true, configurable: true, writable: true});
  switch (change) {
    case 'replace':
      return set(key, value);
    case 'remove':
      return void Reflect.deleteProperty(parent, key);
    case 'add':
      return set(Array.isArray(parent) ? key : field, value);
    case 'repeat':
      if (Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
  }
}
