import {describe, expect, it} from 'vitest';
import type {Limits} from '../../../../../src/sandbox/embedded/runtime/process/cgroup.ts';
import type {Program} from '../../../../../src/sandbox/embedded/runtime/process/process.ts';
import {createMachine, type Machine, type RanProcess} from '../../rig.ts';
import {runShell} from './box.ts';
import {createLoopClock} from './loop-clock.ts';
import {programs} from './programs.ts';

const megabyte = 1 << 20;

/** What was seen of a container while the event loop turned. */
interface Watched {
  /** The most looks at the clock in one turn: all work of a turn is done between them. */
  readonly looks: number;
  readonly processes: number;
  readonly memoryBytes: number;
  readonly ran: RanProcess;
  readonly machine: Machine;
}

function limitsOf(limits: Partial<Limits>): Limits {
  return {memoryBytes: 0, nanoCpus: 0, pids: 0, ...limits};
}

function machineWith({
  more = [],
  ...options
}: Omit<Parameters<typeof createMachine>[0], 'programs'> & {readonly more?: readonly Program[]}): Machine {
  const all = [...programs, ...more];
  const machine = createMachine({programs: all, ...options});
  machine.lay(Object.fromEntries(all.map(({name}) => [`/bin/${name}`, `program:${name}`])));
  return machine;
}

/** Runs a text while the host counts the turns it gets, until it ends or has had so many. */
async function watch(text: string, limits: Partial<Limits> = {}, turns = 60): Promise<Watched> {
  const clock = createLoopClock();
  const machine = machineWith({clock, limits: limitsOf(limits)});
  await clock.turn();
  const ran = machine.start(['sh', '-c', text], {folder: '/tmp'});
  const most = {looks: 0, processes: 0, memoryBytes: 0};
  for (let turn = 0; turn < turns && !ran.process.status; turn += 1) {
    most.looks = Math.max(most.looks, clock.looks());
    most.processes = Math.max(most.processes, machine.space.processes().length);
    most.memoryBytes = Math.max(most.memoryBytes, machine.space.cgroup.memoryBytes);
    await clock.turn();
  }
  return {...most, ran, machine};
}

/** Kills all there is, as `docker kill` does. */
async function killAll({ran, machine}: Pick<Watched, 'ran' | 'machine'>): Promise<void> {
  ran.process.kill('SIGKILL', 'outside');
  await ran.done;
  expect(machine.space.processes()).toEqual([]);
}

const endless: readonly {readonly text: string; readonly limits?: Partial<Limits>}[] = [
  {text: '(:(){ :|:& };:) & while :; do :; done', limits: {pids: 50}},
  {text: 'f() { (f) & (f) & wait; }; f & while :; do :; done', limits: {pids: 50}},
  {text: 'while :; do (:) & done', limits: {pids: 5000}},
  {text: 'while :; do :; done'},
  {text: 'for i in 1 2 3 4 5 6 7 8; do while :; do :; done & done; wait'},
  {text: 'while :; do x=$(echo a); done'},
  {text: 'while :; do true | true; done'},
  {text: 'until false; do continue; done'},
  {text: 'yes >/dev/null'},
  {text: 'yes | cat >/dev/null'},
  {text: 'yes | while read x; do :; done'},
  {text: 'yes : | sh'},
  {text: 'sh </dev/zero'},
  {text: 'read x </dev/zero'},
  {text: 'echo "exec sh /tmp/e" >/tmp/e; exec sh /tmp/e'},
];

describe('a program without end', () => {
  it.each(endless)('leaves the host its turns, and is killed at once: $text', async ({text, limits}) => {
    const watched = await watch(text, limits);
    expect(watched.ran.process.status).toBeUndefined();
    // Eight looks are a slice; a process looks twice more when it finds that the slice is over.
    expect(watched.looks).toBeLessThan(20 + 4 * watched.processes);
    expect(watched.processes).toBeLessThanOrEqual(limits?.pids ?? 10);
    await killAll(watched);
  });

  it('takes few steps in a turn, however many processes feed each other', async () => {
    const clock = createLoopClock();
    let steps = 0;
    const tick: Program = {
      name: 'tick',
      async main(process) {
        for (; ; steps += 1) await process.print('y\n');
      },
    };
    const machine = machineWith({clock, more: [tick]});
    const ran = machine.start(['sh', '-c', 'tick | cat | cat >/dev/null & tick >/dev/null & wait']);
    let most = 0;
    for (let turn = 0; turn < 500; turn += 1) {
      const before = steps;
      await clock.turn();
      most = Math.max(most, steps - before);
    }
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThan(100);
    await killAll({ran, machine});
  });

  it('in one container leaves another its turns', async () => {
    const clock = createLoopClock();
    const bomb = machineWith({clock, limits: limitsOf({pids: 50})});
    const other = machineWith({clock, beside: bomb});
    const ran = bomb.start(['sh', '-c', ':(){ :|:& };:; sleep 999']);
    for (let turn = 0; turn < 100; turn += 1) await clock.turn();
    const {out} = await other.run(['sh', '-c', 'for i in 1 2 3; do echo $i | cat; done']);
    expect(out).toBe('1\n2\n3\n');
    expect(ran.process.status).toBeUndefined();
    await killAll({ran, machine: bomb});
  });
});

describe('a script that wants ever more memory', () => {
  it.each([
    'x=$(yes)',
    'x=a; while :; do x="$x$x"; done',
    'set -- a; while :; do set -- "$@" "$@"; done',
    'f() { f "$@" "$@"; }; f a b c d',
    'for i in $(yes); do :; done',
    `x=${'x'.repeat(2000)}; i=0; while :; do eval "v$i=$x"; i=$((i+1)); done`,
    'i=0; while :; do eval "f$i() { :; }"; i=$((i+1)); done',
  ])('is killed for it, and never has more: %s', async (text) => {
    const {ran, memoryBytes} = await watch(text, {memoryBytes: 6 * megabyte}, Number.POSITIVE_INFINITY);
    expect(ran.process.status).toEqual({code: 137, signal: 'SIGKILL'});
    expect(memoryBytes).toBeLessThanOrEqual(6 * megabyte);
  });

  it.each(['x=a; while :; do x="$x$x"; done', 'set -- a; while :; do set -- "$@" "$@"; done'])(
    'is killed by any limit, however far away: %s',
    async (text) => {
      const {ran} = await watch(text, {memoryBytes: 2048 * megabyte}, Number.POSITIVE_INFINITY);
      expect(ran.process.status).toEqual({code: 137, signal: 'SIGKILL'});
      expect(ran.err()).toBe('');
    },
  );

  it('by ever more processes loses some of them', async () => {
    const watched = await watch('(:(){ :|:& };:) & while :; do :; done', {memoryBytes: 6 * megabyte}, 1000);
    expect(watched.machine.space.cgroup.oomKills).toBeGreaterThan(0);
    expect(watched.memoryBytes).toBeLessThanOrEqual(6 * megabyte);
    await killAll(watched);
  });
});

describe('a script that is too much in one piece', () => {
  const double = (times: number): string => `for i in $(seq ${times}); do x=$x$x; done`;

  it.each([
    ['more commands in a line than anybody writes', `x=': a;'; ${double(16)}; eval "$x"`, 'command too long'],
    ['values that refer to others in ever more ways', wideReferences(), 'arithmetic expression too long'],
    ['a long expression', `x=1+1; ${double(15)}; echo $(($x))`, 'arithmetic expression too long'],
    ['more fields than fit', 'set -- $(seq 1000); f() { f "$@" "$@"; }; f "$@"', 'out of memory'],
    ['a long text', `x=aaaaaaaa; ${double(30)}`, 'out of memory'],
  ])('is a mistake: %s', async (_what, text, message) => {
    const {err, code} = await runShell(text);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it('gives no program more than a system call takes', async () => {
    const {out, err} = await runShell(`x=aaaaaaaa; ${double(14)}; env "$x"; echo $?; export x; env; echo $?`);
    expect(out).toBe('126\n126\n');
    expect(err).toBe('sh: env: Argument list too long\n'.repeat(2));
  });

  it('is still done where it only takes its time', async () => {
    const run = async (text: string): Promise<string> => (await runShell(text)).out;
    expect(await run(`x=ab; ${double(16)}; y=\${x//a/cc}; echo \${#y}`)).toBe('196608\n');
    expect(await run(`x=aaaa; ${double(14)}; y=\${x%%*b}; case $x in *a*a*b) echo no;; *) echo \${#y};; esac`)).toBe(
      '65536\n',
    );
    expect(
      await run(`x='
'; ${double(16)}; y=$(echo "$x.$x"); echo \${#y}`),
    ).toBe('65537\n');
    expect(
      await run(`x=a; ${double(14)}; IFS=a; set -- $x; echo $#; set -- "$@" "$@"; echo $#; y="$*"; echo \${#y}`),
    ).toBe('16384\n32768\n32767\n');
    expect(await run('x=\\\\0101; y=; for i in $(seq 2000); do y=$y$x; done; echo -e "$y" | tr A B')).toBe(
      `${'B'.repeat(2000)}\n`,
    );
    expect(await run('printf "%s-" $(seq 3000) | tr 0123456789 ..........')).toMatch(/^(\.+-){3000}$/);
  });
});

function wideReferences(): string {
  const letters = [...'abcdefg'];
  const steps = letters.map(
    (name, index) =>
      `${name}='${Array(8)
        .fill(letters[index + 1] ?? '1')
        .join('+')}'`,
  );
  return `${steps.join('; ')}; echo $((a))`;
}
