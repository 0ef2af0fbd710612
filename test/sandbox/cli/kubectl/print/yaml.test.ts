import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {toYaml} from '../../../../../src/sandbox/cli/kubectl/print/yaml.ts';
import {readDocuments} from '../../../../../src/sandbox/cli/kubectl/yaml-reading.ts';

const scalars: readonly (readonly [text: string, yaml: string])[] = [
  ['plain words', 'plain words'],
  ['', '""'],
  ['true', '"true"'],
  ['yes', '"yes"'],
  ['n', '"n"'],
  ['null', '"null"'],
  ['~', '"~"'],
  ['10', '"10"'],
  ['0x1F', '"0x1F"'],
  ['1e3', '"1e3"'],
  ['08', '"08"'],
  ['1:30', '"1:30"'],
  ['1.2.3', '1.2.3'],
  ['v1.34.4', 'v1.34.4'],
  ['2026-11-27T22:00:00Z', '"2026-11-27T22:00:00Z"'],
  ['500m', '500m'],
  ['- a', "'- a'"],
  ['a: b', "'a: b'"],
  ['a:b', 'a:b'],
  ['a #b', "'a #b'"],
  ['a#b', 'a#b'],
  ['*', "'*'"],
  ["it's", "it's"],
  ["'quoted'", "'''quoted'''"],
  [' blank', "' blank'"],
  ['tab\tbed', '"tab\\tbed"'],
  ['é 中', 'é 中'],
  ['one\ntwo\n', '|\n  one\n  two'],
  ['one\n\ntwo', '|-\n  one\n\n  two'],
  ['one\n\n', '|+\n  one\n'],
  ['  moved\nin', '|2-\n    moved\n  in'],
  ['blank \nend', '"blank \\nend"'],
];

describe('YAML as Go writes it', () => {
  it.each(scalars)('writes %j as %s', (text, yaml) => {
    expect(toYaml({a: text})).toBe(`a: ${yaml}\n`);
  });

  it('sorts keys, letters after everything else and numbers by size', () => {
    expect(toYaml({b: 1, a10: 2, a9: 3, _: 4, '10': 5, '9': 6})).toBe('_: 4\n"9": 6\n"10": 5\na9: 3\na10: 2\nb: 1\n');
  });

  it('does not move lists in, and writes empty ones in place', () => {
    expect(toYaml({list: [{a: 1, b: [1, [2, 3]]}, []], none: {}, nil: null})).toBe(
      'list:\n- a: 1\n  b:\n  - 1\n  - - 2\n    - 3\n- []\nnil: null\nnone: {}\n',
    );
  });

  it('breaks a long text at the first blank after column 80', () => {
    const text = `${'word '.repeat(20)}end`;
    expect(toYaml({note: text})).toBe(`note: ${'word '.repeat(15)}word\n  ${'word '.repeat(4)}end\n`);
  });

  it('is read back as what it was', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof({maxDepth: 3}, fc.string({unit: 'grapheme'}), fc.integer(), fc.boolean(), tie('map'), tie('list')),
      map: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('any')),
      list: fc.array(tie('any'), {maxLength: 4}),
    })).map;
    fc.assert(
      fc.property(value, (written) => {
        expect(readDocuments(toYaml({written}))).toEqual([{written: JSON.parse(JSON.stringify(written))}]);
      }),
      {numRuns: 300},
    );
  });
});

describe('YAML as Go reads it', () => {
  it('takes y and no for truths, times and clock times for text', () => {
    expect(readDocuments('a: no\nb: 2026-11-27\nc: 12:30\nd: 80:80\ne: "no"\nf: 010\n')).toEqual([
      {a: false, b: '2026-11-27', c: '12:30', d: '80:80', e: 'no', f: 8},
    ]);
  });

  it('leaves empty documents out and says on which line a mistake is', () => {
    expect(readDocuments('---\n---\na: 1\n---\nb: 2\n')).toEqual([{a: 1}, {b: 2}]);
    expect(() => readDocuments('a: 1\nb: [\n')).toThrow(/^error converting YAML to JSON: yaml: line \d+: /);
  });
});
