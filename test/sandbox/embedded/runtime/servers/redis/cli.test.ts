import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../../src/sandbox/embedded/bytes/bytes.ts';
import type {ManualClock} from '../../../../../../src/sandbox/embedded/clock.ts';
import {redisCliProgram} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/redis/cli/redis-cli.ts';
import {redisServerProgram} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/redis/redis-server.ts';
import {Terminal} from '../../../../../../src/sandbox/embedded/runtime/terminal/terminal.ts';
import {type Machine, manualClock, type RunOptions} from '../../../rig.ts';
import {createNeighbours} from '../neighbours.ts';

interface Two {
  readonly store: Machine;
  readonly app: Machine;
  readonly clock: ManualClock;
  /** Runs redis-cli beside the server's machine. */
  cli(
    args: readonly string[],
    run?: RunOptions,
  ): Promise<{readonly out: string; readonly err: string; readonly code: number}>;
}

async function open(serverArgs: readonly string[] = []): Promise<Two> {
  const clock = manualClock();
  const {store, app} = createNeighbours(['store', 'app'], {programs: [redisServerProgram, redisCliProgram], clock});
  for (const machine of [store, app])
    machine.lay({
      '/usr/local/bin/redis-server': 'program:redis-server',
      '/usr/local/bin/redis-cli': 'program:redis-cli',
      '/data/.keep': '',
    });
  store.start(['redis-server', ...serverArgs], {folder: '/data'});
  await clock.settle();
  return {
    store,
    app,
    clock,
    async cli(args, run) {
      const ran = app.start(['redis-cli', ...args], run);
      await clock.settle();
      const {out, err, status} = await ran.done;
      return {out, err, code: status.code};
    },
  };
}

describe('redis-cli', () => {
  it('sends a command to a server it finds by name', async () => {
    const {cli} = await open();
    expect(await cli(['-h', 'store', 'SET', 'a', 'two words'])).toEqual({out: 'OK\n', err: '', code: 0});
    expect(await cli(['-h', 'store', 'get', 'a'])).toEqual({out: 'two words\n', err: '', code: 0});
    expect(await cli(['-h', 'store', 'rpush', 'l', 'x', 'y'])).toEqual({out: '2\n', err: '', code: 0});
    expect(await cli(['-h', 'store', 'lrange', 'l', '0', '-1'])).toEqual({out: 'x\ny\n', err: '', code: 0});
    expect(await cli(['-h', 'store', 'get', 'none'])).toEqual({out: '\n', err: '', code: 0});
    expect(await cli(['-h', 'store', 'incr', 'a'])).toEqual({
      out: 'ERR value is not an integer or out of range\n\n',
      err: '',
      code: 0,
    });
    expect(await cli(['-h', 'store', '-e', 'incr', 'a'])).toMatchObject({code: 1});
    expect(await cli(['-h', 'store', '-r', '3', 'incr', 'n'])).toMatchObject({out: '1\n2\n3\n'});
    expect(await cli(['-h', 'store', '-n', '2', 'dbsize'])).toMatchObject({out: '0\n'});
    expect(await cli(['-h', 'store', '--no-raw', 'lrange', 'l', '0', '-1'])).toMatchObject({out: '1) "x"\n2) "y"\n'});
    expect(await cli(['-u', 'redis://store:6379/0', 'ping'])).toMatchObject({out: 'PONG\n'});
    expect((await cli(['-h', 'store', '--scan', '--pattern', 'n*'])).out).toBe('n\n');
    expect(await cli(['-h', 'store', '-x', 'set', 'x'], {input: 'from input'})).toMatchObject({out: 'OK\n'});
    expect(await cli(['-h', 'store', 'get', 'x'])).toMatchObject({out: 'from input\n'});
  });

  it('says why a server cannot be reached', async () => {
    const {cli} = await open();
    expect(await cli(['ping'])).toEqual({
      out: '',
      err: 'Could not connect to Redis at 127.0.0.1:6379: Connection refused\n',
      code: 1,
    });
    expect(await cli(['-h', 'nobody', 'ping'])).toMatchObject({
      err: 'Could not connect to Redis at nobody:6379: Name does not resolve\n',
    });
    expect(await cli(['--nonsense'])).toMatchObject({
      err: "Unrecognized option or bad number of args for: '--nonsense'\n",
      code: 1,
    });
  });

  it('gives a password, and warns of doing so', async () => {
    const {cli} = await open(['--requirepass', 'secret']);
    expect(await cli(['-h', 'store', 'ping'])).toMatchObject({out: 'NOAUTH Authentication required.\n\n'});
    expect(await cli(['-h', 'store', '-a', 'secret', 'ping'])).toEqual({
      out: 'PONG\n',
      err: "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n",
      code: 0,
    });
    expect(await cli(['-h', 'store', 'ping'], {env: {REDISCLI_AUTH: 'secret'}})).toMatchObject({
      out: 'PONG\n',
      err: '',
    });
  });

  it('reads commands from its input', async () => {
    const {cli} = await open();
    const {out} = await cli(['-h', 'store'], {input: 'SET a 1\nINCR a\n\nGET "a\nquit\nGET a\n'});
    expect(out).toBe('OK\n2\nInvalid argument(s)\n');
  });

  describe('on a terminal', () => {
    async function at(
      two: Two,
      args: readonly string[],
    ): Promise<{type(text: string): Promise<string>; readonly ended: () => boolean}> {
      const terminal = new Terminal({columns: 80, rows: 24});
      const {process} = two.app.start(['redis-cli', ...args], {terminal});
      terminal.foreground = (signal) => process.kill(signal);
      let shown = '';
      void (async () => {
        for (let bytes = await terminal.output.read(); bytes; bytes = await terminal.output.read())
          shown += decode(bytes);
      })();
      return {
        ended: () => process.status !== undefined,
        async type(text) {
          await terminal.input.write(encode(text));
          await two.clock.settle();
          const all = shown;
          shown = '';
          return all;
        },
      };
    }

    it('has a prompt, replies for people, a history and an end', async () => {
      const two = await open();
      const {type, ended} = await at(two, ['-h', 'store']);
      expect(await type('')).toBe('store:6379> ');
      expect(await type('SET a 1\r')).toBe('SET a 1\r\nOK\r\nstore:6379> ');
      expect(await type('GET a\r')).toBe('GET a\r\n"1"\r\nstore:6379> ');
      expect(await type('GET none\r')).toBe('GET none\r\n(nil)\r\nstore:6379> ');
      expect(await type('\x1b[A\x1b[A\r')).toContain('"1"');
      expect(await type('RPUSH l x\r')).toContain('(integer) 1');
      expect(await type('LRANGE l 0 -1\r')).toContain('1) "x"');
      expect(await type('HGET a f\r')).toContain('(error) WRONGTYPE Operation against a key');
      expect(await type('SELECT 1\r')).toContain('store:6379[1]> ');
      expect(await type('MULTI\r')).toContain('store:6379[1](TX)> ');
      expect(await type('EXEC\r')).toContain('(empty array)\r\nstore:6379[1]> ');
      expect(ended()).toBe(false);
      await type('exit\r');
      expect(ended()).toBe(true);
    });

    it('listens to messages until ^C', async () => {
      const two = await open();
      const {type} = await at(two, ['-h', 'store']);
      await type('');
      expect(await type('SUBSCRIBE news\r')).toContain(
        '1) "subscribe"\r\n2) "news"\r\n3) (integer) 1\r\nReading messages... (press Ctrl-C to quit or any key to type command)\r\n',
      );
      await two.cli(['-h', 'store', 'publish', 'news', 'hello']);
      expect(await type('')).toBe('1) "message"\r\n2) "news"\r\n3) "hello"\r\n');
      expect(await type('\x03')).toContain('store:6379> ');
      expect(await type('PING\r')).toContain('PONG');
    });

    it('says when it is not connected, and tries again', async () => {
      const two = await open();
      const {type} = await at(two, ['-h', 'app']);
      expect(await type('')).toBe('Could not connect to Redis at app:6379: Connection refused\r\nnot connected> ');
      expect(await type('PING\r')).toContain('Connection refused');
    });
  });
});
