import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {rootFiles} from '../../../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import {redisServerProgram} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/redis/redis-server.ts';
import {encodeBytes} from '../../../../../../src/sandbox/embedded/runtime/programs/text/codec.ts';
import {createMachine, manualClock} from '../../../rig.ts';
import {asResp, wordsOf} from './cases.ts';
import {openRedis} from './machine.ts';

const command = (text: string): string => asResp(wordsOf(text));

describe('redis-server', () => {
  it('says how it starts and ends, and saves before it goes', async () => {
    const {machine, clock, server, ask} = await openRedis();
    await ask(command('SET a 1'));
    server.process.kill('SIGTERM');
    await clock.settle();
    const at = '01 Jan 2026 00:00:00.000';
    expect((await server.done).out.split('\n')).toEqual([
      `1:C ${at} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo`,
      `1:C ${at} * Redis version=7.4.2, bits=64, commit=00000000, modified=0, pid=1, just started`,
      `1:C ${at} # Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf`,
      `1:M ${at} * monotonic clock: POSIX clock_gettime`,
      `1:M ${at} * Running mode=standalone, port=6379.`,
      `1:M ${at} * Server initialized`,
      `1:M ${at} * Ready to accept connections tcp`,
      '1:signal-handler (1767225600) Received SIGTERM scheduling shutdown...',
      `1:M ${at} * User requested shutdown...`,
      `1:M ${at} * Saving the final RDB snapshot before exiting.`,
      `1:M ${at} * DB saved on disk`,
      `1:M ${at} # Redis is now ready to exit, bye bye...`,
      '',
    ]);
    expect(server.process.status).toEqual({code: 0});
    expect(rootFiles(machine.space.mounts, clock.now).list('/data')).toContain('dump.rdb');
  });

  it('has what it saved when it starts again, but what is out of date', async () => {
    const {machine, server, ask, clock} = await openRedis();
    for (const text of [
      'SET a "two words"',
      'RPUSH l a b',
      'HSET h f v',
      'SADD s m',
      'ZADD z 1.5 m inf n',
      'SET gone 1 EX 5',
      'SET kept 1 EX 500',
    ])
      await ask(command(text));
    server.process.kill('SIGTERM');
    await clock.settle();
    const dump = rootFiles(machine.space.mounts, clock.now).readText('/data/dump.rdb');
    const other = createMachine({programs: [redisServerProgram], clock});
    other.lay({'/data/dump.rdb': dump});
    await clock.advance(10_000);
    const again = await openRedis([], {}, {machine: other, clock});
    expect(again.server.out()).toContain('Done loading RDB, keys loaded: 6, keys expired: 1.');
    expect(await again.ask(command('GET a'))).toBe('$9\r\ntwo words\r\n');
    expect(await again.ask(command('LRANGE l 0 -1'))).toBe('*2\r\n$1\r\na\r\n$1\r\nb\r\n');
    expect(await again.ask(command('HGETALL h'))).toBe('*2\r\n$1\r\nf\r\n$1\r\nv\r\n');
    expect(await again.ask(command('ZRANGE z 0 -1 WITHSCORES'))).toContain('1.5');
    expect(await again.ask(command('TTL kept'))).toMatch(/^:4\d\d\r\n$/);
    expect(await again.ask(command('EXISTS gone'))).toBe(':0\r\n');
  });

  it('refuses a dump that is damaged', async () => {
    const machine = createMachine({programs: [redisServerProgram]});
    machine.lay({'/bin/redis-server': 'program:redis-server', '/data/dump.rdb': 'REDIS0012 k8s-learn\n[0,"a"\n'});
    const {out, status} = await machine.run(['redis-server'], {folder: '/data'});
    expect(status.code).toBe(1);
    expect(out).toContain('# Fatal error loading the DB, check server logs. Exiting.');
  });

  it('forgets keys when their time is over, by the clock', async () => {
    const {ask, clock} = await openRedis();
    await ask(command('SET a 1 EX 10'));
    await clock.advance(9_999);
    expect(await ask(command('GET a'))).toBe('$1\r\n1\r\n');
    await clock.advance(1);
    expect(await ask(command('GET a'))).toBe('$-1\r\n');
    expect(await ask(command('DBSIZE'))).toBe(':0\r\n');
  });

  it('saves by its rules, in a process of its own', async () => {
    const {ask, clock, server, machine} = await openRedis(['--save', '60 2']);
    await ask(command('SET a 1'));
    await clock.advance(120_000);
    expect(server.out()).not.toContain('Saving...');
    await ask(command('SET b 1'));
    await clock.advance(60_000);
    expect(server.out()).toMatch(
      /2 changes in 60 seconds\. Saving\.\.\.\n1:M .* Background saving started by pid 2\n2:C .* DB saved on disk\n1:M .* Background saving terminated with success\n/,
    );
    expect(rootFiles(machine.space.mounts, clock.now).readText('/data/dump.rdb')).toContain('"b"');
  });

  it('gives messages to all who are subscribed, and to those whose pattern fits', async () => {
    const {connect} = await openRedis();
    const [one, other, speaker] = [connect(), connect(), connect()];
    await one.ask(command('SUBSCRIBE news'));
    await other.ask(command('PSUBSCRIBE n*'));
    expect(await speaker.ask(command('PUBLISH news hello'))).toBe(':2\r\n');
    expect(await one.heard()).toBe('*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n');
    expect(await other.heard()).toBe('*4\r\n$8\r\npmessage\r\n$2\r\nn*\r\n$4\r\nnews\r\n$5\r\nhello\r\n');
    expect(await speaker.ask(command('PUBSUB NUMSUB news'))).toBe('*2\r\n$4\r\nnews\r\n:1\r\n');
  });

  it('lets one client wait for what another brings, and gives up in time', async () => {
    const {connect, clock} = await openRedis();
    const [waiting, other] = [connect(), connect()];
    expect(await waiting.ask(command('BLPOP jobs 5'))).toBe('');
    expect(await other.ask(command('RPUSH jobs one two'))).toBe(':2\r\n');
    expect(await waiting.heard()).toBe('*2\r\n$4\r\njobs\r\n$3\r\none\r\n');
    await waiting.ask(command('BLPOP none 5'));
    await clock.advance(5000);
    expect(await waiting.heard()).toBe('*-1\r\n');
  });

  it('ends a transaction when another client changes what is watched', async () => {
    const {connect} = await openRedis();
    const [one, other] = [connect(), connect()];
    await one.ask(command('WATCH a'));
    await other.ask(command('SET a 2'));
    await one.ask(command('MULTI'));
    await one.ask(command('SET a 1'));
    expect(await one.ask(command('EXEC'))).toBe('*-1\r\n');
  });

  it('wants its password', async () => {
    const {ask} = await openRedis(['--requirepass', 'secret']);
    expect(await ask(command('GET a'))).toBe('-NOAUTH Authentication required.\r\n');
    expect(await ask(command('AUTH wrong'))).toBe('-WRONGPASS invalid username-password pair or user is disabled.\r\n');
    expect(await ask(command('AUTH secret'))).toBe('+OK\r\n');
    expect(await ask(command('GET a'))).toBe('$-1\r\n');
  });

  it('takes no more than it may, or forgets the oldest, as its policy says', async () => {
    const {ask} = await openRedis(['--maxmemory', '1200kb']);
    await ask(command(`SET big ${'x'.repeat(300_000)}`));
    expect(await ask(command('SET a 1'))).toBe("-OOM command not allowed when used memory > 'maxmemory'.\r\n");
    expect(await ask(command('GET a'))).toBe('$-1\r\n');
    await ask(command('CONFIG SET maxmemory-policy allkeys-lru'));
    expect(await ask(command('SET a 1'))).toBe('+OK\r\n');
    expect(await ask(command('EXISTS big'))).toBe(':0\r\n');
  });

  it('is killed when it takes more memory than its container may', async () => {
    const clock = manualClock();
    const limits = {memoryBytes: 12 << 20, nanoCpus: 0, pids: 0};
    const machine = createMachine({programs: [redisServerProgram], limits, clock});
    const {ask, server} = await openRedis([], {}, {machine, clock});
    for (let index = 0; index < 40; index += 1)
      await ask(command(`SET k${index} ${'x'.repeat(100_000)}`)).catch(() => '');
    expect(server.process.status).toEqual({code: 137, signal: 'SIGKILL'});
  });

  it('understands lines as people type them', async () => {
    const {ask} = await openRedis();
    expect(await ask('PING\r\nSET a "two words"\nGET a\n\n')).toBe('+PONG\r\n+OK\r\n$9\r\ntwo words\r\n');
    expect(await ask('SET a "unclosed\n')).toBe('-ERR Protocol error: unbalanced quotes in request\r\n');
  });

  it.each([
    ['*1\r\nfoo\r\n', "-ERR Protocol error: expected '$', got 'f'\r\n"],
    ['*x\r\n', '-ERR Protocol error: invalid multibulk length\r\n'],
    ['*1\r\n$x\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
    ['*1\r\n$99999999999\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
  ])('hangs up on what is no command: %j', async (sent, reply) => {
    const {ask} = await openRedis();
    expect(await ask(sent)).toBe(reply);
  });

  it('reads a configuration, and says which line is wrong', async () => {
    const machine = createMachine({programs: [redisServerProgram]});
    machine.lay({
      '/bin/redis-server': 'program:redis-server',
      '/etc/redis.conf': '# mine\nport 7000\n\nmaxmemory lots\n',
      '/data/.keep': '',
    });
    const {err, status} = await machine.run(['redis-server', '/etc/redis.conf'], {folder: '/data'});
    expect(status.code).toBe(1);
    expect(err).toBe(
      "\n*** FATAL CONFIG FILE ERROR (Redis 7.4.2) ***\nReading the configuration file, at line 4\n>>> 'maxmemory lots'\nargument must be a memory value\n",
    );
    const none = await machine.run(['redis-server', '/nope.conf']);
    expect(none.err).toBe("Fatal error, can't open config file '/nope.conf': No such file or directory\n");
  });

  it('says that its port is taken', async () => {
    const machine = createMachine({programs: [redisServerProgram]});
    machine.lay({'/bin/redis-server': 'program:redis-server', '/data/.keep': ''});
    machine.space.network.listen(6379);
    const {out, status} = await machine.run(['redis-server'], {folder: '/data'});
    expect(out).toContain('# Warning: Could not create server TCP listening socket *:6379: bind: Address in use\n');
    expect(status.code).toBe(1);
  });

  it('tells what it is and has', async () => {
    const {ask} = await openRedis();
    await ask(command('SET a 1 EX 100'));
    const text = await ask(command('INFO'));
    for (const line of [
      'redis_version:7.4.2',
      'role:master',
      'db0:keys=1,expires=1,avg_ttl=0,subexpiry=0',
      'connected_clients:1',
    ])
      expect(text).toContain(`${line}\r\n`);
    expect(await ask(command('INFO replication'))).not.toContain('redis_version');
    expect(await ask(command('XADD s * a 1'))).toBe("-ERR command 'xadd' is not simulated by k8s-learn\r\n");
  });
});

describe('redis-server, whatever it is sent', () => {
  const names =
    'get set del incr lpush lrange lpop hset hgetall sadd spop zadd zrange expire ttl scan keys multi exec config client object subscribe'.split(
      ' ',
    );
  const args = [
    'a',
    'b',
    '1',
    '-1',
    '0',
    'x',
    '(1',
    '+inf',
    '[a',
    'EX',
    'NX',
    'MATCH',
    '*',
    '[',
    'COUNT',
    'WITHSCORES',
    'LIMIT',
    '9223372036854775807',
    '1.5',
    '',
  ];
  const words = fc.tuple(
    fc.constantFrom(...names),
    fc.array(fc.oneof(fc.constantFrom(...args), fc.string()), {maxLength: 6}),
  );
  const bytes = fc
    .array(
      fc.oneof(
        fc.constantFrom('*', '$', '1', '3', '\r\n', 'get', ' ', '"', "'", '-1', '*2\r\n$3\r\nget\r\n$1\r\na\r\n'),
        fc.string(),
      ),
    )
    .map((parts) => parts.join(''));

  it('replies to every command with something of its protocol', async () => {
    const {connect} = await openRedis();
    await fc.assert(
      fc.asyncProperty(words, async ([name, rest]) => {
        const peer = connect();
        const sent = [name, ...rest].map((word) => Buffer.from(word, 'utf8').toString('latin1'));
        const text = `*${sent.length}\r\n${sent.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
        expect(await peer.ask(text)).toMatch(/^[+\-:$*]/);
        peer.stream.writer.close();
      }),
      {numRuns: 1500},
    );
  });

  it('replies or hangs up, and lives', async () => {
    const {connect, ask} = await openRedis();
    await fc.assert(
      fc.asyncProperty(bytes, async (text) => {
        const peer = connect();
        await peer.stream.writer.write(encodeBytes(text.replace(/[\u0100-\uffff]/g, '?')));
        peer.stream.writer.close();
        expect(await peer.heard()).toMatch(/^([+\-:$*][\s\S]*)?$/);
      }),
      {numRuns: 1500},
    );
    expect(await ask(command('PING'))).toBe('+PONG\r\n');
  });
});
