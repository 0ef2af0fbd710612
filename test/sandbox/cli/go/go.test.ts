import {expect, it} from 'vitest';
import {splitCsv} from '../../../../src/sandbox/cli/go/csv.ts';
import {formatDuration, parseDuration} from '../../../../src/sandbox/cli/go/duration.ts';
import {quote, unquote} from '../../../../src/sandbox/cli/go/quote.ts';
import {alignColumns} from '../../../../src/sandbox/cli/go/tabwriter.ts';

it.each([
  ['1h30m', 5400e9, '1h30m0s'],
  ['1.5s', 1.5e9, '1.5s'],
  ['90m', 5400e9, '1h30m0s'],
  ['-2ms', -2e6, '-2ms'],
  ['0', 0, '0s'],
  ['10us', 1e4, '10µs'],
])('reads the duration %s and writes it as Go does', (text, ns, written) => {
  expect(parseDuration(text)).toBe(ns);
  expect(formatDuration(ns)).toBe(written);
});

it('refuses durations in the words of Go', () => {
  expect(() => parseDuration('x')).toThrow(new Error('time: invalid duration "x"'));
  expect(() => parseDuration('1')).toThrow(new Error('time: missing unit in duration "1"'));
  expect(() => parseDuration('1y')).toThrow(new Error('time: unknown unit "y" in duration "1y"'));
});

it('quotes as %q does, and reads it back', () => {
  const text = 'a"b\\\n\u0001é';
  expect(quote(text)).toBe('"a\\"b\\\\\\n\\x01é"');
  expect(unquote(quote(text))).toBe(text);
  expect(unquote('"\\q"')).toBeUndefined();
});

it('parts a line of CSV', () => {
  expect(splitCsv('type=bind,"src=a,b","x=""1"" ",')).toEqual(['type=bind', 'src=a,b', 'x="1" ', '']);
  expect(() => splitCsv('a,b"')).toThrow('bare "\\"" in non-quoted-field');
});

it('aligns columns by their widest cell, where wide characters count twice', () => {
  expect(alignColumns('A\tB\tC\nlonger\t镜像\tx\n', {minWidth: 3, padding: 2})).toBe(
    'A       B     C\nlonger  镜像  x\n',
  );
});
