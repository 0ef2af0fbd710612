import type {RedisCall, RedisCommand} from '../command.ts';
import {array, ok, RedisFault, type Reply} from '../reply.ts';

/** What is done at once even between MULTI and EXEC. */
export const immediate: ReadonlySet<string> = new Set(['multi', 'exec', 'discard', 'watch', 'quit', 'reset']);

export const transactionCommands: readonly RedisCommand[] = [
  {name: 'multi', arity: 1, run: multi},
  {name: 'exec', arity: 1, run: exec},
  {name: 'discard', arity: 1, run: discard},
  {name: 'watch', arity: -2, run: watch},
  {
    name: 'unwatch',
    arity: 1,
    run({client}) {
      client.watched.clear();
      client.isWatchBroken = false;
      return ok;
    },
  },
];

function multi({client}: RedisCall): Reply {
  if (client.queue) throw new RedisFault('ERR MULTI calls can not be nested');
  client.queue = [];
  client.isQueueBroken = false;
  return ok;
}

/** https://redis.io/docs/latest/develop/interact/transactions/ */
async function exec({client, server}: RedisCall): Promise<Reply> {
  const {queue, isQueueBroken, isWatchBroken} = client;
  if (!queue) throw new RedisFault('ERR EXEC without MULTI');
  forget(client);
  if (isQueueBroken) throw new RedisFault('EXECABORT Transaction discarded because of previous errors.');
  if (isWatchBroken) return array(null);
  const replies: Reply[] = [];
  for (const words of queue) replies.push(...(await server.perform(client, words)));
  return array(replies);
}

function discard({client}: RedisCall): Reply {
  if (!client.queue) throw new RedisFault('ERR DISCARD without MULTI');
  forget(client);
  return ok;
}

function forget(client: RedisCall['client']): void {
  client.queue = undefined;
  client.watched.clear();
  client.isWatchBroken = false;
}

function watch({client, args}: RedisCall): Reply {
  if (client.queue) throw new RedisFault('ERR WATCH inside MULTI is not allowed');
  for (const key of args) client.watched.add(`${client.databaseIndex} ${key}`);
  return ok;
}
