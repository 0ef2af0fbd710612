import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {evaluateArithmetic} from '../../../../../src/sandbox/embedded/runtime/shell/arithmetic/evaluate.ts';
import {ArithmeticFault} from '../../../../../src/sandbox/embedded/runtime/shell/arithmetic/scan.ts';
import type {Script} from '../../../../../src/sandbox/embedded/runtime/shell/syntax/ast.ts';
import {parseLines, parseScript} from '../../../../../src/sandbox/embedded/runtime/shell/syntax/parse.ts';
import {printScript} from '../../../../../src/sandbox/embedded/runtime/shell/syntax/print.ts';
import {SyntaxFault} from '../../../../../src/sandbox/embedded/runtime/shell/syntax/source.ts';

const words = [
  'a',
  'echo',
  'x=1',
  'b c',
  '$x',
  '"$x"',
  `\${x:-y}`,
  `\${x#*.}`,
  `\${x/a/b}`,
  `\${#x}`,
  `\${x:1:2}`,
  "'q r'",
  '"',
  "'",
  '\\',
];
const keywords = [
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'for',
  'in',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  '{',
  '}',
  '!',
  '[[',
];
const operators = [
  ';',
  '&',
  '|',
  '&&',
  '||',
  ';;',
  '(',
  ')',
  '\n',
  ' ',
  '\t',
  '<',
  '>',
  '>>',
  '2>',
  '<&',
  '>&-',
  '&>',
  '#',
];
const openings = [
  '$(',
  '$((',
  '))',
  '`',
  `\${`,
  '<<E',
  '<<-E\n',
  "<<'E'",
  'E\n',
  'f() ',
  '\\\n',
  '$',
  "$'",
  '~',
  '*',
  '[a-z]',
  '1',
];
const tokens = fc.constantFrom(...words, ...keywords, ...operators, ...openings);

/** Texts that are scripts more often than chance would have it. */
const scriptText = fc.oneof(
  fc.array(tokens, {maxLength: 25}).map((parts) => parts.join(' ')),
  fc.array(tokens, {maxLength: 25}).map((parts) => parts.join('')),
);

/** The script, undefined when it is malformed; anything else that is thrown is a failure. */
function parse(text: string): Script | undefined {
  try {
    return parseScript(text);
  } catch (error) {
    if (error instanceof SyntaxFault) return undefined;
    throw error;
  }
}

function withoutLines(script: Script): readonly unknown[] {
  return JSON.parse(JSON.stringify(script, (key, value: unknown) => (key === 'line' ? undefined : value)));
}

describe('the parser', () => {
  it('makes a script or a syntax error of any bytes', () => {
    const bytes = fc.uint8Array({maxLength: 60});
    fc.assert(
      fc.property(bytes, (text) => void parse(new TextDecoder().decode(text))),
      {numRuns: 5000},
    );
  });

  it('makes a script or a syntax error of any tokens', () => {
    fc.assert(
      fc.property(scriptText, (text) => void parse(text)),
      {numRuns: 8000},
    );
  });

  it('gives the same script for what it has been printed as', () => {
    fc.assert(
      fc.property(scriptText, (text) => {
        const script = parse(text);
        // A lone dollar before backquotes cannot be written with parentheses, which is how substitutions are printed.
        fc.pre(script !== undefined && !text.includes('<<') && !/\$(\\\n)*`/.test(text));
        if (script) expect(withoutLines(parseScript(printScript(script)))).toEqual(withoutLines(script));
      }),
      {numRuns: 6000},
    );
  });

  it('says of half a text that more is needed, and then parses the whole as if it had come at once', () => {
    fc.assert(
      fc.property(scriptText, fc.nat(200), (text, cut) => {
        const lines = `${text}\n`;
        const half = lines.slice(0, lines.indexOf('\n', cut % lines.length) + 1);
        const options = {aliases: new Map(), line: 1};
        const first = parseLines(half, {...options, final: false});
        const whole = parseLines(lines, {...options, final: true});
        // What is a script already stays one, whatever follows.
        if (first.kind === 'commands' && whole.kind === 'commands')
          expect(withoutLines(whole.script).slice(0, first.script.length)).toEqual(withoutLines(first.script));
        if (first.kind === 'fault') expect(whole.kind).toBe('fault');
      }),
      {numRuns: 3000},
    );
  });
});

describe('arithmetic', () => {
  it('makes a number or an arithmetic error of any tokens', () => {
    const pieces = fc.constantFrom(
      ...[
        '1',
        '07',
        '0x1f',
        '2#101',
        'x',
        'y',
        ' ',
        '(',
        ')',
        '+',
        '-',
        '*',
        '/',
        '%',
        '**',
        '++',
        '--',
        '<<',
        '>>',
        '<',
        '>=',
      ],
      ...[
        '==',
        '!=',
        '&',
        '&&',
        '|',
        '||',
        '^',
        '~',
        '!',
        '?',
        ':',
        ',',
        '=',
        '+=',
        '<<=',
        '$',
        '"',
        '9223372036854775807',
      ],
    );
    fc.assert(
      fc.property(fc.array(pieces, {maxLength: 20}), (parts) => {
        const variables = new Map([
          ['x', '5'],
          ['y', 'x+1'],
        ]);
        try {
          const value = evaluateArithmetic(parts.join(''), {
            get: (name) => variables.get(name),
            set: (name, text) => void variables.set(name, text),
          });
          expect(BigInt.asIntN(64, value)).toBe(value);
        } catch (error) {
          expect(error).toBeInstanceOf(ArithmeticFault);
        }
      }),
      {numRuns: 5000},
    );
  });
});
