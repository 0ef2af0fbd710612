import type {Process, Program} from '../../../../process/process.ts';
import {bytesOfText, encodeBytes} from '../../../text/codec.ts';
import {readAllInput} from '../../read-input.ts';
import type {Reply} from '../reply.ts';
import {redisVersion} from '../version.ts';
import {type CliConnection, Unreachable} from './connection.ts';
import {formatReply, isTextCommand, rawReply} from './format.ts';
import {type CliOptions, CliProblem, parseCliOptions} from './options.ts';
import {runPrompt} from './prompt.ts';
import {CliSession} from './session.ts';

/** The command line of Redis. */
export const redisCliProgram: Program = {name: 'redis-cli', memoryBytes: 2 << 20, main: runRedisCli};

async function runRedisCli(process: Process): Promise<number> {
  let options: CliOptions;
  try {
    options = parseCliOptions(process.argv.slice(1).map(bytesOfText), process.env);
  } catch (error) {
    if (!(error instanceof CliProblem)) throw error;
    await process.complain(error.message);
    return 1;
  }
  process.onSignal('SIGPIPE', 'ignore');
  if (options.mode === 'version' || options.mode === 'help') {
    await process.print(options.mode === 'version' ? `redis-cli ${redisVersion}\n` : usage);
    return 0;
  }
  if (options.password !== undefined && options.warns)
    await process.complain(
      "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.",
    );
  const session = new CliSession(process, options);
  try {
    return await runSession(session);
  } finally {
    session.lose();
  }
}

async function runSession(session: CliSession): Promise<number> {
  const {process, options} = session;
  if (options.mode === 'scan') return scanAll(session);
  if (options.words.length === 0 && !options.readsLast)
    return runPrompt(session, (words, reply) => show(session, words, reply));
  const words = options.readsLast ? [...options.words, await readAllInput(process)] : options.words;
  return once(session, words);
}

const usage = `redis-cli ${redisVersion}

Usage: redis-cli [OPTIONS] [cmd [arg [arg ...]]]
  -h <hostname>      Server hostname (default: 127.0.0.1).
  -p <port>          Server port (default: 6379).
  -a <password>      Password to use when connecting to the server.
  -u <uri>           Server URI on format redis://user:password@host:port/dbnum
  -r <repeat>        Execute specified command N times.
  -i <interval>      When -r is used, waits <interval> seconds per command.
  -n <db>            Database number.
  -x                 Read last argument from STDIN.
  -e                 Return exit error code when command execution fails.
  --raw              Use raw formatting for replies.
  --no-raw           Force formatted output even when STDOUT is not a tty.
  --scan             List all keys using the SCAN command.
  --pattern <pat>    Keys pattern when using --scan (default: *).
  --help             Output this help and exit.
  --version          Output version and exit.
`;

/** One command from the command line, as often as it was asked for. */
async function once(session: CliSession, words: readonly string[]): Promise<number> {
  const {process, options} = session;
  let code = 0;
  try {
    const connection = await session.connect();
    for (let count = 0; count < options.repeat; count += 1) {
      if (count > 0 && options.intervalMs > 0) await process.sleep(options.intervalMs);
      const reply = await connection.ask(words);
      if (!reply) return words[0]?.toLowerCase() === 'shutdown' ? 0 : lost(process);
      await show(session, words, reply);
      if (reply.kind === 'error') code = options.failsOnError ? 1 : code;
      else if (isEndless(words)) return follow(session, connection, words);
    }
    return code;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    await process.complain(error.message);
    return 1;
  }
}

async function lost(process: Process): Promise<number> {
  await process.complain('Error: Server closed the connection');
  return 1;
}

async function show(session: CliSession, words: readonly string[], reply: Reply): Promise<void> {
  const text = session.isRaw ? `${rawReply(reply)}\n` : isTextCommand(words) ? rawReply(reply) : formatReply(reply);
  // An empty line divides an error from what may follow, as the real one does.
  const more = session.isRaw && reply.kind === 'error' ? '\n' : '';
  await session.process.print(encodeBytes(`${text}${more}`));
}

function isEndless(words: readonly string[]): boolean {
  return /^(p?subscribe|monitor)$/i.test(words[0] ?? '');
}

/** Shows what comes until one has enough. */
async function follow(session: CliSession, connection: CliConnection, words: readonly string[]): Promise<number> {
  for (let reply = await connection.next(); reply; reply = await connection.next()) await show(session, words, reply);
  return 0;
}

async function scanAll(session: CliSession): Promise<number> {
  const {process, options} = session;
  try {
    const connection = await session.connect();
    let cursor = '0';
    do {
      const reply = await connection.ask(['SCAN', cursor, 'MATCH', options.pattern, 'COUNT', '100']);
      if (reply?.kind !== 'array') return lost(process);
      const [next, keys] = reply.items ?? [];
      cursor = next?.kind === 'bulk' ? (next.text ?? '0') : '0';
      if (keys?.kind === 'array')
        for (const key of keys.items ?? []) await process.print(encodeBytes(`${rawReply(key)}\n`));
    } while (cursor !== '0');
    return 0;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    await process.complain(error.message);
    return 1;
  }
}
