import {isSystemError} from '../../../../system-error.ts';
import type {Connection, Listener} from '../../../net/stack.ts';
import type {Process, Program} from '../../../process/process.ts';
import {decodeBytes} from '../../text/codec.ts';
import {listenOn} from '../listening-socket.ts';
import {ClientGone, RedisClient} from './client.ts';
import {logLine} from './log.ts';
import {ProtocolFault, RespReader} from './resp-reader.ts';
import {RedisServer} from './server.ts';
import {readServerArguments, readSettings, type ServeArguments} from './server-arguments.ts';
import {RedisSettings, SettingFault} from './settings.ts';
import {readSnapshot, SnapshotFault} from './snapshot.ts';
import {redisVersion} from './version.ts';

/** The key-value store. https://redis.io */
export const redisServerProgram: Program = {name: 'redis-server', memoryBytes: 9 << 20, main: runRedisServer};

async function runRedisServer(process: Process): Promise<number> {
  const given = readServerArguments(process.argv.slice(1));
  if (given.kind === 'version') {
    await process.print(`Redis server v=${redisVersion} sha=00000000:0 malloc=k8s-learn bits=64 build=simulation\n`);
    return 0;
  }
  if (given.kind === 'help') {
    await process.print(usage);
    return 0;
  }
  const config = await configure(process, given);
  return config ? serve(process, config, given) : 1;
}

const usage = `Usage: ./redis-server [/path/to/redis.conf] [options] [-]
       ./redis-server - (read config from stdin)
       ./redis-server -v or --version
       ./redis-server -h or --help

Examples:
       ./redis-server (run the server with default conf)
       ./redis-server --port 7777
       ./redis-server /etc/myredis.conf --loglevel verbose -
`;

/** The settings; undefined, with the line that is wrong on standard error, when they cannot be used. */
async function configure(process: Process, given: ServeArguments): Promise<RedisSettings | undefined> {
  const config = new RedisSettings();
  config.set('dir', process.folder);
  let text = '';
  try {
    if (given.path !== undefined) text = decodeBytes(process.files.read(given.path));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await process.complain(
      `Fatal error, can't open config file '${process.files.absolute(given.path ?? '')}': ${error.message}`,
    );
    return undefined;
  }
  const lines = [...text.split('\n'), ...given.lines];
  try {
    readSettings(config, lines);
    return config;
  } catch (error) {
    if (!(error instanceof SettingFault)) throw error;
    const [number, line] = error.message.split('\0');
    await process.complain(
      `\n*** FATAL CONFIG FILE ERROR (Redis ${redisVersion}) ***\nReading the configuration file, at line ${number}\n` +
        `>>> '${line}'\n${error.cause}`,
    );
    return undefined;
  }
}

async function serve(process: Process, config: RedisSettings, given: ServeArguments): Promise<number> {
  const say = (role: 'C' | 'M', level: '*' | '#', text: string): Promise<void> => logLine(process, role, level, text);
  await say('C', '*', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo');
  await say(
    'C',
    '*',
    `Redis version=${redisVersion}, bits=64, commit=00000000, modified=0, pid=${process.pid}, just started`,
  );
  if (given.path === undefined && given.lines.length === 0)
    await say(
      'C',
      '#',
      'Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
    );
  else await say('C', '*', 'Configuration loaded');
  await say('M', '*', 'monotonic clock: POSIX clock_gettime');
  await say('M', '*', `Running mode=standalone, port=${config.get('port')}.`);
  if (config.get('appendonly') === 'yes')
    await say(
      'M',
      '#',
      'appendonly is not simulated by k8s-learn: data is kept by snapshots, also when the server ends',
    );
  const listener = await listen(process, config);
  if (!listener) return 1;
  await say('M', '*', 'Server initialized');
  const server = new RedisServer(process, config);
  if (!(await load(server))) return 1;
  await say('M', '*', 'Ready to accept connections tcp');
  return run(server, listener);
}

async function listen(process: Process, config: RedisSettings): Promise<Listener | undefined> {
  const port = config.number('port');
  try {
    return listenOn(process, port).listener;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await logLine(
      process,
      'M',
      '#',
      `Warning: Could not create server TCP listening socket *:${port}: bind: ${error.message}`,
    );
    await logLine(process, 'M', '#', `Failed listening on port ${port} (tcp), aborting.`);
    return undefined;
  }
}

/** Reads the dump of before; false, and why in the log, when it is damaged. */
async function load(server: RedisServer): Promise<boolean> {
  const {process, databases, counts} = server;
  const say = (level: '*' | '#', text: string): Promise<void> => logLine(process, 'M', level, text);
  const began = process.now();
  try {
    const stat = process.files.requireStat(server.dumpPath);
    const {loaded, expired} = readSnapshot(process.files.readText(server.dumpPath), databases, began);
    counts.dirty = 0;
    await say('*', `Loading RDB produced by version ${redisVersion}`);
    await say('*', `RDB age ${Math.max(0, Math.round((began - stat.modifiedMs) / 1000))} seconds`);
    await say('*', `Done loading RDB, keys loaded: ${loaded}, keys expired: ${expired}.`);
    await say('*', `DB loaded from disk: ${((process.now() - began) / 1000).toFixed(3)} seconds`);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return true;
    if (!isSystemError(error) && !(error instanceof SnapshotFault)) throw error;
    await say('#', error.message);
    await say('#', 'Fatal error loading the DB, check server logs. Exiting.');
    return false;
  }
}

async function run(server: RedisServer, listener: Listener): Promise<number> {
  const {process} = server;
  process.onSignal('SIGPIPE', 'ignore');
  process.onSignal('SIGHUP', 'ignore');
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.onSignal(name, () => void stop(server, name).catch((error: unknown) => report(process, error)));
  void takeConnections(server, listener).catch((error: unknown) => report(process, error));
  return process.wait(server.ended);
}

async function stop(server: RedisServer, name: 'SIGTERM' | 'SIGINT'): Promise<void> {
  const {process} = server;
  const seconds = Math.floor(process.now() / 1000);
  await process.print(`${process.pid}:signal-handler (${seconds}) Received ${name} scheduling shutdown...\n`);
  await server.shutDown('User requested shutdown...', {saves: 'as configured'});
}

function report(process: Process, error: unknown): void {
  if (!process.signal.aborted) process.space.kernel.onFault(error, process.argv);
}

async function takeConnections(server: RedisServer, listener: Listener): Promise<void> {
  const {process, config} = server;
  try {
    for (let id = 1; ; id += 1) {
      const connection = await listener.accept(process.signal);
      const client = new RedisClient({
        id,
        remote: connection.remote,
        local: connection.local,
        writer: connection.stream.writer,
        signal: process.signal,
        nowMs: process.now(),
        isAuthenticated: config.get('requirepass') === '',
      });
      void serveClient(server, client, connection).catch((error: unknown) => report(process, error));
    }
  } catch (error) {
    if (!process.signal.aborted && !isSystemError(error)) throw error;
  }
}

/** Answers one client until either side ends it; the connection is closed whatever ended it. */
async function serveClient(server: RedisServer, client: RedisClient, {stream}: Connection): Promise<void> {
  const reader = new RespReader(stream.reader, AbortSignal.any([server.process.signal, client.signal]));
  try {
    if (server.clients().length >= server.config.number('maxclients')) {
      server.rejected += 1;
      client.push({kind: 'error', text: 'ERR max number of clients reached'});
    } else {
      server.welcome(client);
      await answerAll(server, client, reader);
    }
    await client.sent();
  } finally {
    server.farewell(client);
    client.close();
    reader.close();
    stream.writer.close();
  }
}

async function answerAll(server: RedisServer, client: RedisClient, reader: RespReader): Promise<void> {
  try {
    for (;;) {
      const words = await reader.command();
      if (!words) return;
      for (const reply of await server.execute(client, words)) client.push(reply);
      if (words[0]?.toLowerCase() === 'quit') return;
      // A client that sends much and reads nothing waits for itself.
      await client.sent();
    }
  } catch (error) {
    if (error instanceof ProtocolFault) {
      if (error.message !== '') client.push({kind: 'error', text: `ERR ${error.message}`});
    } else if (!(error instanceof ClientGone) && !isSystemError(error)) throw error;
  }
}
