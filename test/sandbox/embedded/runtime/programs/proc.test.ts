import {describe, expect, it} from 'vitest';
import {cgroupMount} from '../../../../../src/sandbox/embedded/runtime/fs/sys.ts';
import {type Machine, manualClock} from '../../rig.ts';
import {createBox} from './box.ts';

/** What a command prints about /proc while something else runs. */
async function show(argv: readonly string[], box: Machine = createBox()): Promise<string> {
  return (await box.run(argv)).out;
}

describe('/proc', () => {
  it('has a folder for every process, and self for the one that looks', async () => {
    const box = createBox();
    expect(await show(['readlink', '/proc/self'], box)).toBe('2\n');
    expect(await show(['cat', '/proc/self/comm'], box)).toBe('cat\n');
    expect(await show(['cat', '/proc/1/comm'], box)).toBe('first\n');
    expect((await box.run(['cat', '/proc/999/comm'])).err).toBe(
      "cat: can't open '/proc/999/comm': No such file or directory\n",
    );
    expect(await show(['ls', '/proc'], box)).toMatch(/^1\n\d+\ncmdline\ncpuinfo\n/);
  });

  it('tells of a process what it was called with, where it is and who it is', async () => {
    const box = createBox();
    const run = (argv: readonly string[]): Promise<{readonly out: string}> =>
      box.run(argv, {env: {A: '1'}, folder: '/tmp', user: {uid: 7, gid: 8, groups: [9]}});
    expect((await run(['cat', '/proc/self/cmdline'])).out).toBe('cat\0/proc/self/cmdline\0');
    expect((await run(['cat', '/proc/self/environ'])).out).toContain('A=1\0');
    expect((await run(['readlink', '/proc/self/cwd'])).out).toBe('/tmp\n');
    expect((await run(['readlink', '/proc/self/exe'])).out).toBe('/bin/readlink\n');
    const {out} = await run(['cat', '/proc/self/status']);
    expect(out).toMatch(/^Name:\tcat\n/);
    expect(out).toContain('Uid:\t7\t7\t7\t7\nGid:\t8\t8\t8\t8\n');
    expect(out).toContain('Groups:\t9 \n');
    expect((await run(['cat', '/proc/self/stat'])).out).toMatch(/^\d+ \(cat\) S 0 /);
    expect((await run(['cat', '/proc/self/cgroup'])).out).toBe('0::/\n');
    expect((await run(['cat', '/proc/self/limits'])).out).toMatch(/^Limit +Soft Limit/);
  });

  it('shows open files as links, and opens the very files', async () => {
    const box = createBox();
    box.lay({'/tmp/a.txt': 'content\n'});
    const {out} = await box.run(['ls', '-l', '/proc/self/fd'], {input: ''});
    expect(out).toMatch(/ 0 -> pipe:\[1\]\n.* 1 -> pipe:\[1\]\n/);
    expect((await box.run(['cat', '/dev/stdin'], {input: 'typed\n'})).out).toBe('typed\n');
    expect((await box.run(['tee', '/dev/stderr'], {input: 'both\n'})).err).toBe('both\n');
    expect((await box.run(['cat', '/proc/self/fd/9'])).status.code).toBe(1);
  });

  it('leads from one process to what another one has open', async () => {
    const clock = manualClock();
    const box = createBox({clock});
    const reader = box.start(['sleep', '60']);
    await clock.settle();
    const writer = box.start(['tee', `/proc/${reader.process.pid}/fd/1`], {input: 'to you\n'});
    await clock.settle();
    await writer.done;
    expect(reader.out()).toBe('to you\n');
  });

  it('lets a script write to the log of the first process', async () => {
    const box = createBox();
    box.lay({'/tmp/x': ''});
    await box.run(['ln', '-sf', '/dev/stdout', '/tmp/access.log']);
    expect((await box.run(['tee', '/tmp/access.log'], {input: 'once\n'})).out).toBe('once\nonce\n');
  });

  it('cannot be written to', async () => {
    const box = createBox();
    for (const path of ['/proc/version', '/proc/sys/kernel/hostname', '/proc/self/comm'])
      expect((await box.run(['tee', path], {input: 'x'})).status.code, path).toBe(1);
    expect((await box.run(['mkdir', '/proc/x'])).err).toBe(
      "mkdir: can't create directory '/proc/x': Operation not permitted\n",
    );
    expect((await box.run(['rm', '-rf', '/proc/1'])).status.code).toBe(1);
  });

  it('gives a new uuid every time', async () => {
    const box = createBox();
    const [one, other] = [
      await show(['cat', '/proc/sys/kernel/random/uuid'], box),
      await show(['cat', '/proc/sys/kernel/random/uuid'], box),
    ];
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$/);
    expect(one).not.toBe(other);
  });

  it('can be walked through from end to end', async () => {
    const box = createBox();
    const {status} = await box.run(['find', '/proc', '/sys', '-type', 'f', '-exec', 'cat', '{}', '+']);
    expect(status.code).toBe(0);
    expect((await box.run(['grep', '-r', 'MemTotal', '/proc/meminfo'])).out).toMatch(/MemTotal: +8388608 kB/);
  });

  it('has the memory of the machine, and how much of it is used', async () => {
    const box = createBox();
    const kilobytes = async (name: string): Promise<number> =>
      Number(/\d+/.exec(await show(['grep', name, '/proc/meminfo'], box))?.[0]);
    expect(await kilobytes('MemFree')).toBeLessThan(await kilobytes('MemTotal'));
  });
});

describe('/sys/fs/cgroup', () => {
  it('shows the limits of the container, and what it uses', async () => {
    const box = createBox({limits: {memoryBytes: 64 << 20, nanoCpus: 5e8, pids: 20}});
    box.space.mounts.mount(cgroupMount(box.space));
    expect(await show(['cat', '/sys/fs/cgroup/memory.max'], box)).toBe(`${64 << 20}\n`);
    expect(await show(['cat', '/sys/fs/cgroup/cpu.max'], box)).toBe('50000 100000\n');
    expect(await show(['cat', '/sys/fs/cgroup/pids.max'], box)).toBe('20\n');
    expect(await show(['cat', '/sys/fs/cgroup/pids.current'], box)).toBe('2\n');
    expect(Number(await show(['cat', '/sys/fs/cgroup/memory.current'], box))).toBeGreaterThan(100_000);
    expect(await show(['cat', '/sys/fs/cgroup/memory.events'], box)).toContain('oom_kill 0\n');
    expect((await box.run(['tee', '/sys/fs/cgroup/memory.max'], {input: 'max'})).err).toBe(
      'tee: /sys/fs/cgroup/memory.max: Read-only file system\n',
    );
  });

  it('has no limits where none are set', async () => {
    const box = createBox();
    expect(
      await show(['cat', '/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/cpu.max', '/sys/fs/cgroup/pids.max'], box),
    ).toBe('max\nmax 100000\nmax\n');
  });
});
