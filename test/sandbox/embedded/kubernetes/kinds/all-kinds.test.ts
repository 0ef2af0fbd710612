import {readdirSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Draft, KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {createResources} from '../../../../../src/sandbox/embedded/kubernetes-api/resources/index.ts';
import type {Resource, StrategyContext} from '../../../../../src/sandbox/embedded/kubernetes-api/resources/resource.ts';
import {isFields} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import {mutated, mutation} from '../api/mutate.ts';
import {fuzzRuns} from '../fuzz-runs.ts';
import {type RecordedCreate, recorded} from './recorded.ts';

const folder = new URL('../../../../../src/sandbox/embedded/kubernetes-api/resources/', import.meta.url);
const drafts = recorded<RecordedCreate>('accepted.json').map(({stored, draft}) => stored ?? draft);

function resourceOf({apiVersion, kind}: Draft): Resource | undefined {
  return createResources().find(
    (one) => one.kind === kind && [one.group, one.version].filter((part) => part !== '').join('/') === apiVersion,
  );
}

const context: StrategyContext = {
  user: {name: 'kubernetes-admin', groups: [], manager: 'test'},
  now: '2026-01-01T00:00:00Z',
  get: () => undefined,
  list: () => [],
  suffix: (length) => 'x'.repeat(length),
  uid: () => '00000000-0000-4000-8000-000000000000',
};

const changedDraft = fc.tuple(fc.constantFrom(...drafts), mutation).map(([draft, change]): Draft => {
  // What leaves holes in lists is read again as JSON, which has none.
  const changed: unknown = JSON.parse(JSON.stringify(mutated(draft, change)));
  return {...(isFields(changed) ? changed : {}), ...pick(draft)};
});

/** What says of which kind a draft is. */
function pick({kind, apiVersion}: Draft): Draft {
  return {...(kind === undefined ? {} : {kind}), ...(apiVersion === undefined ? {} : {apiVersion})};
}

describe('every kind', () => {
  test('that has a file is one of those the server has', async () => {
    const known = new Set(createResources());
    const groups = readdirSync(folder, {withFileTypes: true}).filter((entry) => entry.isDirectory());
    const files = groups.flatMap(({name}) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`));
    for (const file of files) {
      const exports: {readonly [name: string]: unknown} = await import(new URL(file, folder).href);
      for (const [name, value] of Object.entries(exports))
        if (isFields(value) && 'plural' in value && 'strategy' in value)
          expect(known.has(value as unknown as Resource), `${name} of ${file}`).toBe(true);
    }
  });

  test('fills in nothing more the second time, and says so by the same object', () => {
    for (const draft of drafts) {
      const defaults = resourceOf(draft)?.strategy.defaults;
      if (!defaults) continue;
      const once = defaults(draft);
      expect(defaults(once), `${draft.kind}`).toBe(once);
    }
  });

  test('judges and prints whatever is sent, and never fails over it', {timeout: 120_000}, () => {
    fc.assert(
      fc.property(changedDraft, (draft) => {
        const {strategy, columns, selectable, gracePeriodSeconds} = resourceOf(draft) ?? {};
        const defaulted = strategy?.defaults?.(draft) ?? draft;
        const causes = strategy?.validate?.(defaulted, context) ?? [];
        for (const {field, message, reason} of causes)
          expect([typeof field, typeof message, typeof reason]).toEqual(['string', 'string', 'string']);
        const object = {
          ...defaulted,
          metadata: {...defaulted.metadata, name: 'x', uid: 'y', resourceVersion: '1'},
        } as unknown as KubeObject;
        strategy?.validateUpdate?.(defaulted, object, context);
        strategy?.warnings?.(defaulted);
        for (const {cell} of columns ?? []) expect(['string', 'number', 'boolean']).toContain(typeof cell(object, 0));
        for (const field of Object.values(selectable ?? {})) expect(typeof field(object)).toBe('string');
        gracePeriodSeconds?.(object);
      }),
      {numRuns: fuzzRuns(2500)},
    );
  });
});
