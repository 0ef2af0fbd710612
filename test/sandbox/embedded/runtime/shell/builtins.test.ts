import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {builtins} from '../../../../../src/sandbox/embedded/runtime/shell/builtins/index.ts';
import {parseCommandLine} from '../../../../../src/sandbox/embedded/runtime/shell/command-line.ts';
import {runShell} from './box.ts';

const folder = new URL('../../../../../src/sandbox/embedded/runtime/shell/builtins/', import.meta.url);

describe('the table of builtins', () => {
  it('has every builtin that is defined', () => {
    const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
    const defined = sources.flatMap((text) =>
      [...text.matchAll(/defineBuiltin\(\{\s*names: \[([^\]]*(?:'\]')?[^\]]*)\]/g)].flatMap(([, names = '']) =>
        [...names.matchAll(/'([^']+)'/g)].map(([, name = '']) => name),
      ),
    );
    expect(defined.length).toBeGreaterThan(40);
    expect(defined.filter((name) => !builtins.has(name))).toEqual([]);
  });
});

describe('what a shell was started for', () => {
  it.each([
    [['sh'], {script: {kind: 'input'}, login: false}],
    [['-sh'], {script: {kind: 'input'}, login: true}],
    [['sh', '-l'], {login: true}],
    [['sh', '-c', 'a', 'b', 'c'], {script: {kind: 'text', text: 'a'}, name: 'b', positional: ['c']}],
    [['sh', '-ec', 'a'], {script: {kind: 'text', text: 'a'}, name: undefined, positional: []}],
    [['sh', 'f', '-x', 'y'], {script: {kind: 'file', path: 'f'}, name: 'f', positional: ['-x', 'y']}],
    [['sh', '-s', 'a', 'b'], {script: {kind: 'input'}, positional: ['a', 'b']}],
    [['sh', '--', '-f'], {script: {kind: 'file', path: '-f'}}],
  ])('is %j', (argv, expected) => {
    expect(parseCommandLine(argv)).toMatchObject(expected);
  });

  it('says which option it does not know', () => {
    expect(() => parseCommandLine(['sh', '-z'])).toThrow('illegal option -z');
    expect(() => parseCommandLine(['sh', '-o', 'nope'])).toThrow('illegal option -o nope');
  });
});

describe('builtins that tell of the machine', () => {
  it('list themselves', async () => {
    const {out} = await runShell('help');
    expect(out).toMatch(/^Built-in commands:\n-{18}\n\t\. : \[/);
  });

  it('show limits as Docker gives them, and those that were set', async () => {
    expect((await runShell('ulimit -n; ulimit -n 64; ulimit -n; ulimit -a | grep open')).out).toBe(
      '1048576\n64\nopen files                      (-n) 64\n',
    );
  });

  it('show the time that was used', async () => {
    expect((await runShell('times')).out).toMatch(/^\d+m\d\.\d{3}s 0m0\.000s\n0m0\.000s 0m0\.000s\n$/);
  });

  it('find programs where PATH says', async () => {
    expect((await runShell('type cat; command -v cat; cat </dev/null; hash')).out).toBe(
      'cat is /bin/cat\n/bin/cat\n/bin/cat\n',
    );
  });

  it.each([
    ['sleep 3 & (sleep 1; exit 4) & wait -n; echo $?; wait -n; echo $?; wait -n; echo $?', '4\n0\n0\n'],
    ['(exit 3) & sleep 1; wait -n; echo $?; wait; echo $?', '3\n0\n'],
    ['sleep 5 & a=$!; (sleep 1; exit 2) & wait -n $a $!; echo $?; wait -n 99; echo $?', '2\n127\n'],
    ['trap "echo t" USR1; sleep 5 & (sleep 1; kill -USR1 $$) & wait -n $!; echo $?; wait -n; echo $?', 't\n138\n0\n'],
  ])('wait for whatever ends first: %s', async (text, expected) => {
    expect((await runShell(text)).out).toBe(expected);
  });

  it('tell of signals nobody may send', async () => {
    const text = 'sleep 1 & kill -0 1 && echo yes; kill -9 -1; wait $!; echo $?';
    expect((await runShell(text)).out).toBe('yes\n137\n');
  });
});
