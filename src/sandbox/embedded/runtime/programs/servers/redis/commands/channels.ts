import type {RedisCall, RedisCommand} from '../command.ts';
import {globFits} from '../glob.ts';
import {array, bulk, bulks, integer, type Reply} from '../reply.ts';

export const channelCommands: readonly RedisCommand[] = [
  {name: 'publish', arity: 3, run: (call) => integer(call.server.publish(call.arg(0), call.arg(1)))},
  {name: 'subscribe', arity: -2, run: (call) => subscribe(call, 'subscribe', call.client.channels)},
  {name: 'psubscribe', arity: -2, run: (call) => subscribe(call, 'psubscribe', call.client.patterns)},
  {name: 'unsubscribe', arity: -1, run: (call) => unsubscribe(call, 'unsubscribe', call.client.channels)},
  {name: 'punsubscribe', arity: -1, run: (call) => unsubscribe(call, 'punsubscribe', call.client.patterns)},
  {
    name: 'pubsub|channels',
    arity: -2,
    run: (call) =>
      bulks(call.server.channels().filter((name) => call.args.length === 0 || globFits(call.arg(0), name))),
  },
  {
    name: 'pubsub|numsub',
    arity: -2,
    run: (call) => array(call.args.flatMap((name) => [bulk(name), integer(call.server.subscribers(name))])),
  },
  {name: 'pubsub|numpat', arity: 2, run: (call) => integer(call.server.patternCount())},
];

/** One reply for every name: that is how a client knows. */
function subscribe({client, args}: RedisCall, word: string, names: Set<string>): readonly Reply[] {
  return args.map((name) => {
    names.add(name);
    return array([bulk(word), bulk(name), integer(client.channels.size + client.patterns.size)]);
  });
}

function unsubscribe({client, args}: RedisCall, word: string, names: Set<string>): readonly Reply[] {
  const gone = args.length > 0 ? args : [...names];
  const count = (): Reply => integer(client.channels.size + client.patterns.size);
  if (gone.length === 0) return [array([bulk(word), bulk(null), count()])];
  return gone.map((name) => {
    names.delete(name);
    return array([bulk(word), bulk(name), count()]);
  });
}
