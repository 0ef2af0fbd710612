import fc from 'fast-check';
import {describe, it} from 'vitest';
import {fuzz} from './arena.ts';

/** Programs of awk, put together of its parts so that they can be read. */
function awkPrograms(): fc.Arbitrary<string> {
  const binary = ['+', '-', '*', '/', '%', '^', ' ', '<', '>=', '==', '&&', '||', '~', '!~'];
  const atoms = [
    '0',
    '1',
    '-1',
    '3.7',
    '1e300',
    '"s"',
    '"10"',
    '$1',
    '$2',
    'x',
    'NR',
    '/a+/',
    'length()',
    '"%5.2f|%s"',
    'a[1]',
    '""',
  ];
  const {program} = fc.letrec<{program: string; statement: string; expression: string; target: string}>((tie) => {
    const pair = fc.tuple(tie('expression'), tie('expression'));
    const call = fc.tuple(fc.constantFrom('substr', 'index', 'split', 'match', 'sprintf', 'atan2', 'lshift'), pair);
    return {
      target: fc.oneof(
        {weight: 5, arbitrary: fc.constantFrom('x', 'y', 'NF', '$0', '$2', 'a["k"]')},
        tie('expression').map((index) => `a[${index}]`),
      ),
      expression: fc.oneof(
        {maxDepth: 5, depthSize: 'small'},
        fc.constantFrom(...atoms),
        fc.tuple(pair, fc.constantFrom(...binary)).map(([[left, right], sign]) => `(${left} ${sign} ${right})`),
        fc.tuple(fc.constantFrom('-', '!', '+'), tie('expression')).map(([sign, operand]) => `(${sign} ${operand})`),
        fc
          .tuple(tie('target'), fc.constantFrom('=', '+=', '^=', '/='), tie('expression'))
          .map((parts) => `(${parts.join(' ')})`),
        fc.tuple(tie('target'), fc.constantFrom('++', '--')).map((parts) => parts.join('')),
        call.map(([name, [one, other]]) => `${name}(${one}, ${name === 'split' ? 'b' : other})`),
        fc
          .tuple(fc.constantFrom('gsub', 'sub'), tie('expression'), tie('target'))
          .map(([name, text, target]) => `${name}(/[a-c]*/, ${text}, ${target})`),
        fc.tuple(tie('expression'), pair).map(([test, [yes, no]]) => `(${test} ? ${yes} : ${no})`),
        tie('expression').map((argument) => `f(${argument})`),
        tie('expression').map((key) => `((${key}) in a)`),
      ),
      statement: fc.oneof(
        {maxDepth: 4, depthSize: 'small'},
        tie('expression'),
        fc.tuple(fc.constantFrom('print', 'printf'), pair).map(([name, [one, other]]) => `${name} ${one}, ${other}`),
        fc.tuple(tie('expression'), tie('statement')).map(([test, body]) => `if (${test}) {${body}} else {x++}`),
        fc
          .tuple(tie('expression'), tie('statement'))
          .map(([test, body]) => `while (${test}) {${body}; if (z++ > 50) break}`),
        tie('statement').map((body) => `for (k in a) {${body}}`),
        fc.tuple(tie('statement'), tie('statement')).map((both) => both.join('; ')),
        fc.constantFrom('next', 'exit', 'delete a', 'getline', 'getline x < "b.txt"', 'close("b.txt")'),
      ),
      program: fc
        .tuple(tie('statement'), tie('statement'), tie('expression'))
        .map(
          ([begin, rule, test]) =>
            `function f(n) {return n > 20 ? n : f(n + 1)}\nBEGIN {${begin}}\n${test} {${rule}}\nEND {print x, y}`,
        ),
    };
  });
  return program;
}

/** Scripts of sed, one command a line. */
function sedScripts(): fc.Arbitrary<string> {
  const address = fc.constantFrom('', '1', '$', '2,3', '/a/', '/a/,/b/', '1,$', '2,+1', '/x/,2', '$!', '1!', '/b/,$!');
  const command = fc.constantFrom(
    ...[
      's/a/b/',
      's/b*/x/g',
      's/\\(.\\)\\(.\\)/\\2\\1/2',
      's/$/&&/',
      's/[a-z]*/<&>/gp',
      's//Z/',
      's/\\n/+/',
      'y/abc/bca/',
    ],
    ...[
      'p',
      'd',
      'D',
      'n',
      'N',
      'P',
      'g',
      'G',
      'h',
      'H',
      'x',
      '=',
      'q',
      'b',
      't',
      'T',
      'bend',
      'tend',
      'r b.txt',
      'w /tmp/w',
    ],
    ...['a\\\ntext\\\nmore', 'i text', 'c\\\nchanged', '{s/a/A/;p}', '{N;D}', '{x;G}', ':s;s/^.\\{1,9\\}$/ &/;ts'],
  );
  const line = fc.tuple(address, command).map(([where, what]) => (what.startsWith(':') ? what : `${where}${what}`));
  return fc.array(line, {minLength: 1, maxLength: 8}).map((lines) => `${lines.join('\n')}\n:end\n`);
}

describe('random programs that are well formed', () => {
  it('run in awk', async () => {
    await fuzz(
      'awk',
      awkPrograms().map((script) => [script, 'a.txt', 'b.txt']),
      80,
    );
  }, 240_000);

  it('run in sed', async () => {
    const flags = fc.subarray(['-n', '-E', '-i'], {maxLength: 2});
    const argv = fc.tuple(flags, sedScripts()).map(([options, text]) => [...options, '-e', text, 'a.txt', 'b.txt']);
    await fuzz('sed', argv, 1500);
  }, 240_000);
});
