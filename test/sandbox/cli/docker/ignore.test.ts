import {describe, expect, it} from 'vitest';
import {ignoreRules, readIgnoreLines} from '../../../../src/sandbox/cli/docker/ignore.ts';

function excluded(content: string, ...paths: readonly string[]): readonly boolean[] {
  const rules = ignoreRules(readIgnoreLines(content));
  return paths.map((path) => rules.excludes(path));
}

describe('a .dockerignore', () => {
  it('is read without comments, blanks, leading slashes and dots', () => {
    expect(readIgnoreLines('\uFEFF# no\n\n  a/ \n/b\n./c//d\n! /e\n #f\n..\n')).toEqual([
      'a',
      'b',
      'c/d',
      '!e',
      '#f',
      '..',
    ]);
  });

  it('leaves out a folder with all in it', () => {
    expect(excluded('node_modules', 'node_modules', 'node_modules/a/b', 'src/node_modules', 'node_modules2')).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('stops * and ? at a slash, and lets ** pass any number of folders', () => {
    expect(excluded('*.md', 'a.md', 'x/a.md')).toEqual([true, false]);
    expect(excluded('**/*.md', 'a.md', 'x/y/a.md')).toEqual([true, true]);
    expect(excluded('a?c', 'abc', 'ac', 'a/c')).toEqual([true, false, false]);
    expect(excluded('x/**', 'x', 'x/a', 'x/a/b')).toEqual([false, true, true]);
    expect(excluded('[a-c].txt', 'b.txt', 'd.txt')).toEqual([true, false]);
  });

  it('lets the last matching line decide', () => {
    expect(excluded('*.md\n!README.md', 'a.md', 'README.md')).toEqual([true, false]);
    expect(excluded('!README.md\n*.md', 'README.md')).toEqual([true]);
    expect(excluded('*\n!src\nsrc/secret', 'x', 'src/a', 'src/secret')).toEqual([true, false, true]);
  });

  it('takes the signs of other patterns literally', () => {
    expect(excluded('a.b+(c)', 'a.b+(c)', 'axb+(c)')).toEqual([true, false]);
    expect(excluded('a\\*', 'a*', 'ab')).toEqual([true, false]);
  });

  it('tells which left-out folder must still be walked', () => {
    const rules = ignoreRules(readIgnoreLines('*\n!src/deep/a'));
    expect([rules.mayHoldIncluded('src'), rules.mayHoldIncluded('src/deep'), rules.mayHoldIncluded('lib')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('refuses an exclamation mark alone, and a bracket that never closes', () => {
    expect(() => excluded('!')).toThrow('illegal exclusion pattern: "!"');
    expect(() => excluded('[a')).toThrow('syntax error in pattern');
  });
});
