import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {evaluateArithmetic} from '../../../../../src/sandbox/embedded/runtime/shell/arithmetic/evaluate.ts';
import {
  matchBeginning,
  matchEnd,
  matches,
  matchesWithin,
} from '../../../../../src/sandbox/embedded/runtime/shell/expansion/match.ts';
import {compilePattern, hasMagic} from '../../../../../src/sandbox/embedded/runtime/shell/expansion/pattern.ts';
import {type Segment, spanText} from '../../../../../src/sandbox/embedded/runtime/shell/expansion/spans.ts';
import {splitFields} from '../../../../../src/sandbox/embedded/runtime/shell/expansion/split.ts';
import {replaceMatches, slice} from '../../../../../src/sandbox/embedded/runtime/shell/expansion/trim.ts';

const breathe = async (): Promise<void> => {};

function pattern(text: string, quoted = false): ReturnType<typeof compilePattern> {
  return compilePattern([{text, quoted}]);
}

describe('a pattern', () => {
  it.each([
    ['abc', 'abc', true],
    ['a*c', 'abbbc', true],
    ['a*c', 'ac', true],
    ['a*c', 'acb', false],
    ['*', '', true],
    ['?', '', false],
    ['?', '日', true],
    ['?', '😀', true],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[^a-c]x', 'dx', true],
    ['[]x]', ']', true],
    ['[!]x]', ']', false],
    ['[a-]', '-', true],
    ['[[:digit:][:upper:]]', 'Q', true],
    ['[[:digit:]]', 'a', false],
    ['[[:nope:]]', ':]', true],
    ['[a', '[a', true],
    ['[', '[', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['a\\', 'a\\', true],
    ['[\\]]', ']', true],
    ['a.c', 'abc', false],
    ['**a**', 'xax', true],
  ])('%j fits %j: %s', async (text, subject, fits) => {
    expect(await matches(pattern(text), subject, breathe)).toBe(fits);
    expect(matchesWithin(pattern(text), subject, 1000)).toBe(fits);
  });

  it('that is quoted fits nothing but itself', async () => {
    expect(await matches(pattern('a*[b]', true), 'a*[b]', breathe)).toBe(true);
    expect(await matches(pattern('a*', true), 'ab', breathe)).toBe(false);
    expect(hasMagic([{text: '*', quoted: true}])).toBe(false);
    expect(hasMagic([{text: '\\*', quoted: false}])).toBe(false);
  });

  it.each([`${'a*'.repeat(200)}b`, `${'*'.repeat(10_000)}b`, '[a'.repeat(10_000), '[[:alpha:]'.repeat(3000)])(
    'takes little work however it is made (%#)',
    async (text) => {
      let breaths = 0;
      const count = async (): Promise<void> => {
        breaths += 1;
      };
      expect(await matches(pattern(text), 'a'.repeat(20_000), count)).toBe(false);
      expect(breaths).toBeLessThan(1000);
    },
  );

  it('is given up where it would take too much work in one go', () => {
    expect(matchesWithin(pattern(`*${'?'.repeat(1000)}b`), 'a'.repeat(100_000), 50_000)).toBeUndefined();
  });

  it('that is longer than anybody writes stands for itself', async () => {
    const long = '*'.repeat(40_000);
    expect(await matches(pattern(long), long, breathe)).toBe(true);
    expect(await matches(pattern(long), 'a', breathe)).toBe(false);
  });

  it('fits what a regular expression of the same meaning fits', async () => {
    const piece = fc.constantFrom('a', 'b', '?', '*', '[ab]', '[!a]');
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), {maxLength: 8});
    await fc.assert(
      fc.asyncProperty(fc.array(piece, {maxLength: 6}), text, async (pieces, characters) => {
        const source = pieces.join('');
        const whole = characters.join('');
        const expression = source.replaceAll('?', '.').replaceAll('*', '.*').replaceAll('[!', '[^');
        expect(await matches(pattern(source), whole, breathe)).toBe(new RegExp(`^${expression}$`).test(whole));
        const beginning = new RegExp(`^${expression}`).exec(whole)?.[0].length;
        expect(await matchBeginning(pattern(source), whole, {longest: true, breathe})).toBe(beginning);
        const end = new RegExp(`${expression}$`).exec(whole)?.[0].length;
        expect(await matchEnd(pattern(source), whole, {longest: true, breathe})).toBe(end);
      }),
      {numRuns: 2000},
    );
  });

  it.each([
    ['*.', 'a.b.c', false, 'b.c'],
    ['*.', 'a.b.c', true, 'c'],
    ['x', 'abc', true, 'abc'],
    ['', 'abc', true, 'abc'],
    ['a*', 'aaa', false, 'aa'],
  ])('%j takes its part off the beginning of %j', async (text, value, longest, rest) => {
    expect(value.slice((await matchBeginning(pattern(text), value, {longest, breathe})) ?? 0)).toBe(rest);
  });

  it.each([
    ['.*', 'a.b.c', false, 'a.b'],
    ['.*', 'a.b.c', true, 'a'],
    ['日?', 'x日😀', true, 'x'],
  ])('%j takes its part off the end of %j', async (text, value, longest, rest) => {
    expect(value.slice(0, value.length - ((await matchEnd(pattern(text), value, {longest, breathe})) ?? 0))).toBe(rest);
  });

  it('is replaced once or everywhere', async () => {
    const replace = (text: string, all: boolean): Promise<string> =>
      replaceMatches('a-b-c', pattern(text), {replacement: '+', all, breathe});
    expect(await replace('-', false)).toBe('a+b-c');
    expect(await replace('-', true)).toBe('a+b+c');
    expect(await replace('-*', true)).toBe('a+');
    expect(await replace('', true)).toBe('a-b-c');
  });
});

describe('a slice', () => {
  it.each([
    [2, undefined, 'cdef'],
    [-2, undefined, 'ef'],
    [1, 2, 'bc'],
    [0, -1, 'abcde'],
    [9, undefined, ''],
    [-9, undefined, ''],
    [1, 0, ''],
  ])('from %s of %s', (offset, length, expected) => {
    expect(slice('abcdef', offset, length)).toBe(expected);
  });
});

describe('fields', () => {
  const expanded = (text: string): Segment => ({text, quoted: false, split: true});
  const quoted = (text: string): Segment => ({text, quoted: true, split: false});
  const literal = (text: string): Segment => ({text, quoted: false, split: false});
  const boundary: Segment = {boundary: true, join: ' '};

  it.each<[string, readonly Segment[], readonly string[]]>([
    [' ', [expanded('  a  b ')], ['a', 'b']],
    [':', [expanded('a:b::c:')], ['a', 'b', '', 'c']],
    [' :', [expanded('a : b :: c')], ['a', 'b', '', 'c']],
    [':', [expanded(':a')], ['', 'a']],
    [' ', [expanded('')], []],
    [' ', [quoted('')], ['']],
    [' ', [expanded(' '), quoted('')], ['']],
    [' ', [literal('x'), expanded(' a '), literal('y')], ['x', 'a', 'y']],
    [' ', [expanded('a'), quoted(' b'), expanded(' c')], ['a b', 'c']],
    [' ', [quoted('a'), boundary, quoted('b c')], ['a', 'b c']],
    [' ', [literal('x'), quoted('a'), boundary, quoted(''), literal('y')], ['xa', 'y']],
    ['', [expanded('a b')], ['a b']],
    ['x', [literal('axb'), expanded('axb')], ['axba', 'b']],
  ])('split at %j', async (ifs, segments, expected) => {
    expect((await splitFields(segments, ifs, breathe)).map(spanText)).toEqual(expected);
  });
});

describe('arithmetic', () => {
  function evaluate(text: string): string {
    const variables = new Map([
      ['x', '5'],
      ['s', '1 + 2'],
      ['loop', 'loop'],
    ]);
    const value = evaluateArithmetic(text, {
      get: (name) => variables.get(name),
      set: (name, value) => void variables.set(name, value),
    });
    return `${value} x=${variables.get('x')}`;
  }

  it.each([
    ['x++ * 2 + x', '16 x=6'],
    ['x = y = 3', '3 x=3'],
    ['x -= 2, x * 10', '30 x=3'],
    ['0 && (x = 9)', '0 x=5'],
    ['1 || x++', '1 x=5'],
    ['1 || 1/0', '1 x=5'],
    ['x > 3 ? x++ : x--', '5 x=6'],
    ['s * 2', '6 x=5'],
    ['-7 / 2 * 2 + -7 % 2', '-7 x=5'],
    ['1 << 65', '2 x=5'],
    ['~0', '-1 x=5'],
    ['2 ** 62 * 2', '-9223372036854775808 x=5'],
    ['16#fF + 8#17 + 0x10 + 010', '294 x=5'],
  ])('evaluates %j', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  it.each([
    ['1/0', 'divide by zero'],
    ['2 ** -1', 'exponent less than 0'],
    ['loop', 'expression recursion loop detected'],
    ['1 ?  2', 'malformed ?: operator'],
    ['1 +', 'arithmetic syntax error'],
    ['09', 'arithmetic syntax error'],
    ['(1', 'arithmetic syntax error'],
    ['3 = 4', 'arithmetic syntax error'],
  ])('says of %j what is wrong', (text, message) => {
    expect(() => evaluate(text)).toThrow(message);
  });
});
