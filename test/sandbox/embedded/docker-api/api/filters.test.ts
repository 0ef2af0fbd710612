import {describe, expect, it} from 'vitest';
import {
  booleanFilter,
  hasLabels,
  matchesFilter,
  matchesLabels,
  parseFilters,
  readFilters,
} from '../../../../../src/sandbox/embedded/docker-api/api/filters.ts';

describe('filters', () => {
  it('come as lists and as objects, whose values do not matter', () => {
    expect(parseFilters('{"status":["running"],"name":{"web":true,"db":false}}')).toEqual(
      new Map([
        ['status', ['running']],
        ['name', ['web', 'db']],
      ]),
    );
    for (const nothing of [null, '', '{}']) expect(parseFilters(nothing).size).toBe(0);
  });

  it('that a call does not have are refused by name', () => {
    expect(() => readFilters('{"a":["1"],"b":["2"]}', ['a'])).toThrow("invalid filter 'b'");
  });

  it('that are true or false say which, or that nobody asked', () => {
    const read = (value: unknown): boolean | undefined =>
      booleanFilter(parseFilters(JSON.stringify({dangling: value})), 'dangling');
    expect([['true'], ['1'], ['false'], ['0'], [], {true: true}].map(read)).toEqual([
      true,
      true,
      false,
      false,
      undefined,
      true,
    ]);
    for (const wrong of [['x'], ['true', 'false']]) expect(() => read(wrong)).toThrow("invalid filter 'dangling=[");
  });

  it('by label want all of them, with a value or any', () => {
    const labels = {app: 'web', tier: 'a=b', empty: ''};
    expect(hasLabels(labels, ['app', 'tier=a=b', 'empty='])).toBe(true);
    expect(hasLabels(labels, ['app=db'])).toBe(false);
    expect(hasLabels(labels, ['constructor'])).toBe(false);
    const without = parseFilters('{"label!":["app=db"]}');
    expect(matchesLabels(without, labels)).toBe(true);
    expect(matchesLabels(without, {app: 'db'})).toBe(false);
  });

  it('by name match as patterns, and no pattern takes long', () => {
    const match = (pattern: string, text: string): boolean =>
      matchesFilter(parseFilters(JSON.stringify({name: [pattern]})), 'name', text);
    expect(match('^we.$', 'web')).toBe(true);
    expect(match('web(', 'web(')).toBe(true);
    expect(match('web(', 'web')).toBe(false);
    const hard = 'a'.repeat(250);
    // Each of these would run for years.
    for (const pattern of ['(a+)+$', '(a|a)*b', '(a|aa)+$', 'a*a*a*a*a*a*b', '.*.*.*.*x', `${'(x+x+)+y'}`])
      expect(match(pattern, hard)).toBe(false);
  });
});
