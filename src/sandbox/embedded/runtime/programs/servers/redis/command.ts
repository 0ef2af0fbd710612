import type {RedisClient} from './client.ts';
import type {Database, Entry} from './database.ts';
import type {RedisHost} from './host.ts';
import {RedisFault, type Reply} from './reply.ts';
import type {HashValue, ListValue, RedisType, RedisValue, SetValue, SortedSetValue, StringValue} from './values.ts';

/** One command of Redis; a new one is an entry in a file of this folder. */
export interface RedisCommand {
  /** In lower case; of a container's subcommand with a bar: `config|get`. */
  readonly name: string;
  /** Words with the name: so many, or at least so many when negative. */
  readonly arity: number;
  /** It can make the data larger, and is refused where there is no memory left. */
  readonly grows?: boolean;
  readonly run: (call: RedisCall) => Reply | readonly Reply[] | Promise<Reply>;
}

type ValueOf = {
  readonly string: StringValue;
  readonly list: ListValue;
  readonly hash: HashValue;
  readonly set: SetValue;
  readonly zset: SortedSetValue;
};

/** A command with its arguments, whoever sent it. */
export class RedisCall {
  readonly server: RedisHost;
  readonly client: RedisClient;
  /** As the command's table has it. */
  readonly name: string;
  /** Behind the name, and behind the subcommand where there is one. */
  readonly args: readonly string[];

  constructor(given: {
    readonly server: RedisHost;
    readonly client: RedisClient;
    readonly name: string;
    readonly args: readonly string[];
  }) {
    this.server = given.server;
    this.client = given.client;
    this.name = given.name;
    this.args = given.args;
  }

  get db(): Database {
    return this.server.database(this.client.databaseIndex);
  }

  now(): number {
    return this.server.process.now();
  }

  arg(index: number): string {
    return this.args[index] ?? '';
  }

  /** What a key holds, of the type the command is for; undefined when there is nothing. Throws RedisFault WRONGTYPE. */
  read<Type extends RedisType>(key: string, type: Type): ValueOf[Type] | undefined {
    return ofType(this.db.find(key), type);
  }

  /** The same, made when it is not there; `use` changes it, and an empty value is no value. */
  change<Type extends RedisType, Result>(
    key: string,
    type: Type,
    given: {readonly make?: () => ValueOf[Type]; readonly use: (value: ValueOf[Type]) => Result},
  ): Result | undefined {
    const {db} = this;
    const known = ofType(db.find(key, true), type);
    const value = known ?? given.make?.();
    if (!value) return undefined;
    const result = given.use(value);
    if (value.type !== 'string' && value.size === 0) db.delete(key);
    else if (known) db.changed(key);
    else db.set(key, value);
    return result;
  }
}

export function wrongType(): RedisFault {
  return new RedisFault('WRONGTYPE Operation against a key holding the wrong kind of value');
}

function ofType<Type extends RedisType>(entry: Entry | undefined, type: Type): ValueOf[Type] | undefined {
  if (!entry) return undefined;
  if (!isOf(entry.value, type)) throw wrongType();
  return entry.value;
}

function isOf<Type extends RedisType>(value: RedisValue, type: Type): value is RedisValue & ValueOf[Type] {
  return value.type === type;
}
