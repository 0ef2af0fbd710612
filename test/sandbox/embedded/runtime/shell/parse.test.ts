import {describe, expect, it} from 'vitest';
import type {Script} from '../../../../../src/sandbox/embedded/runtime/shell/syntax/ast.ts';
import {parseLines, parseScript, ScriptReader} from '../../../../../src/sandbox/embedded/runtime/shell/syntax/parse.ts';
import {printCommand, printScript} from '../../../../../src/sandbox/embedded/runtime/shell/syntax/print.ts';

function shown(script: Script): string {
  return script.map(printCommand).join(' ;; ');
}

describe('the parser', () => {
  it.each([
    ['a b  c', 'a b c'],
    ['a; b & c', 'a ;; b & ;; c'],
    ['a && b || c; d', 'a && b || c ;; d'],
    ['! a | b | c', '! a | b | c'],
    ['a |\n\n b &&\n c', 'a | b && c'],
    ['x=1 y="a b" cmd z=2', 'x=1 y="a b" cmd z=2'],
    ['>f a <g 2>&1 b >>h', 'a b >f <g 2>&1 >>h'],
    ['a 2>&- <>f >|g &>h', 'a 2>&- <>f >|g &>h'],
    ['if a; then b; elif c; then d; else e; fi', 'if a; then b; elif c; then d; else e; fi'],
    ['while a; do b; done', 'while a; do b; done'],
    ['until a\ndo\nb\ndone', 'until a; do b; done'],
    ['for i in a "b c"; do d; done', 'for i in a "b c"; do d; done'],
    ['for i do d; done', 'for i; do d; done'],
    ['case x in a|b) c;; (d) ;; esac', 'case x in a | b) c;; d) ;; esac'],
    ['{ a; b; } >f', '{ a; b; } >f'],
    ['( a; b )', '(a; b)'],
    ['f() { a; }', 'f() { a; }'],
    ['function f { a; }', 'f() { a; }'],
    ['[[ a && b ]]', '[[ a -a b ]]'],
    ['echo if then done', 'echo if then done'],
    ['echo \'a\'"b"\\c d\\ e', 'echo "abc" d" "e'],
    ['echo $x $y `a` $(b) $((c))', `echo \${x} \${y} $(a) $(b) $((c))`],
    ['a # b; c\nd', 'a ;; d'],
    ['a\\\nb c\\\n d', 'ab c d'],
    ['cat <<E\na\nE\nb', 'cat <<... ;; b'],
  ])('reads %j', (text, expected) => {
    expect(shown(parseScript(text))).toBe(expected);
  });

  it('keeps what was quoted apart from what was not', () => {
    expect(parseScript('a"b$c"\'\'')).toMatchObject([
      {
        words: [
          [
            {kind: 'text', text: 'a', quoted: false},
            {kind: 'text', text: 'b', quoted: true},
            {kind: 'parameter', name: 'c', quoted: true},
            {kind: 'text', text: '', quoted: true},
          ],
        ],
      },
    ]);
  });

  it('reads here-documents in the order of their operators', () => {
    const text = 'cat <<A - <<"B" <<-C\na $x\nA\n$b\nB\n\t\tc\n\tC\nnext';
    const script = parseScript(text);
    expect(script).toMatchObject([
      {
        redirects: [
          {document: {delimiter: 'A', literal: false, body: [{text: 'a '}, {name: 'x'}, {text: '\n'}]}},
          {document: {delimiter: 'B', literal: true, body: [{text: '$b\n'}]}},
          {document: {delimiter: 'C', strip: true, body: [{text: 'c\n'}]}},
        ],
      },
      {words: [[{text: 'next'}]]},
    ]);
    expect(parseScript(printScript(script))).toMatchObject([{kind: 'simple'}, {words: [[{text: 'next'}]]}]);
  });

  it('knows the lines of commands', () => {
    expect(parseScript('a\n\nb \\\n c; d\ne')).toMatchObject([{line: 1}, {line: 3}, {line: 4}, {line: 5}]);
  });

  it('reads a line only when it is asked for, with the aliases there are by then', () => {
    const aliases = new Map<string, string>();
    const reader = new ScriptReader('a\na\ndone', aliases);
    expect(shown(reader.next() ?? [])).toBe('a');
    aliases.set('a', 'b c');
    expect(shown(reader.next() ?? [])).toBe('b c');
    expect(() => reader.next()).toThrow('unexpected "done"');
  });

  it.each([
    ['l x', {l: 'ls -l'}, 'ls -l x'],
    ['ls', {ls: 'ls -a'}, 'ls -a'],
    ['ls', {ls: 'ls'}, 'ls'],
    ['one', {one: 'two', two: 'one'}, 'one'],
    ['s h h', {s: 'echo ', h: 'hi'}, 'echo hi h'],
    ['w x; done', {w: 'while a; do'}, 'while a; do x; done'],
    ['\\l; "l"', {l: 'ls'}, '"l" ;; "l"'],
    ['x=1 l', {l: 'ls'}, 'x=1 ls'],
    ['echo l', {l: 'ls'}, 'echo l'],
    ['two', {two: 'a\nb'}, 'a ;; b'],
  ])('expands aliases in %j', (text, aliases, expected) => {
    expect(shown(parseScript(text, new Map(Object.entries(aliases))))).toBe(expected);
  });
});

describe('lines that come one by one', () => {
  const progress = (text: string): ReturnType<typeof parseLines> =>
    parseLines(text, {aliases: new Map(), line: 1, final: false});

  it.each([
    'if a\n',
    'a |\n',
    'a &&\n',
    'echo "b\n',
    "echo 'b\n",
    'a \\\n',
    'cat <<E\n',
    'f() {\n',
    '(a\n',
    'echo $(a\n',
    'case x in\n',
    `\${x:-\n`,
    'echo `a\n',
    'echo $((1+\n',
    'for i in a\n',
  ])('need more after %j', (text) => {
    expect(progress(text).kind).toBe('incomplete');
  });

  it.each(['a\n', '\n', '# a\n', 'if a; then b; fi\n', 'cat <<E\nE\n', 'a; b &\n', 'echo "\n"\n'])(
    'are whole in %j',
    (text) => {
      expect(progress(text).kind).toBe('commands');
    },
  );

  it('say which line is worth another try', () => {
    const [quote, document, list] = ["echo 'a\n", 'cat <<-E\n', 'if\n'].map(progress);
    expect(quote?.kind === 'incomplete' && [quote.mayEnd('b"'), quote.mayEnd("b'")]).toEqual([false, true]);
    expect(document?.kind === 'incomplete' && [document.mayEnd('E '), document.mayEnd('\tE')]).toEqual([false, true]);
    expect(list?.kind === 'incomplete' && list.mayEnd('anything')).toBe(true);
  });

  it('are at fault as soon as nothing can make them right', () => {
    expect(progress('done\n')).toMatchObject({kind: 'fault', fault: {message: 'unexpected "done"', line: 1}});
  });
});
