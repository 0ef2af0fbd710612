import type {RedisClient} from './client.ts';
import {RedisCall, type RedisCommand} from './command.ts';
import {notAuthenticated} from './commands/connection.ts';
import {absentCommands, redisCommands} from './commands/index.ts';
import {immediate} from './commands/transactions.ts';
import type {RedisHost} from './host.ts';
import {RedisFault, type Reply} from './reply.ts';

/** Before a password, and while messages come, only these are taken. */
const withoutPassword = new Set(['auth', 'hello', 'quit', 'reset']);
const whileSubscribed = new Set(['subscribe', 'unsubscribe', 'psubscribe', 'punsubscribe', 'ping', 'quit', 'reset']);
const queued: Reply = {kind: 'simple', text: 'QUEUED'};
const mostShown = 128;

interface Found {
  readonly command: RedisCommand;
  readonly args: readonly string[];
}

/** All commands by their names, and what is looked at before one of them runs. */
export class CommandTable {
  readonly #commands = new Map(redisCommands.map((command) => [command.name, command]));
  readonly #containers = new Set(
    redisCommands.flatMap(({name}) => (name.includes('|') ? [name.slice(0, name.indexOf('|'))] : [])),
  );

  get size(): number {
    return this.names().length;
  }

  names(): readonly string[] {
    return [...new Set([...this.#commands.keys()].map((name) => name.replace(/\|.*/, '')))].sort();
  }

  /** What a client gets for a command; errors are replies as well. */
  async answer(server: RedisHost, client: RedisClient, words: readonly string[]): Promise<readonly Reply[]> {
    return replies(async () => {
      const found = this.#findFor(client, words);
      this.#permit(server, client, found);
      client.lastCommand = found.command.name;
      if (client.queue && !immediate.has(found.command.name)) {
        client.queue.push(words);
        return queued;
      }
      return run(server, client, found);
    });
  }

  /** A command that was looked at before. */
  async perform(server: RedisHost, client: RedisClient, words: readonly string[]): Promise<readonly Reply[]> {
    client.isExecuting = true;
    try {
      return await replies(async () => run(server, client, this.#find(words)));
    } finally {
      client.isExecuting = false;
    }
  }

  #findFor(client: RedisClient, words: readonly string[]): Found {
    try {
      return this.#find(words);
    } catch (error) {
      if (client.queue) client.isQueueBroken = true;
      throw error;
    }
  }

  /** Throws RedisFault for what is no command, or has not as many words as it should. */
  #find(words: readonly string[]): Found {
    const [first = '', second] = words;
    const name = first.toLowerCase();
    const sub = second === undefined ? undefined : this.#commands.get(`${name}|${second.toLowerCase()}`);
    const command = sub ?? this.#commands.get(name);
    if (!command || (this.#containers.has(name) && !sub && second !== undefined)) throw this.#unknown(words);
    const {arity} = command;
    if (arity >= 0 ? words.length !== arity : words.length < -arity)
      throw new RedisFault(`ERR wrong number of arguments for '${command.name}' command`);
    return {command, args: words.slice(sub ? 2 : 1)};
  }

  #unknown(words: readonly string[]): RedisFault {
    const [first = '', second, ...rest] = words;
    const name = first.toLowerCase();
    if (absentCommands.has(name)) return new RedisFault(`ERR command '${name}' is not simulated by k8s-learn`);
    if (this.#containers.has(name)) {
      if (second === undefined) return new RedisFault(`ERR wrong number of arguments for '${name}' command`);
      return new RedisFault(`ERR unknown subcommand '${second.slice(0, mostShown)}'. Try ${name.toUpperCase()} HELP.`);
    }
    const shown = (second === undefined ? [] : [second, ...rest])
      .map((arg) => `'${arg.slice(0, mostShown)}' `)
      .join('');
    return new RedisFault(
      `ERR unknown command '${first.slice(0, mostShown)}', with args beginning with: ${shown.slice(0, mostShown)}`,
    );
  }

  /** Throws RedisFault where the client, or the server's memory, does not allow it. */
  #permit(server: RedisHost, client: RedisClient, {command: {name, grows = false}}: Found): void {
    if (!client.isAuthenticated && !withoutPassword.has(name)) throw notAuthenticated();
    if (grows && !server.hasRoom()) throw new RedisFault("OOM command not allowed when used memory > 'maxmemory'.");
    if (client.channels.size + client.patterns.size > 0 && !whileSubscribed.has(name))
      throw new RedisFault(
        `ERR Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
      );
  }
}

async function run(server: RedisHost, client: RedisClient, {command, args}: Found): Promise<Reply | readonly Reply[]> {
  return command.run(new RedisCall({server, client, name: command.name, args}));
}

async function replies(action: () => Promise<Reply | readonly Reply[]>): Promise<readonly Reply[]> {
  try {
    const result = await action();
    return isOne(result) ? [result] : result;
  } catch (error) {
    if (error instanceof RedisFault) return [{kind: 'error', text: error.message}];
    throw error;
  }
}

function isOne(result: Reply | readonly Reply[]): result is Reply {
  return !Array.isArray(result);
}
