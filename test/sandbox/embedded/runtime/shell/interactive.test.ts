import {describe, expect, it} from 'vitest';
import {openSession, type Session} from './screen.ts';

const control = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) - 64);
const up = '\x1b[A';
const down = '\x1b[B';
const right = '\x1b[C';
const left = '\x1b[D';

async function typed(...texts: readonly string[]): Promise<Session> {
  const session = await openSession();
  for (const text of texts) await session.type(text);
  return session;
}

async function linesAfter(...texts: readonly string[]): Promise<readonly string[]> {
  return (await typed(...texts)).lines();
}

describe('a shell at a terminal', () => {
  it('prompts with its folder, runs a line, and prompts again', async () => {
    expect(await linesAfter('echo hi\r', 'cd /\r')).toEqual(['/srv # echo hi', 'hi', '/srv # cd /', '/ #']);
  });

  it('shows a dollar and a tilde to who is not root and at home', async () => {
    const session = await openSession({env: {HOME: '/srv'}, user: {uid: 1000, gid: 1000, groups: []}});
    expect(await session.lines()).toEqual(['~ $']);
  });

  it('shows what PS1 says, with its escapes and expansions', async () => {
    const session = await openSession({env: {PS1: '\\u@\\h:\\W[$((1+1))]\\$ '}});
    expect(await session.lines()).toEqual(['root@box:srv[2]#']);
  });

  it('asks for the rest of a command that is not whole', async () => {
    expect(await linesAfter('if true\r', 'then echo a\r', 'fi\r')).toEqual([
      '/srv # if true',
      '> then echo a',
      '> fi',
      'a',
      '/srv #',
    ]);
  });

  it('takes a here-document line by line', async () => {
    expect((await linesAfter('cat <<E\r', 'one\r', 'E\r')).slice(-2)).toEqual(['one', '/srv #']);
  });

  it('tells of a mistake and goes on', async () => {
    expect(await linesAfter('done\r', 'foo\r', 'echo $?\r')).toEqual([
      '/srv # done',
      'sh: syntax error: unexpected "done"',
      '/srv # foo',
      'sh: foo: not found',
      '/srv # echo $?',
      '127',
      '/srv #',
    ]);
  });

  it('survives mistakes that end a script', async () => {
    expect(
      (await linesAfter(`echo \${x?gone}\r`, 'readonly r; r=1\r', 'set -u; echo $y\r', 'echo here\r')).slice(-2),
    ).toEqual(['here', '/srv #']);
  });

  it('ends by ^D on an empty line, with the code of the last command', async () => {
    const {process} = await typed('false\r', control('D'));
    expect(process.status).toEqual({code: 1});
  });

  it('ends by exit', async () => {
    const {process} = await typed('exit 3\r');
    expect(process.status).toEqual({code: 3});
  });

  it('reads the profile when it is a login shell, and what ENV names always', async () => {
    const files = {'/etc/profile': 'a=1', '/root/.profile': 'b=2', '/root/.ashrc': 'alias hi="echo $a$b"'};
    const session = await openSession({argv: ['sh', '-l'], files, env: {ENV: '/root/.ashrc'}});
    await session.type('hi\r');
    expect(await session.lines()).toContain('12');
  });
});

describe('the line that is edited', () => {
  it('is changed where the cursor is', async () => {
    const session = await typed('ech hi', left.repeat(3), 'o', control('E'), '!');
    expect(await session.lines()).toEqual(['/srv # echo hi!']);
    expect(await session.cursor()).toEqual({row: 0, column: 15});
  });

  it('loses characters, words and halves', async () => {
    expect(await linesAfter('one two three', control('W'))).toEqual(['/srv # one two']);
    expect(await linesAfter('one two', left.repeat(4), control('K'))).toEqual(['/srv # one']);
    expect(await linesAfter('one two', left.repeat(3), control('U'))).toEqual(['/srv # two']);
    expect(await linesAfter('abc', left, '\x7f')).toEqual(['/srv # ac']);
    expect(await linesAfter('abc', control('A'), '\x1b[3~', control('D'))).toEqual(['/srv # c']);
    expect(await linesAfter('one two', '\x1bb', '\x1bb', '\x1bd')).toEqual(['/srv #  two']);
  });

  it('jumps to its ends', async () => {
    for (const key of ['\x1b[H', '\x1b[1~', '\x1bOH', control('A')]) {
      expect((await (await typed('abc', key)).cursor()).column).toBe(7);
    }
    for (const key of ['\x1b[F', '\x1b[4~', '\x1bOF', control('E')]) {
      expect((await (await typed('abc', control('A'), key)).cursor()).column).toBe(10);
    }
  });

  it('comes back from the history, and what was being typed as well', async () => {
    const session = await typed('echo one\r', 'echo two\r', 'half');
    await session.type(up + up);
    expect((await session.lines()).at(-1)).toBe('/srv # echo one');
    await session.type(up);
    expect((await session.lines()).at(-1)).toBe('/srv # echo one');
    await session.type(down + down);
    expect((await session.lines()).at(-1)).toBe('/srv # half');
  });

  it('remembers a line that is typed twice once', async () => {
    const session = await typed('echo a\r', 'echo b\r', 'echo b\r', up + up);
    expect((await session.lines()).at(-1)).toBe('/srv # echo a');
  });

  it('is given up by ^C', async () => {
    expect(await linesAfter('half a line', control('C'))).toEqual(['/srv # half a line^C', '', '/srv #']);
    expect((await linesAfter('if true\r', control('C'), 'echo $?\r')).slice(-2)).toEqual(['130', '/srv #']);
  });

  it('goes to the top of an empty screen by ^L', async () => {
    const session = await typed('echo a\r', 'half', left, control('L'));
    expect(await session.lines()).toEqual(['/srv # half']);
    expect(await session.cursor()).toEqual({row: 0, column: 10});
  });

  it('keeps characters of several bytes and two cells whole', async () => {
    const session = await typed('echo 日本é', left, '\x7f', 'x');
    expect(await session.lines()).toEqual(['/srv # echo 日xé']);
    expect(await session.cursor()).toEqual({row: 0, column: 15});
    await session.type('\r');
    expect((await session.lines()).at(1)).toBe('日xé');
  });

  it('goes on in the next row of the screen, and back', async () => {
    const session = await typed(`echo ${'a'.repeat(28)}`);
    expect(await session.cursor()).toEqual({row: 1, column: 0});
    await session.type('b');
    expect(await session.lines()).toEqual([`/srv # echo ${'a'.repeat(28)}`, 'b']);
    await session.type('\x7f\x7f');
    expect(await session.lines()).toEqual([`/srv # echo ${'a'.repeat(27)}`]);
    await session.type(`${'c'.repeat(40)}${control('A')}X`);
    expect(await session.lines()).toEqual([`/srv # Xecho ${'a'.repeat(27)}`, 'c'.repeat(40)]);
    expect(await session.cursor()).toEqual({row: 0, column: 8});
    await session.type(`${control('E')}${'d'.repeat(45)}\r`);
    expect((await session.lines()).slice(1, 4)).toEqual(['c'.repeat(40), 'd'.repeat(40), 'ddddd']);
  });
});

describe('completion', () => {
  const files = {'/srv/alpha': '', '/srv/alpine': '', '/srv/be ta': '', '/srv/dir/inner': '', '/srv/.hidden': ''};

  async function completed(text: string): Promise<readonly string[]> {
    const session = await openSession({files});
    await session.type(text);
    return session.lines();
  }

  it.each([
    ['cat alp\tin\t', ['/srv # cat alpine']],
    ['cat be\t', ['/srv # cat be\\ ta']],
    ['cat "be\t', ['/srv # cat be\\ ta']],
    ['cat d\ti\t', ['/srv # cat dir/inner']],
    ['cat .h\t', ['/srv # cat .hidden']],
    ['cat nope\t', ['/srv # cat nope']],
    ['cd \t', ['/srv # cd dir/']],
    ['hea\t', ['/srv # head']],
    ['true | unal\t', ['/srv # true | unalias']],
    ['ls >al\tpha', ['/srv # ls >alppha']],
    ['/bin/hea\t', ['/srv # /bin/head']],
  ])('makes %j of what is typed', async (text, lines) => {
    expect(await completed(text)).toEqual(lines);
  });

  it('lists the choices at the second time', async () => {
    expect(await completed('cat al\t\t')).toEqual(['/srv # cat alp', 'alpha   alpine', '/srv # cat alp']);
  });
});

describe('commands at a terminal', () => {
  it('are interrupted by ^C, and so is the rest of the line', async () => {
    expect(await linesAfter('sleep 5; echo no\r', control('C'), 'echo $?\r')).toEqual([
      '/srv # sleep 5; echo no',
      '^C',
      '/srv # echo $?',
      '130',
      '/srv #',
    ]);
  });

  it.each([
    'while :; do :; done',
    'sleep 0; while :; do :; done',
    'f() { while :; do sleep 1; done; }; f',
    'sleep 9 | cat',
    '(sleep 9; echo no)',
    'read x',
    'wait',
  ])('are interrupted in %s', async (command) => {
    const session = await typed('sleep 99 &\r', `${command}\r`);
    await session.pass(20);
    await session.type(control('C'));
    await session.pass(20);
    await session.type('echo back\r');
    expect((await session.lines()).slice(-2)).toEqual(['back', '/srv #']);
  });

  it('get what is typed, and the shell what comes after them', async () => {
    const session = await typed('cat\r', 'one\r', control('D'), 'echo two\r');
    expect(await session.lines()).toEqual(['/srv # cat', 'one', 'one', '/srv # echo two', 'two', '/srv #']);
  });

  it('leave what was typed too early to the prompt', async () => {
    const session = await typed('sleep 1\r', 'echo early\r');
    await session.pass(1000);
    expect((await session.lines()).slice(-2)).toEqual(['early', '/srv #']);
  });

  it('are stopped by ^Z, go on in the background and in the foreground', async () => {
    const session = await typed('sleep 9\r', control('Z'), 'jobs\r', 'bg\r', 'jobs\r', 'fg\r');
    await session.pass(9000);
    expect(await session.lines()).toEqual([
      '/srv # sleep 9',
      ...['^Z[1]+  Stopped                    sleep', ' 9'],
      ...['/srv # jobs', '[1]+  Stopped                    sleep 9'],
      ...['/srv # bg', '[1] sleep 9'],
      ...['/srv # jobs', '[1]+  Running                    sleep 9'],
      ...['/srv # fg', 'sleep 9', '/srv #'],
    ]);
  });

  it('in the background are told of when they have ended', async () => {
    const session = await typed('sleep 1 &\r');
    await session.pass(1000);
    await session.type('\r');
    expect(await session.lines()).toEqual([
      '/srv # sleep 1 &',
      '/srv #',
      '[1]+  Done                       sleep 1',
      '/srv #',
    ]);
  });

  it('in the background are stopped when they want to read, and read in the foreground', async () => {
    const session = await typed('cat &\r', '\r');
    expect((await session.lines()).slice(-2)).toEqual(['[1]+  Stopped                    cat', '/srv #']);
    await session.type('fg\r');
    await session.type('typed\r');
    await session.type(control('D'));
    expect((await session.lines()).slice(-4)).toEqual(['cat', 'typed', 'typed', '/srv #']);
  });

  it('keep the shell from leaving once while they are stopped', async () => {
    const session = await typed('sleep 9\r', control('Z'), 'exit\r');
    expect((await session.lines()).slice(-2)).toEqual(['You have stopped jobs.', '/srv #']);
    await session.type('exit 4\r');
    expect(session.process.status).toEqual({code: 4});
  });

  it('run traps while the shell waits for a line', async () => {
    const session = await typed('trap "echo got it" USR1\r', '(sleep 1; kill -USR1 $$) &\r', 'ech');
    await session.pass(1000);
    await session.type('o done\r');
    const lines = await session.lines();
    expect(lines.join('\n')).toContain('got it');
    expect(lines).toContain('done');
  });

  it('leave the terminal as it was when they are killed', async () => {
    const session = await typed('read -s x\r', control('C'), 'echo seen\r');
    expect((await session.lines()).slice(-3)).toEqual(['/srv # echo seen', 'seen', '/srv #']);
  });

  it('of a shell in a shell belong to the inner one, and then to the outer', async () => {
    const session = await typed('sh\r', 'sleep 5\r', control('C'), 'exit\r', 'sleep 6\r', control('C'), 'echo out\r');
    expect((await session.lines()).slice(-2)).toEqual(['out', '/srv #']);
    expect(session.box.machine.space.processes()).toHaveLength(1);
  });

  it('that are stopped when a shell leaves end with it', async () => {
    const session = await typed('sh\r', 'sleep 99\r', control('Z'), 'exit\r', 'exit\r', 'echo out\r');
    expect((await session.lines()).slice(-2)).toEqual(['out', '/srv #']);
    expect(session.box.machine.space.processes()).toHaveLength(1);
  });

  it('are ended by ^C where a script has taken the place of the shell', async () => {
    const session = await openSession({files: {'/srv/s': 'sleep 99; echo no'}});
    for (const text of ['sh\r', 'chmod +x s\r', 'exec ./s\r', control('C'), 'echo out\r']) await session.type(text);
    expect(await session.lines()).toContain('^C');
    expect((await session.lines()).slice(-2)).toEqual(['out', '/srv #']);
  });

  it('take the place of the shell by exec', async () => {
    const {process} = await typed('exec sleep 3\r');
    expect(process.argv).toEqual(['sleep', '3']);
  });

  it('do not end the shell by signals that are meant for them', async () => {
    const session = await openSession();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGTSTP'] as const) session.process.kill(signal);
    await session.type('echo alive\r');
    expect((await session.lines()).slice(-2)).toEqual(['alive', '/srv #']);
  });
});

describe('a script at a terminal', () => {
  it('has no job control, and ends by ^C as a whole', async () => {
    const session = await openSession({argv: ['init', 'sh', '-c', 'sleep 5; echo no']});
    session.terminal.foreground = (signal) => session.box.machine.space.killGroup(session.process.group, signal);
    await session.type(control('C'));
    expect(session.process.status?.code).toBe(130);
    expect(await session.lines()).toEqual(['^C']);
  });

  it('moves its own text with right and left no more than it should', async () => {
    const session = await typed('ab', left + left + left, right + right + right + right, 'c');
    expect(await session.lines()).toEqual(['/srv # abc']);
  });
});
