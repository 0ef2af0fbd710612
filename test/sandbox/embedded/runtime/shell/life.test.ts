import {describe, expect, it} from 'vitest';
import {procMount} from '../../../../../src/sandbox/embedded/runtime/fs/proc.ts';
import {createBox, runShell} from './box.ts';

const megabyte = 1 << 20;

function within(limits: {readonly memoryBytes?: number; readonly pids?: number}): Parameters<typeof createBox>[0] {
  return {limits: {memoryBytes: 0, nanoCpus: 0, pids: 0, ...limits}};
}

describe('a shell as a process', () => {
  it('becomes the last program of its text', async () => {
    const {machine, clock} = createBox();
    const {process} = machine.start(['sh', '-c', 'x=1; sleep 9']);
    await clock.settle();
    expect(machine.space.processes().map(({argv}) => argv)).toEqual([['sleep', '9']]);
    expect(process.argv).toEqual(['sleep', '9']);
  });

  it('stays when a trap waits for its end', async () => {
    const {machine, clock} = createBox();
    machine.start(['sh', '-c', 'trap "echo bye" EXIT; sleep 9']);
    await clock.settle();
    expect(machine.space.processes().map(({argv}) => argv[0])).toEqual(['sh', 'sleep']);
  });

  it('does not end by SIGTERM as the first process, unless a trap says so', async () => {
    const {machine, clock} = createBox({files: {'/srv/t.sh': 'sleep 1; echo on'}});
    const stays = machine.start(['sh', '/srv/t.sh']);
    await clock.settle();
    stays.process.kill('SIGTERM', 'outside');
    await clock.advance(1000);
    expect(await stays.done).toMatchObject({out: 'on\n', status: {code: 0}});
    const other = createBox();
    const ends = other.machine.start(['sh', '-c', 'trap "echo stopping; exit 7" TERM; while :; do sleep 1; done']);
    await other.clock.settle();
    ends.process.kill('SIGTERM', 'outside');
    await other.clock.advance(1000);
    expect(await ends.done).toMatchObject({out: 'stopping\n', status: {code: 7}});
  });

  it('waits in `wait` for a signal with a trap as well', async () => {
    const {machine, clock} = createBox();
    const {process, done} = machine.start(['sh', '-c', 'trap "echo stopping; exit 7" TERM; sleep 99 & wait']);
    await clock.settle();
    process.kill('SIGTERM', 'outside');
    await clock.settle();
    expect((await done).status).toEqual({code: 7});
  });

  it('leaves no zombies and no open files', async () => {
    const {machine, clock} = createBox();
    const text = 'for i in 1 2 3; do true | cat & done; x=$(echo a | cat); cat <<A >/dev/null\nb\nA\nsleep 1; read x';
    const {process} = machine.start(['sh', '-c', text], {input: ''});
    await clock.settle();
    expect(machine.space.processes().map(({argv, state}) => [argv[0], state])).toEqual([
      ['sh', 'running'],
      ['sleep', 'running'],
    ]);
    expect([...process.fds.keys()].sort()).toEqual([0, 1, 2]);
  });

  it('reads a script on standard input no further than the line it runs', async () => {
    const script = 'read x\nfirst\necho "got $x"\nhead -1\nsecond\ncat\nrest\n';
    expect((await createBox().run(['sh'], {input: script})).out).toBe('got first\nsecond\nrest\n');
  });

  it('reads a file of lines no further than a line at a time', async () => {
    const {out} = await runShell('while read x; do echo "<$x>"; head -1; done <f', {files: {'/srv/f': '1\n2\n3\n4\n'}});
    expect(out).toBe('<1>\n2\n<3>\n4\n');
  });

  it('runs a script without a first line that says by whom', async () => {
    const text = 'chmod +x s; ./s a b; echo $?';
    expect(await runShell(text, {files: {'/srv/s': 'echo $0 $#; exit 4'}})).toEqual({
      out: './s 2\n4\n',
      err: '',
      code: 0,
    });
  });

  it('takes a script from a pipe and from a here-document', async () => {
    const box = createBox();
    box.machine.space.mounts.mount(procMount(box.machine.space));
    const text = 'echo "echo in" | sh /dev/stdin; . /dev/stdin <<E; echo $x\nx=5\nE';
    expect(await box.run(['sh', '-c', text])).toEqual({out: 'in\n5\n', err: '', code: 0});
  });

  it('does not take bytes for a script', async () => {
    expect(await runShell('chmod +x s; ./s', {files: {'/srv/s': '\x7fELF\0\0'}})).toEqual({
      out: '',
      err: 'sh: ./s: Exec format error\n',
      code: 126,
    });
  });

  it('gives what runs in the background nothing to read', async () => {
    expect((await createBox().run(['sh', '-c', 'cat & wait; cat'], {input: 'text\n'})).out).toBe('text\n');
    expect((await createBox().run(['sh', '-c', 'cat & wait; echo left; exec cat'], {input: 'text\n'})).out).toBe(
      'left\ntext\n',
    );
  });

  it('gives programs what is exported and nothing of its own files', async () => {
    const {machine, clock} = createBox();
    machine.start(['sh', '-c', 'export a=1; b=2; { c=3 sleep 9; } >/dev/null'], {env: {d: '4'}});
    await clock.settle();
    const child = machine.space.processes().at(-1);
    expect([...(child?.env ?? [])].filter(([name]) => name.length === 1)).toEqual([
      ['d', '4'],
      ['a', '1'],
      ['c', '3'],
    ]);
    expect([...(child?.fds.keys() ?? [])].sort()).toEqual([0, 1, 2]);
  });

  it('ends who writes to a pipe nobody reads', async () => {
    expect((await runShell('yes | head -2; echo done')).out).toBe('y\ny\ndone\n');
    expect((await runShell('x=$(yes | head -1); echo $x')).out).toBe('y\n');
  });

  it('takes what it captures from along when it is killed', async () => {
    const {machine, clock} = createBox();
    const {process} = machine.start(['init', 'sh', '-c', 'x=$(yes)']);
    await clock.advance(5);
    for (const one of machine.space.processes()) if (one.argv[0] === 'sh') one.kill('SIGKILL');
    await clock.advance(200);
    expect(process.status).toEqual({code: 137});
    expect(machine.space.processes()).toEqual([]);
  });
});

describe('a shell without bounds', () => {
  it('is told that there are too many processes', async () => {
    const {machine, clock} = createBox(within({pids: 30}));
    const {err} = machine.start(['sh', '-c', ':(){ :|:& };:; sleep 9']);
    await clock.advance(20);
    expect(machine.space.processes().length).toBeLessThanOrEqual(30);
    expect(err()).toContain("sh: can't fork: Resource temporarily unavailable\n");
  });

  it.each([
    'f() { f; }; f',
    'f() { eval f; }; f',
    'x=\'eval "$x"\'; eval "$x"',
    'echo ". ./s" >s; . ./s',
    'trap "kill -USR1 \\$\\$; :" USR1; f() { g; }; g() { f; }; f',
  ])('does not go on for ever in %s', async (text) => {
    const {err, code} = await runShell(text);
    expect(err).toContain('maximum recursion depth exceeded');
    expect(code).toBe(2);
  });

  it.each([
    ['parentheses', '('.repeat(5000)],
    ['groups', '{ '.repeat(5000)],
    ['conditions', 'if '.repeat(5000)],
    ['substitutions', 'echo $('.repeat(5000)],
    ['backquotes', `${'echo $(echo `'.repeat(300)}`],
    ['braces', `echo ${`\${x:-`.repeat(5000)}`],
    ['functions', 'f() '.repeat(5000)],
  ])('does not follow %s without end', async (_what, text) => {
    const {err, code} = await createBox({files: {'/srv/t.sh': text}}).run(['sh', 't.sh']);
    expect(err).toMatch(/^t\.sh: line 1: syntax error: /);
    expect(code).toBe(2);
  });

  it('evaluates no expression that is nested without end', async () => {
    expect((await runShell(`echo $((${'('.repeat(3000)}1${')'.repeat(3000)}))`)).err).toContain('nested too deeply');
    expect((await runShell(`echo $((${'-'.repeat(3001)}1))`)).err).toContain('nested too deeply');
    expect((await runShell(`[ ${'! '.repeat(3000)} a ]`)).code).toBe(2);
  });

  it('takes long lists as they are', async () => {
    const commands = Array.from({length: 3000}, () => 'true');
    const run = async (text: string): Promise<string> =>
      (await createBox({files: {'/srv/t.sh': text}}).run(['sh', 't.sh'])).out;
    expect(await run(`${commands.join(' && ')}; echo $?`)).toBe('0\n');
    expect(await run(`${commands.join('; ')}; echo $?`)).toBe('0\n');
    expect(await run(`echo $((${commands.map(() => 1).join('+')}))`)).toBe('3000\n');
    expect(await run('set -- $(seq 150000); echo $#')).toBe('150000\n');
  });

  it('holds the memory it captures, and is killed for it', async () => {
    const {machine, clock} = createBox(within({memoryBytes: 16 * megabyte}));
    const {process} = machine.start(['init', 'sh', '-c', 'x=$(yes); echo no']);
    while (!process.status) await clock.advance(1);
    expect(process.status).toEqual({code: 137});
  });

  it.each(['x=$(yes)', 'x=a; while :; do x=$x$x; done'])(
    'is out of memory at some time without a limit in %s',
    async (text) => {
      expect(await runShell(text)).toEqual({out: '', err: 'sh: out of memory\n', code: 2});
    },
  );

  it('lets others go on while it does nothing but loop', async () => {
    const {machine, clock} = createBox();
    const {process, out} = machine.start(['sh', '-c', 'while :; do :; done & echo here; sleep 0.01; kill $!']);
    while (!process.status) await clock.advance(1);
    expect(out()).toBe('here\n');
  });
});
