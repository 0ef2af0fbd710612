import type {Result} from './corpus.ts';

/** Where the engine does not what the recorded busybox did, and why. */
export interface Difference {
  readonly scene: string;
  readonly command: string;
  readonly ours: Partial<Result>;
  readonly because: string;
}

const byName = 'a directory is read by name here; the real one gives its names in no order';

const noMath = "Debian's awk was built without mathematics; Alpine's has it";

export const differences: readonly Difference[] = [
  {
    scene: 'tar and gzip',
    command: 'tar tf t.tar',
    ours: {out: 'd/\nd/a.txt\nd/sub/\nd/sub/b.txt\nc.txt\n'},
    because: byName,
  },
  {
    scene: 'tar and gzip',
    command: 'tar tvf t.tar',
    ours: {
      out: `drwxr-xr-x root/root         0 2024-01-02 03:04:05 d/
-rw-r--r-- root/root         6 2024-01-02 03:04:05 d/a.txt
drwxr-xr-x root/root         0 2024-01-02 03:04:05 d/sub/
-rw-r--r-- root/root      1000 2024-01-02 03:04:05 d/sub/b.txt
-rw------- root/root         2 2024-01-02 03:04:05 c.txt
`,
    },
    because: byName,
  },
  {
    scene: 'tar and gzip',
    command: 'tar -cvf v.tar d',
    ours: {out: 'd/\nd/a.txt\nd/sub/\nd/sub/b.txt\n'},
    because: byName,
  },
  {scene: 'tar and gzip', command: 'tar tzf t.tgz', ours: {out: 'd/\nd/a.txt\nd/sub/\nd/sub/b.txt\n'}, because: byName},
  {scene: 'find', command: 'find t -name "*.txt"', ours: {out: 't/a.txt\nt/sub/c.txt\n'}, because: byName},
  {
    scene: 'find',
    command: 'find t -iname "*.txt" -type f',
    ours: {out: 't/a.txt\nt/sub/c.txt\nt/sub/deep/d.TXT\n'},
    because: byName,
  },
  {
    scene: 'find',
    command: 'find t -size -1k -type f',
    ours: {out: 't/a.txt\nt/sub/c.txt\nt/sub/deep/d.TXT\n'},
    because: byName,
  },
  {scene: 'find', command: 'find t -size 2c', ours: {out: 't/a.txt\nt/sub/c.txt\n'}, because: byName},
  {
    scene: 'find',
    command: 'find t/sub -depth -name "[cd]*"',
    ours: {out: 't/sub/c.txt\nt/sub/deep/d.TXT\nt/sub/deep\n'},
    because: byName,
  },
  {
    scene: 'cp, mv, rm',
    command: 'rm a.txt/',
    ours: {err: "rm: can't remove 'a.txt/': Not a directory\n", code: 1},
    because: 'Linux finds no directory there; busybox 1.37 takes the slash away first, 1.36 does not',
  },
  {
    scene: 'awk',
    command: "awk 'BEGIN {print 2^10, -2^2, 2 ** 3, 2^3^2}'",
    ours: {out: '1024 -4 8 512\n', err: '', code: 0},
    because: noMath,
  },
  {
    scene: 'awk',
    command: "awk 'BEGIN {print sqrt(16), exp(0), log(1), sin(0), cos(0), atan2(0,-1)}'",
    ours: {out: '4 1 0 0 1 3.14159\n', err: '', code: 0},
    because: noMath,
  },
  {
    scene: 'awk',
    command: `awk 'BEGIN {OFMT="%.2f"; x = 3.14159; print x, x ""; CONVFMT="%.3f"; print x ""}'`,
    ours: {out: '3.14 3.14159\n3.142\n'},
    because: 'busybox keeps the text of a number although CONVFMT has changed; POSIX does not',
  },
  {
    scene: 'awk',
    command: `awk 'BEGIN {print 1==1 ? "y" : "n"; print 1 && 0, 1 || 0}'`,
    ours: {out: 'y\n0 1\n', err: '', code: 0},
    because: 'busybox takes the || behind print for a pipe, which no other awk does',
  },
  {
    scene: 'awk',
    command: "awk '/[/' a.txt",
    ours: {err: "awk: bad regex '[': Missing ']'\n"},
    because: 'the words of musl',
  },
  {
    scene: 'grep',
    command: 'grep -r hello d',
    ours: {out: 'd/e/deep.txt:deep hello\nd/in.txt:hello inside\n'},
    because: byName,
  },
  {scene: 'grep', command: 'grep -rh hello d', ours: {out: 'deep hello\nhello inside\n'}, because: byName},
  {scene: 'grep', command: 'grep -rl hello d', ours: {out: 'd/e/deep.txt\nd/in.txt\n'}, because: byName},
];
