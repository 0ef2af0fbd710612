import {describe, expect, it} from 'vitest';
import {rootFiles} from '../../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import type {Program} from '../../../../../src/sandbox/embedded/runtime/process/process.ts';
import {type Machine, manualClock} from '../../rig.ts';
import {createBox} from './box.ts';

/** Programs that Debian's busybox has not, or that no recording can show. */

const lines = (...all: readonly (string | number)[]): string => all.map((line) => `${line}\n`).join('');

async function output(box: Machine, ...argv: readonly string[]): Promise<string> {
  const {out, err, status} = await box.run(argv);
  return `${out}${err}${status.code === 0 ? '' : `(${status.code})`}`;
}

describe('tail -f', () => {
  it('prints what is appended, and begins again where a file was emptied', async () => {
    const clock = manualClock();
    const box = createBox({clock});
    const disk = rootFiles(box.space.mounts, clock.now);
    disk.write('/tmp/log', lines(1, 2, 3));
    const {out} = box.start(['tail', '-n', '1', '-f', '/tmp/log']);
    await clock.settle();
    expect(out()).toBe('3\n');
    disk.write('/tmp/log', '4\n', {append: true});
    await clock.advance(1000);
    expect(out()).toBe('3\n4\n');
    disk.write('/tmp/log', '5\n');
    await clock.advance(1000);
    expect(out()).toBe('3\n4\n5\n');
  });

  it('waits with -F for a file that is not there, and follows another one of its name', async () => {
    const clock = manualClock();
    const box = createBox({clock});
    const disk = rootFiles(box.space.mounts, clock.now);
    const {out, err} = box.start(['tail', '-F', '/tmp/log']);
    await clock.settle();
    disk.write('/tmp/log', 'new\n');
    await clock.advance(1000);
    expect(out()).toBe('new\n');
    expect(err()).toContain('tail: /tmp/log has appeared; following end of new file\n');
    disk.unlink('/tmp/log');
    await clock.advance(1000);
    expect(err()).toContain('has been renamed or deleted');
  });

  it('shows where lines come from when there are several files', async () => {
    const clock = manualClock();
    const box = createBox({clock});
    const disk = rootFiles(box.space.mounts, clock.now);
    for (const name of ['a', 'b']) disk.write(`/tmp/${name}`, `${name}\n`);
    const {out} = box.start(['tail', '-f', '/tmp/a', '/tmp/b']);
    await clock.settle();
    disk.write('/tmp/a', 'more\n', {append: true});
    await clock.advance(1000);
    expect(out()).toBe('==> /tmp/a <==\na\n\n==> /tmp/b <==\nb\n\n==> /tmp/a <==\nmore\n');
  });
});

describe('programs Debian has not', () => {
  const box = createBox();
  box.lay({
    '/t/one': lines('a', 'b', 'd'),
    '/t/two': lines('b', 'c', 'd', 'e'),
    '/t/deep/x.log': 'x',
    '/t/deep/y.txt': 'y',
  });

  it.each([
    ['comm', ['comm', '/t/one', '/t/two'], 'a\n\t\tb\n\tc\n\t\td\n\te\n'],
    ['comm -12', ['comm', '-12', '/t/one', '/t/two'], 'b\nd\n'],
    ['cksum', ['cksum', '/t/deep/x.log'], '12738659 1 /t/deep/x.log\n'],
    ['xargs -L', ['xargs', '-L', '2', '-a', '/t/one', 'echo', '-'], '- a b\n- d\n'],
    ['find -printing nothing', ['find', '/t/deep', '-name', '*.log', '-delete'], ''],
    ['what find deleted', ['find', '/t/deep'], '/t/deep\n/t/deep/y.txt\n'],
    ['split', ['split', '-l', '2', '/t/two', '/t/part-'], ''],
    [
      'the pieces of split',
      ['head', '-n', '5', '/t/part-aa', '/t/part-ab'],
      '==> /t/part-aa <==\nb\nc\n\n==> /t/part-ab <==\nd\ne\n',
    ],
    ['split -b', ['split', '-b', '1', '-a', '3', '/t/deep/y.txt', '/t/q'], ''],
    ['a piece of split -b', ['cat', '/t/qaaa'], 'y'],
    ['tar --exclude', ['tar', 'cf', '/t.tar', '-C', '/t', '--exclude', '*.txt', 'deep', 'one'], ''],
    ['what is in it', ['tar', 'tf', '/t.tar'], 'deep/\none\n'],
    ['tar -T', ['tar', 'cf', '/u.tar', '-T', '/t/names'], 'tar: /t/names: No such file or directory\n(1)'],
    ['arch', ['arch'], 'x86_64\n'],
    ['factor', ['factor', '97'], '97: 97\n'],
    ['logger', ['logger', '-t', 'app', 'hello', 'you'], 'app: hello you\n'],
    [
      'chroot',
      ['chroot', '/t'],
      "chroot: can't change root directory to '/t': Operation not permitted (not part of this simulation)\n(1)",
    ],
    ['vi', ['vi', 'x'], expect.stringContaining('there is no editor')],
    ['tty', ['tty'], 'not a tty\n(1)'],
    ['stty', ['stty', 'size'], 'stty: standard input: Not a tty\n(1)'],
    ['clear', ['clear'], '\x1b[H\x1b[J'],
    ['more', ['more', '/t/one'], 'a\nb\nd\n'],
    ['less', ['less', '/t/one'], 'a\nb\nd\n'],
    [
      'top',
      ['top', '-b', '-n1'],
      expect.stringMatching(
        /^Mem: \d+K used, \d+K free.*\n.*\n.*\n {2}PID {2}PPID USER {5}STAT {3}VSZ %VSZ CPU %CPU COMMAND\n/,
      ),
    ],
    ['lsof', ['lsof'], expect.stringMatching(/\t\/dev\/null\n/)],
    ['who', ['who'], 'USER\t\tTTY\t\tIDLE\tTIME\t\t HOST\n'],
    ['bc without what it has not', ['bc', '-q', '/t/one'], expect.anything()],
    ['ls -i', ['ls', '-i', '/t/one', '/t/one'], expect.stringMatching(/^ +(\d+) \/t\/one\n +\1 \/t\/one\n$/)],
  ])('%s', async (_, argv, expected) => {
    expect(await output(box, ...argv)).toEqual(expected);
  });
});

describe('hard links', () => {
  it('are counted, and have one number', async () => {
    const box = createBox();
    box.lay({'/t/a': 'x\n'});
    await box.run(['ln', '/t/a', '/t/b']);
    expect(await output(box, 'stat', '-c', '%h', '/t/a')).toBe('2\n');
    const [one, other] = (await output(box, 'ls', '-i', '/t'))
      .trim()
      .split('\n')
      .map((line) => line.trim().split(' ')[0]);
    expect(one).toBe(other);
    await box.run(['rm', '/t/a']);
    expect(await output(box, 'stat', '-c', '%h', '/t/b')).toBe('1\n');
  });

  it('are not followed around by mv and cp', async () => {
    const box = createBox();
    box.lay({'/t/a': 'x\n'});
    await box.run(['ln', '/t/a', '/t/b']);
    expect(await output(box, 'cp', '/t/a', '/t/b')).toBe("cp: '/t/a' and '/t/b' are the same file\n(1)");
    await box.run(['tee', '/t/b'], {input: 'changed\n'});
    expect(await output(box, 'cat', '/t/a')).toBe('changed\n');
  });
});

describe('what may not be done', () => {
  const user = {uid: 1000, gid: 1000, groups: []};

  it.each([
    ['read', ['cat', '/root/secret'], "cat: can't open '/root/secret': Permission denied\n", 1],
    ['list', ['ls', '/root'], "ls: can't open '/root': Permission denied\n", 1],
    ['make', ['touch', '/etc/x'], 'touch: /etc/x: Permission denied\n', 1],
    ['remove', ['rm', '/etc/passwd'], "rm: can't remove '/etc/passwd': Permission denied\n", 1],
    ['give away', ['chown', '0', '/tmp/own'], 'chown: /tmp/own: Operation not permitted\n', 1],
    ['change', ['chmod', '777', '/etc/passwd'], 'chmod: /etc/passwd: Operation not permitted\n', 1],
    ['search', ['grep', 'x', '/root/secret'], 'grep: /root/secret: Permission denied\n', 2],
    ['walk', ['find', '/root'], 'find: /root: Permission denied\n', 1],
    ['copy', ['cp', '/root/secret', '/tmp/x'], "cp: can't open '/root/secret': Permission denied\n", 1],
  ])('%s', async (_, argv, err, code) => {
    const box = createBox();
    const disk = rootFiles(box.space.mounts, box.clock.now);
    box.lay({'/root/secret': 'x\n', '/etc/passwd': 'root:x:0:0::/:\n', '/tmp/own': ''});
    disk.change('/root', {mode: 0o711});
    disk.change('/root/secret', {mode: 0o600});
    disk.change('/tmp/own', {uid: 1000, gid: 1000});
    disk.change('/tmp', {mode: 0o1777});
    expect(await box.run(argv, {user})).toMatchObject({err, status: {code}});
  });

  it('write where a mount is read only', async () => {
    const box = createBox();
    expect(await output(box, 'touch', '/sys/x')).toBe('touch: /sys/x: Read-only file system\n(1)');
  });
});

describe('large things', () => {
  it('are bounded where a program must keep them', async () => {
    const box = createBox();
    for (const argv of [
      ['tac', '/dev/zero'],
      ['sort', '/dev/zero'],
      ['awk', 'BEGIN {for (;;) x = x "0123456789012345678901234567890123456789"}'],
    ])
      expect((await box.run(argv)).err, argv.join(' ')).toMatch(/: out of memory\n$/);
  }, 60_000);

  it('end with the container that has not enough memory for them', async () => {
    const box = createBox({limits: {memoryBytes: 16 << 20, nanoCpus: 0, pids: 0}});
    const {status} = await box.run(['awk', 'BEGIN {for (;;) x = x "0123456789012345678901234567890123456789"}']);
    expect(status).toEqual({code: 137, signal: 'SIGKILL'});
  });

  it('end when the disk is full', async () => {
    const box = createBox();
    box.kernel.disk.take(box.kernel.disk.totalBytes - (16 << 20));
    const {err, status} = await box.run(['dd', 'if=/dev/zero', 'of=/tmp/fill', 'bs=1M']);
    expect(err).toContain('No space left on device');
    expect(status.code).toBe(1);
    expect(box.kernel.disk.usedBytes).toBeLessThanOrEqual(box.kernel.disk.totalBytes);
  });

  it('without an end can be looked at from the front', async () => {
    const box = createBox();
    expect((await box.run(['head', '-c', '3', '/dev/zero'])).out).toBe('\0\0\0');
    expect((await box.run(['od', '-N', '4', '/dev/zero'])).out).toBe('0000000 000000 000000\n0000004\n');
    expect((await box.run(['timeout', '0.2', 'wc', '-c', '/dev/zero'])).status.code).toBe(143);
    expect((await box.run(['timeout', '0.2', 'yes'])).status.code).toBe(143);
  });

  it('are as fast as they must be', async () => {
    const box = createBox();
    box.lay({'/big': Array.from({length: 50_000}, (_, index) => `line ${index} of many\n`).join('')});
    expect((await box.run(['grep', '-c', '9 of', '/big'])).out).toBe('5000\n');
    expect((await box.run(['awk', '{n += $2} END {print n}', '/big'])).out).toBe('1249975000\n');
    expect((await box.run(['sed', '-n', '$=', '/big'])).out).toBe('50000\n');
    expect((await box.run(['sort', '-k2n', '/big'])).out.split('\n')[49_999]).toBe('line 49999 of many');
  }, 30_000);
});

describe('bytes that are no text', () => {
  const odd = Uint8Array.of(0x61, 0xff, 0xfe, 0x0a, 0xc3, 0xa9, 0x0a, 0x80, 0x0a);
  /** Runs a command with a file as its standard output: text would not show every byte. */
  const into: Program = {
    name: 'into',
    async main(process) {
      const [, path = '', ...argv] = process.argv;
      process.adopt(process.files.open(path, {write: true, create: true, truncate: true}), 1);
      return process.exec(argv);
    },
  };

  it.each([
    [['cat', '/odd']],
    [['sed', '', '/odd']],
    [['awk', '1', '/odd']],
    [['grep', '', '/odd']],
    [['head', '/odd']],
    [['head', '-n', '-0', '/odd']],
    [['sort', '-s', '-k9', '/odd']],
    [['tail', '-n', '+1', '/odd']],
    [['tac', '/odd', '/none']],
    [['uniq', '/odd']],
    [['cut', '-c1-', '/odd']],
    [['dd', 'if=/odd', 'status=none']],
    [['base64', '-d', '/encoded']],
    [['xxd', '-r', '-p', '/dumped']],
    [['gunzip', '-c', '/odd.gz']],
  ])('%j gives them back as they are', async (argv) => {
    const box = createBox({programs: [into]});
    const disk = rootFiles(box.space.mounts, box.clock.now);
    box.lay({'/bin/into': 'program:into', '/encoded': 'Yf/+CsOpCoAK\n', '/dumped': '61fffe0ac3a90a800a\n'});
    disk.write('/odd', odd);
    await box.run(['gzip', '-k', '/odd']);
    await box.run(['into', '/copy', ...argv]);
    const reversed = [...odd.slice(7), ...odd.slice(4, 7), ...odd.slice(0, 4)];
    const expected = argv[0] === 'tac' ? reversed : [...odd];
    expect([...disk.read('/copy')]).toEqual(expected);
  });
});
