import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../src/sandbox/embedded/bytes/bytes.ts';
import {rootFiles} from '../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import type {Program} from '../../../../src/sandbox/embedded/runtime/process/process.ts';
import {Terminal} from '../../../../src/sandbox/embedded/runtime/terminal/terminal.ts';
import {createMachine, manualClock} from '../rig.ts';

const programs: readonly Program[] = [
  {
    name: 'hello',
    async main(process) {
      await process.print(`hello ${process.argv.slice(1).join(' ')}\n`);
      return 0;
    },
  },
  {
    name: 'cat',
    async main(process) {
      for (let bytes = await process.read(0); bytes; bytes = await process.read(0)) await process.print(bytes);
      return 0;
    },
  },
  {
    name: 'sleep',
    main: async (process) => {
      await process.sleep(Number(process.argv[1]) * 1000);
      return 0;
    },
  },
  {
    name: 'busy',
    async main(process) {
      for (;;) await process.breathe();
    },
  },
  {
    name: 'polite',
    async main(process) {
      return new Promise((resolve) => process.onSignal('SIGTERM', () => resolve(7)));
    },
  },
  {
    name: 'greedy',
    async main(process) {
      for (let size = 1 << 20; ; size += 1 << 20) {
        process.holdMemory(size);
        await process.breathe();
      }
    },
  },
  {name: 'parent', main: async (process) => (await process.waitFor(process.spawn({argv: ['greedy']}))).code},
  {
    name: 'bomb',
    async main(process) {
      for (;;) process.spawn({argv: ['busy']});
    },
  },
];

function machine(options: Partial<Parameters<typeof createMachine>[0]> = {}): ReturnType<typeof createMachine> {
  const made = createMachine({programs, ...options});
  made.lay(Object.fromEntries(programs.map(({name}) => [`/bin/${name}`, `program:${name}`])));
  return made;
}

describe('a simulated process', () => {
  it('runs the program its executable stands for, with its arguments', async () => {
    expect(await machine().run(['hello', 'you'])).toEqual({out: 'hello you\n', err: '', status: {code: 0}});
  });

  it('runs a script by the interpreter of its first line', async () => {
    const box = machine();
    box.lay({'/bin/greet': '#!/bin/hello from\n'});
    expect(() => box.start(['greet'])).toThrow('Permission denied');
    rootFiles(box.space.mounts, box.clock.now).change('/bin/greet', {mode: 0o755});
    expect((await box.run(['greet', 'you'])).out).toBe('hello from /bin/greet you\n');
  });

  it('reads what is typed into its standard input until that ends', async () => {
    expect((await machine().run(['cat'], {input: 'one\ntwo\n'})).out).toBe('one\ntwo\n');
  });

  it('is found by PATH, or not at all', () => {
    expect(() => machine().start(['nobody'])).toThrow('No such file or directory');
  });

  it('sleeps by the clock it is given', async () => {
    const clock = manualClock();
    const {process} = machine({clock}).start(['sleep', '60']);
    await clock.advance(59_999);
    expect(process.state).toBe('running');
    await clock.advance(1);
    expect(process.status).toEqual({code: 0});
  });

  it('as the first process takes no signal it has no handler for, but SIGKILL from outside', async () => {
    const clock = manualClock();
    const {process, done} = machine({clock}).start(['sleep', '60']);
    await clock.settle();
    process.kill('SIGTERM');
    process.kill('SIGKILL');
    expect(process.state).toBe('running');
    process.kill('SIGKILL', 'outside');
    expect((await done).status).toEqual({code: 137, signal: 'SIGKILL'});
  });

  it('ends in its own way when it handles a signal', async () => {
    const clock = manualClock();
    const {process, done} = machine({clock}).start(['polite']);
    await clock.settle();
    process.kill('SIGTERM');
    expect((await done).status).toEqual({code: 7});
  });

  it('is ended in the middle of computing', async () => {
    const {process, done} = machine().start(['busy']);
    setImmediate(() => process.kill('SIGKILL', 'outside'));
    expect((await done).status.code).toBe(137);
  });

  it('stands still while its container is paused', async () => {
    const clock = manualClock();
    const box = machine({clock});
    const {process} = box.start(['sleep', '1']);
    await clock.settle();
    box.space.freeze();
    await clock.advance(5000);
    expect(process.state).toBe('running');
    box.space.thaw();
    await clock.settle();
    expect(process.status).toEqual({code: 0});
  });

  it('that wants more memory than the limit is killed, its parent lives and sees how', async () => {
    const box = machine({limits: {memoryBytes: 16 << 20, nanoCpus: 0, pids: 0}});
    const killed: string[] = [];
    box.space.onOutOfMemory = ({argv}) => killed.push(argv[0] ?? '');
    expect((await box.run(['parent'])).status).toEqual({code: 137});
    expect(killed).toEqual(['greedy']);
  });

  it('cannot make more processes than the limit', async () => {
    const box = machine({limits: {memoryBytes: 0, nanoCpus: 0, pids: 20}});
    const {err, status} = await box.run(['bomb']);
    expect(err).toContain('Resource temporarily unavailable');
    expect(status.code).toBe(1);
    expect(box.space.processes()).toEqual([]);
  });
});

describe('a terminal', () => {
  const open = (): {terminal: Terminal; typed: (text: string) => Promise<void>; shown: () => Promise<string>} => {
    const terminal = new Terminal({columns: 80, rows: 24});
    return {
      terminal,
      typed: (text) => terminal.input.write(encode(text)),
      shown: async () => decode((await terminal.output.read()) ?? new Uint8Array(0)),
    };
  };

  it('echoes, edits the line, and gives it to the program when it is whole', async () => {
    const {terminal, typed, shown} = open();
    await typed('lx\x7fs\r');
    expect(await shown()).toBe('l');
    const line = await terminal.descriptor().read(100, new AbortController().signal);
    expect(decode(line ?? new Uint8Array(0))).toBe('ls\n');
  });

  it('turns ^C into a signal for the foreground, and forgets the line', async () => {
    const {terminal, typed} = open();
    const signals: string[] = [];
    terminal.foreground = (signal) => signals.push(signal);
    await typed('half a line\x03');
    await typed('rest\r');
    expect(signals).toEqual(['SIGINT']);
    const line = await terminal.descriptor().read(100, new AbortController().signal);
    expect(decode(line ?? new Uint8Array(0))).toBe('rest\n');
  });

  it('ends the input by ^D on an empty line', async () => {
    const box = machine();
    const {terminal, typed} = open();
    const {done} = box.start(['cat'], {terminal});
    await typed('one\r\x04');
    expect((await done).status).toEqual({code: 0});
  });

  it('gives every byte at once in raw mode', async () => {
    const {terminal, typed} = open();
    terminal.modes = {...terminal.modes, canonical: false, echo: false, signals: false};
    await typed('\x03');
    expect(await terminal.descriptor().read(100, new AbortController().signal)).toEqual(Uint8Array.of(3));
  });
});
