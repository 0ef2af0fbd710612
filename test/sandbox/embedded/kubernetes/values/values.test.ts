import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {ageOf, humanDuration, msOf} from '../../../../../src/sandbox/embedded/kubernetes-api/values/durations.ts';
import {scaledValue} from '../../../../../src/sandbox/embedded/kubernetes-api/values/int-or-string.ts';
import {
  formatSelector,
  hasLabels,
  labelMatcher,
} from '../../../../../src/sandbox/embedded/kubernetes-api/values/label-selector.ts';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  milliOf,
  parseQuantity,
  subtractQuantities,
  wholeOf,
} from '../../../../../src/sandbox/embedded/kubernetes-api/values/quantity.ts';

describe('a quantity', () => {
  test.each([
    ['0.5', '500m'],
    ['1000m', '1'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['0.5Ki', '512'],
    ['1000', '1k'],
    ['128974848', '128974848'],
    ['100000', '100k'],
    ['1e3', '1e3'],
    ['12e4', '120e3'],
    ['0', '0'],
    ['-1Mi', '-1Mi'],
    ['0.1n', '1n'],
    ['2000Mi', '2000Mi'],
    ['.5', '500m'],
    ['5.', '5'],
    ['+3', '3'],
  ])('written %s is stored as %s', (text, stored) => {
    expect(canonicalQuantity(text)).toBe(stored);
  });

  test.each(['', 'x', '1x', '64MB', '1 Gi', '--1', '.', 'Ki', '1e', '0x1'])('is not what %j says', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  test('counts in thousandths and in whole units, rounded up', () => {
    expect([milliOf('100m'), milliOf('2'), milliOf('1u'), milliOf('x')]).toEqual([100, 2000, 1, 0]);
    expect([wholeOf('64Mi'), wholeOf('1500m'), wholeOf('1e3')]).toEqual([67_108_864, 2, 1000]);
  });

  test('is added and taken away in the format of the first', () => {
    expect(addQuantities('1Gi', '512Mi')).toBe('1536Mi');
    expect(addQuantities('0', '512Mi')).toBe('512Mi');
    expect(subtractQuantities('1', '100m')).toBe('900m');
    expect(compareQuantities('1000m', '1')).toBe(0);
    expect(compareQuantities('999m', '1')).toBe(-1);
  });

  test('is the same again when its stored form is read', () => {
    const suffix = fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e2');
    const text = fc.tuple(fc.integer({min: -100_000, max: 100_000}), suffix).map(([digits, end]) => `${digits}${end}`);
    fc.assert(
      fc.property(text, (written) => {
        const stored = String(canonicalQuantity(written));
        expect(canonicalQuantity(stored)).toBe(stored);
        expect(compareQuantities(written, stored)).toBe(0);
      }),
    );
    expect(formatQuantity({nanos: 1n, format: 'binary'})).toBe('1n');
  });
});

describe('a span of time', () => {
  test.each([
    [-5000, '<invalid>'],
    [-1500, '0s'],
    [0, '0s'],
    [119_000, '119s'],
    [120_000, '2m'],
    [200_000, '3m20s'],
    [600_000, '10m'],
    [179 * 60_000, '179m'],
    [3 * 3_600_000, '3h'],
    [200 * 60_000, '3h20m'],
    [47 * 3_600_000, '47h'],
    [50 * 3_600_000, '2d2h'],
    [8 * 86_400_000, '8d'],
    [800 * 86_400_000, '2y70d'],
    [9 * 365 * 86_400_000, '9y'],
  ])('of %d ms is %s', (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });

  test('since a time is told, or that there is none', () => {
    expect(ageOf('2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29, 0, 1))).toBe('60s');
    expect(ageOf(undefined, 0)).toBe('<unknown>');
  });

  test('is counted from any time RFC 3339 can write', () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 4_000_000_000}), (seconds) => {
        expect(msOf(new Date(seconds * 1000).toISOString())).toBe(seconds * 1000);
      }),
    );
    expect(msOf('2024-01-01T01:00:00.25+01:00')).toBe(Date.UTC(2024, 0, 1) + 250);
  });
});

describe('a selector', () => {
  const expression = {key: 'tier', operator: 'In', values: ['front', 'back']};

  test('matches labels that meet all of it, and nothing when it is absent', () => {
    const matches = labelMatcher({matchLabels: {app: 'web'}, matchExpressions: [expression]});
    expect(matches({app: 'web', tier: 'back'})).toBe(true);
    expect(matches({app: 'web'})).toBe(false);
    expect(labelMatcher(undefined)({app: 'web'})).toBe(false);
    expect(labelMatcher({})(undefined)).toBe(true);
    expect(labelMatcher({matchExpressions: [{key: 'a', operator: 'NotIn', values: ['b']}]})({})).toBe(true);
    expect(labelMatcher({matchExpressions: [{key: 'a', operator: 'DoesNotExist'}]})({a: ''})).toBe(false);
  });

  test('is written as kubectl writes it', () => {
    const exists = {key: 'b', operator: 'Exists'};
    expect(formatSelector({matchLabels: {z: '1'}, matchExpressions: [expression, exists]})).toBe(
      'b,tier in (back,front),z=1',
    );
    expect(formatSelector({})).toBe('<none>');
  });

  test('of pairs wants each of them', () => {
    expect(hasLabels({a: '1', b: '2'}, {a: '1'})).toBe(true);
    expect(hasLabels(undefined, {a: '1'})).toBe(false);
  });
});

test('a percentage is of a total, rounded as asked; a number is itself', () => {
  expect([scaledValue('25%', 2, 'down'), scaledValue('25%', 2, 'up')]).toEqual([0, 1]);
  expect([scaledValue(3, 10, 'up'), scaledValue('x', 10, 'up')]).toEqual([3, undefined]);
});
