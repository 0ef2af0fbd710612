import {describe, expect, it} from 'vitest';
import {bytesSize, humanDuration, humanSize, parseBytes} from '../../../../src/sandbox/cli/docker/units.ts';

const second = 1000;
const hour = 3600 * second;
const day = 24 * hour;

describe('sizes', () => {
  it.each([
    [0, '0B'],
    [999, '999B'],
    [1000, '1kB'],
    [2_030_000, '2.03MB'],
    [4_277_910, '4.278MB'],
    [999_940, '999.9kB'],
    [999_950, '1000kB'],
    [1_500_000_000, '1.5GB'],
  ])('%i bytes are %s', (bytes, text) => {
    expect(humanSize(bytes)).toBe(text);
  });

  it('have as many digits as asked for', () => {
    expect(humanSize(4_277_910, 3)).toBe('4.28MB');
    expect(bytesSize(4_428_000)).toBe('4.223MiB');
    expect(bytesSize(1024 ** 3)).toBe('1GiB');
  });

  it.each([
    ['64m', 64 * 1024 ** 2],
    ['1.5GiB', 1.5 * 1024 ** 3],
    ['2048', 2048],
    ['10 kb', 10 * 1024],
    ['1b', 1],
  ])('%s is read as %i', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it.each([
    ['x', "invalid size: 'x'"],
    ['-1m', "invalid size: '-1m'"],
    ['1x', "invalid suffix: 'x'"],
    ['1mx', "invalid suffix: 'mx'"],
  ])('%s is refused', (text, message) => {
    expect(() => parseBytes(text)).toThrow(new Error(message));
  });
});

describe('spans of time', () => {
  it.each([
    [0, 'Less than a second'],
    [1.9 * second, '1 second'],
    [59 * second, '59 seconds'],
    [60 * second, 'About a minute'],
    [59 * 60 * second, '59 minutes'],
    [hour, 'About an hour'],
    [1.5 * hour, '2 hours'],
    [47 * hour, '47 hours'],
    [48 * hour, '2 days'],
    [13 * day, '13 days'],
    [14 * day, '2 weeks'],
    [59 * day, '8 weeks'],
    [60 * day, '2 months'],
    [729 * day, '24 months'],
    [730 * day, '2 years'],
  ])('%i ms are told as %s', (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });
});
