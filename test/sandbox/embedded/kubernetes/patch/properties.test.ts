import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Patch} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import {
  type Draft,
  type Fields,
  freeze,
  type KubeObject,
  same,
  type Value,
} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {applyPatch} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/apply-patch.ts';
import {applyServerSide} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/apply-server-side.ts';
import {draftOf} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/draft.ts';
import {
  difference,
  type FieldSet,
  FieldSetBuilder,
  intersection,
  pathsOf,
  sorted,
  union,
} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/field-set.ts';
import {mergePatch} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/merge-patch.ts';
import {trackUpdate} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/track-update.ts';
import {KubeRefusal} from '../../../../../src/sandbox/embedded/kubernetes-api/refusal.ts';
import {createSchema} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/schema.ts';
import {fieldsOf, isFields} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';

const schema = createSchema();
const podType = schema.kind('v1', 'Pod');
if (!podType) throw new Error('no type of Pod');
const type = podType;
const now = '2026-01-01T00:00:00Z';

/** Names a Pod has, and those that patches and languages give a meaning. */
const names = [
  'spec',
  'metadata',
  'status',
  'containers',
  'name',
  'image',
  'env',
  'ports',
  'containerPort',
  'protocol',
  'labels',
  'finalizers',
  'ownerReferences',
  'uid',
  'managedFields',
  'volumes',
  'emptyDir',
  'nodeSelector',
  'conditions',
  'type',
  '$patch',
  '$retainKeys',
  '$setElementOrder/containers',
  '$setElementOrder/finalizers',
  '$deleteFromPrimitiveList/finalizers',
  '$setElementOrder',
  '__proto__',
  'constructor',
  'toString',
  '.',
  '',
  'f:spec',
] as const;
const words = ['a', 'b', 'replace', 'delete', 'merge', 'TCP', '', '0'];

const {value: anyValue} = fc.letrec<{value: Value}>((tie) => ({
  value: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    fc.constantFrom<Value>(...words),
    fc.constantFrom<Value>(null, true, 0, 1, 1.5),
    fc.array(tie('value'), {maxLength: 3}),
    fc
      .array(fc.tuple(fc.constantFrom(...names), tie('value')), {maxLength: 5})
      .map((entries) => Object.fromEntries(entries)),
  ),
}));
const anyFields = anyValue.filter(isFields);
const pointer = fc
  .array(fc.constantFrom(...names, '0', '1', '-', '-1', '~0', '~1'), {maxLength: 4})
  .map((parts) => parts.map((part) => `/${part}`).join(''));
const operation = fc.record({
  op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'jump'),
  path: pointer,
  from: pointer,
  value: anyValue,
});

const container = fc.record(
  {
    name: fc.constantFrom('one', 'two', 'three'),
    image: fc.constantFrom('nginx:1', 'nginx:2'),
    env: fc.uniqueArray(fc.record({name: fc.constantFrom('A', 'B', 'C'), value: fc.constantFrom('x', 'y')}), {
      selector: ({name}) => name,
      minLength: 1,
      maxLength: 3,
    }),
    args: fc.array(fc.constantFrom('x', 'y'), {minLength: 1, maxLength: 2}),
  },
  {requiredKeys: ['name']},
);
const pod: fc.Arbitrary<Fields> = fc.record({
  apiVersion: fc.constant('v1'),
  kind: fc.constant('Pod'),
  metadata: fc.record(
    {
      name: fc.constant('web'),
      labels: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y'), {minKeys: 1}),
      finalizers: fc.uniqueArray(fc.constantFrom('f/a', 'f/b', 'f/c'), {minLength: 1, maxLength: 3}),
    },
    {requiredKeys: ['name']},
  ),
  spec: fc.record({containers: fc.uniqueArray(container, {selector: ({name}) => name, minLength: 1, maxLength: 3})}),
});

const runs = {numRuns: 2000};

describe('no JSON crashes a patch', () => {
  it.each(['merge', 'strategic'] as const)('%s', (kind) => {
    fc.assert(
      fc.property(anyFields, anyFields, (object, patch) => refusesOrGives(object, {type: kind, patch})),
      runs,
    );
  });

  it('json', () => {
    fc.assert(
      fc.property(anyFields, fc.array(operation, {maxLength: 4}), (object, operations) =>
        refusesOrGives(object, {type: 'json', operations}),
      ),
      runs,
    );
  });

  it('apply and update', () => {
    fc.assert(
      fc.property(anyFields, anyFields, (object, patch) => {
        const whole = {...patch, apiVersion: 'v1', kind: 'Pod'};
        refusesOrReturns(() => apply(stored(object), whole, 'one'));
        refusesOrReturns(() =>
          trackUpdate({before: stored(object), after: draftOf(patch), manager: 'one', subresource: '', type, now}),
        );
      }),
      runs,
    );
  });
});

describe('a merge patch', () => {
  it('that is the difference of two objects makes one of the other', () => {
    fc.assert(fc.property(pod, pod, (one, other) => same(mergePatch(one, differenceOf(one, other)), other)));
  });
});

describe('a strategic merge patch', () => {
  it('laid over an object twice changes it once', () => {
    fc.assert(
      fc.property(pod, pod, (object, patch) => {
        const once = applyPatch(draftOf(object), {type: 'strategic', patch}, type);
        expect(applyPatch(draftOf(fieldsOf(once)), {type: 'strategic', patch}, type)).toEqual(once);
      }),
    );
  });
});

describe('server-side apply', () => {
  it('twice is the same as once, and no conflict with oneself', () => {
    fc.assert(
      fc.property(pod, (patch) => {
        const once = stored(fieldsOf(apply(undefined, patch, 'one')));
        expect(apply(once, patch, 'one')).toBe(once);
      }),
    );
  });

  it('makes the object what its only applier applies', () => {
    fc.assert(
      fc.property(pod, pod, (first, second) => {
        const once = stored(fieldsOf(apply(undefined, first, 'one')));
        const twice = apply(once, second, 'one');
        const fresh = apply(undefined, second, 'one');
        expect(same(bare(twice), bare(fresh))).toBe(true);
        expect(twice.metadata?.managedFields).toEqual(fresh.metadata?.managedFields);
      }),
    );
  });

  it('takes nothing away that another applier wants, too', () => {
    fc.assert(
      fc.property(pod, pod, (first, second) => {
        const ours = stored(fieldsOf(apply(undefined, first, 'one')));
        const both = stored(fieldsOf(apply(ours, second, 'two', true)));
        const without = apply(both, {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'web'}}, 'one', true);
        const alone = apply(undefined, second, 'two');
        expect(same(setLists(bare(without)), setLists(bare(alone)))).toBe(true);
      }),
    );
  });
});

describe('sets of fields', () => {
  const element = fc.constantFrom('f:a', 'f:b', 'k:{"name":"x"}', 'v:"y"');
  const paths = fc.array(fc.array(element, {minLength: 1, maxLength: 3}), {maxLength: 6});

  it('are united, intersected and subtracted as sets of paths are', () => {
    fc.assert(
      fc.property(paths, paths, (one, other) => {
        const [left, right] = [setOf(one), setOf(other)];
        const [lines, others] = [linesOf(left), linesOf(right)];
        expect(linesOf(union(left, right))).toEqual([...new Set([...lines, ...others])].sort());
        expect(linesOf(intersection(left, right))).toEqual(lines.filter((line) => others.includes(line)));
        expect(linesOf(difference(left, right))).toEqual(lines.filter((line) => !others.includes(line)));
        expect(sorted(union(left, right))).toEqual(sorted(union(right, left)));
      }),
    );
  });
});

function refusesOrGives(object: Fields, patch: Exclude<Patch, {readonly type: 'apply'}>): void {
  refusesOrReturns(() => applyPatch(freeze(draftOf(object)), freeze(patch), type));
}

function refusesOrReturns(work: () => unknown): void {
  try {
    work();
  } catch (problem) {
    if (!(problem instanceof KubeRefusal)) throw problem;
  }
}

function apply(live: KubeObject | undefined, patch: Fields, manager: string, force = false): Draft {
  const kind = {apiVersion: 'v1', kind: 'Pod'};
  return applyServerSide({live, patch: freeze(patch), manager, force, type, kind, subresource: '', now});
}

function stored(object: Fields): KubeObject {
  const metadata = {...fieldsOf(object.metadata), name: 'web', uid: 'u', resourceVersion: '1'};
  return freeze({...object, apiVersion: 'v1', kind: 'Pod', metadata});
}

/** An object without what the server writes into its metadata. */
function bare({metadata, ...rest}: Draft): Draft {
  const {managedFields: _m, uid: _u, resourceVersion: _r, ...kept} = metadata ?? {};
  return {...rest, metadata: kept};
}

/** The order of what is left says whose it was; here only who is there. */
function setLists(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(setLists).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, setLists(inner)]));
}

function differenceOf(one: Fields, other: Fields): Fields {
  const patch: Record<string, Value> = {};
  for (const name of Object.keys(one)) if (!Object.hasOwn(other, name)) patch[name] = null;
  for (const [name, value] of Object.entries(other)) {
    const there = one[name];
    if (same(there, value)) continue;
    patch[name] = isFields(there) && isFields(value) ? differenceOf(there, value) : value;
  }
  return patch;
}

function setOf(paths: readonly (readonly string[])[]): FieldSet {
  const set = new FieldSetBuilder();
  for (const path of paths) set.add(path);
  return set.build();
}

function linesOf(set: FieldSet): readonly string[] {
  return [...pathsOf(set)].map((path) => path.join(' ')).sort();
}
