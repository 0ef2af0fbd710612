import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {contains, matches} from '../../../src/lessons/checks/matchers.ts';
import {canonicalReference, parseReference, sameReference} from '../../../src/lessons/checks/reference.ts';
import {parseSize, sizeMatches, sizeText} from '../../../src/lessons/checks/sizes.ts';

describe('a matcher', () => {
  it.each([
    ['blue', 'blue', true],
    ['blue', 'dark blue', false],
    [80, '80', true],
    [true, 'true', true],
    ['~^b', 'blue', true],
    ['~^b$', 'a\nb\nc', true],
    ['>= 3', '10', true],
    ['>= 3', '2', false],
    ['< 3', 'many', false],
    ['> 0', '', false],
    ['present', '', true],
    ['present', null, false],
    ['absent', undefined, true],
    ['absent', '', false],
    ['~', undefined, false],
  ])('%j against %j: %j', (wanted, seen, right) => {
    expect(matches(wanted, seen)).toBe(right);
  });

  it('of plain text need only be contained where the text is long', () => {
    expect(contains('Welcome', 'x Welcome y')).toBe(true);
    expect(contains('~^y', 'x\ny')).toBe(true);
    expect(contains('absent', '')).toBe(true);
    expect(contains('present', '')).toBe(false);
  });
});

describe('a size', () => {
  it('is read as docker run --memory reads it', () => {
    expect([parseSize('64m'), parseSize('1g'), parseSize('100'), parseSize('64MB'), parseSize('m')]).toEqual([
      67_108_864,
      1_073_741_824,
      100,
      67_108_864,
      Number.NaN,
    ]);
  });

  it('is written so that it reads the same', () => {
    fc.assert(fc.property(fc.integer({min: 1, max: 2 ** 40}), (bytes) => parseSize(sizeText(bytes)) === bytes));
  });

  it('of no limit is only absent', () => {
    expect([sizeMatches('absent', 0), sizeMatches('<= 64m', 0), sizeMatches('present', 0)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('an image reference', () => {
  it.each([
    ['nginx', {registry: '', repository: 'nginx', tag: 'latest', digest: ''}],
    ['docker.io/library/nginx:1', {registry: '', repository: 'nginx', tag: '1', digest: ''}],
    ['localhost:5001/web', {registry: 'localhost:5001', repository: 'web', tag: 'latest', digest: ''}],
    ['fluent/fluentd:v1', {registry: '', repository: 'fluent/fluentd', tag: 'v1', digest: ''}],
    ['localhost:5001/web@sha256:ab', {registry: 'localhost:5001', repository: 'web', tag: '', digest: 'sha256:ab'}],
  ])('%s is taken apart', (text, parts) => {
    expect(parseReference(text)).toEqual(parts);
  });

  it('names the same image in its short and its long form', () => {
    expect(sameReference('nginx', 'docker.io/library/nginx:latest')).toBe(true);
    expect(sameReference('localhost:5001/nginx', 'nginx')).toBe(false);
    expect(canonicalReference('docker.io/library/nginx')).toBe('nginx:latest');
  });
});
