import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {appletNames} from '../../../../../src/sandbox/embedded/runtime/programs/busybox.ts';
import {arena, cases, fuzz} from './arena.ts';

const words = (text: string): readonly string[] => text.split(' ');

function scripts(tokens: readonly string[], separators: readonly string[] = ['', '', ' ']): fc.Arbitrary<string> {
  const token = fc.oneof({weight: 6, arbitrary: fc.constantFrom(...tokens)}, fc.string({maxLength: 3}));
  const piece = fc.tuple(token, fc.constantFrom(...separators)).map((pair) => pair.join(''));
  return fc.array(piece, {maxLength: 14}).map((pieces) => pieces.join('').replaceAll('\0', ''));
}

describe('random scripts end with a result or a clear error', () => {
  const regex = words(
    'a b . * + ? ^ $ [ ] [^a] [a-z] [[:alpha:]] \\( \\) ( ) | \\| {1,3} \\{2\\} \\1 \\w \\b \\ ab \\< {',
  );

  it('sed', async () => {
    const sed = [
      ...words(
        's/ s| y/abc/xyz/ / // g p d D n N G H h x = q Q b t T bx tx :x { } ; ! , 1 2 $ +1 /a/ /x*/ a i c a\\ i\\ \\n & w r #',
      ),
      ...['w /tmp/f', 'r b.txt', 's/a/b/', 's/\\(.*\\)/\\1\\1/g', ':a;', 'ba', '$!', 'text', '\n', ' '],
      ...regex,
    ];
    const flags = fc.subarray(['-n', '-E', '-i', '-s'], {maxLength: 2});
    const argv = fc.tuple(flags, scripts(sed)).map(([options, script]) => [...options, '-e', script, 'a.txt', 'b.txt']);
    await fuzz('sed', argv, 800);
  }, 120_000);

  it('awk', async () => {
    const awk = [
      ...words(
        'BEGIN END { } ( ) [ ] $ $0 $1 NF NR FS 0 1 -1 1e9 "s" "%d" /a/ /(/ + - * / % ^ ! < > = == != ~ !~ && || ? : , ; ++ -- += if else',
      ),
      ...words(
        'while for in do break continue next exit return delete function f(a) f( print printf getline | >> length substr( split( gsub( sub(',
      ),
      ...words('match( sprintf( index( toupper( system( close( x y arr arr[x] srand() rand() int( strftime( xor('),
      ...[
        '\n',
        ' ',
        'x = x x;',
        'for (;;)',
        'while (1)',
        'x[i++] = i',
        '"cat" | getline',
        'print > "/tmp/o"',
        'getline < "a.txt"',
        '#',
      ],
    ];
    const argv = scripts(awk, ['', ' ', ' ']).map((script) => ['-F', ' ', script, 'a.txt', 'v=1', 'b.txt']);
    await fuzz('awk', argv, 800);
  }, 180_000);

  it('grep', async () => {
    const flags = fc.subarray(['-E', '-F', '-i', '-v', '-o', '-w', '-x', '-c', '-n', '-A1', '-B1', '-r', '-l', '-m1'], {
      maxLength: 4,
    });
    const argv = fc
      .tuple(flags, scripts(regex, ['']))
      .map(([options, script]) => [...options, '-e', script, 'a.txt', 'd']);
    await fuzz('grep', argv, 800);
  }, 120_000);

  it.each([
    [
      'find',
      '. a.txt d -name -type -exec echo {} ; + ( ) ! -o -a -print -maxdepth 1 -size +1k f * -perm -mtime -newer -delete -empty -prune',
    ],
    ['expr', '1 2 + - * / % ( ) : < > = | & a length substr index match abc a.c'],
    ['bc', 'a.txt -l -q'],
    ['test', '-f -d -z -n = != -eq -lt -a -o ! ( ) a 1 a.txt -nt'],
    ['tr', '-d -s -c a-z A-Z [:alpha:] [=a=] \\n \\ a b-a [ - 0-9'],
    ['cut', '-d : -f -c 1 2- -3 1,2 3-1 -s -b x a.txt'],
    ['sort', '-k 1 2n 1,2 1.2,3r 0 -t : -n -r -u -c -o a.txt b.txt'],
    ['xargs', '-n -L -I {} -0 -r -s 1 2 echo cat false -P -t nosuch'],
    ['tar', 'c x t f z v - /tmp/t.tar -C d a.txt b.txt --strip-components 1 -O'],
    ['date', '-d -u @0 @-1 +%s %Y-%m-%d 2024-02-30 12:34 -R -I +%Z%z%V -D now'],
    ['od', '-c -x -t x1 o2 -A d n -N 3 -j 1 a.txt -v'],
    ['printf', '%s %d %5.2f %c %b \\n \\x41 abc 1 -1 %* %% %q'],
    ['dd', 'if=a.txt of=/tmp/d bs=1 bs=0 count=2 skip=1 seek=2 conv=notrunc conv=swab status=none ibs=3 x=1'],
    ['diff', '-u -r -q -i -b a.txt b.txt d . - missing -U 0'],
  ])(
    '%s',
    async (name, pool) => {
      const argv = fc.array(
        fc.oneof({weight: 5, arbitrary: fc.constantFrom(...words(pool))}, fc.string({maxLength: 4})),
        {maxLength: 7},
      );
      await fuzz(
        name,
        argv.map((args) => args.map((arg) => arg.replaceAll('\0', ''))),
        100,
      );
    },
    60_000,
  );

  it('every applet, with any words', async () => {
    const {run, faults} = arena();
    const names = appletNames().filter((name) => !['[', '[[', 'yes'].includes(name));
    const pool = words(
      'a.txt b.txt d . .. / - -- -n -c -f -r -a -l -x -1 0 1 5 x root /tmp/new /proc/self/status + = % { } -v -p -s -d --help',
    );
    const argv = fc.tuple(
      fc.constantFrom(...names),
      fc.array(fc.oneof(fc.constantFrom(...pool), fc.string({maxLength: 5})), {maxLength: 4}),
    );
    await fc.assert(
      fc.asyncProperty(argv, async ([name, args]) => {
        await run([name, ...args.map((arg) => arg.replaceAll('\0', ''))]);
        expect(faults).toEqual([]);
      }),
      {numRuns: cases(1000)},
    );
  }, 180_000);
});
