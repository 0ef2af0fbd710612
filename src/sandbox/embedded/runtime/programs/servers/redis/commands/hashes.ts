import type {RedisCall, RedisCommand} from '../command.ts';
import {floatText, requireCount, requireFloat, requireInteger, requireSum} from '../numbers.ts';
import {array, bulk, bulks, integer, nil, ok, RedisFault, type Reply} from '../reply.ts';
import {scan} from '../scan.ts';
import {HashValue} from '../values.ts';

export const hashCommands: readonly RedisCommand[] = [
  {name: 'hset', arity: -4, grows: true, run: (call) => integer(setAll(call))},
  {name: 'hmset', arity: -4, grows: true, run: setMany},
  {name: 'hsetnx', arity: 4, grows: true, run: setNew},
  {name: 'hget', arity: 3, run: (call) => bulk(hash(call)?.get(call.arg(1)))},
  {name: 'hmget', arity: -3, run: (call) => bulks(call.args.slice(1).map((field) => hash(call)?.get(field)))},
  {name: 'hgetall', arity: 2, run: (call) => bulks(entries(call).flat())},
  {name: 'hkeys', arity: 2, run: (call) => bulks(entries(call).map(([field]) => field))},
  {name: 'hvals', arity: 2, run: (call) => bulks(entries(call).map(([, text]) => text))},
  {name: 'hlen', arity: 2, run: (call) => integer(hash(call)?.size ?? 0)},
  {name: 'hexists', arity: 3, run: (call) => integer(hash(call)?.has(call.arg(1)) ?? false)},
  {name: 'hstrlen', arity: 3, run: (call) => integer(hash(call)?.get(call.arg(1))?.length ?? 0)},
  {name: 'hdel', arity: -3, run: remove},
  {name: 'hincrby', arity: 4, grows: true, run: add},
  {name: 'hincrbyfloat', arity: 4, grows: true, run: addFloat},
  {name: 'hrandfield', arity: -2, run: randomField},
  {name: 'hscan', arity: -3, run: scanHash},
];

function hash(call: RedisCall): HashValue | undefined {
  return call.read(call.arg(0), 'hash');
}

function entries(call: RedisCall): readonly (readonly [string, string])[] {
  return hash(call)?.entries() ?? [];
}

function setAll(call: RedisCall): number {
  const [key = '', ...rest] = call.args;
  if (rest.length % 2 !== 0) throw new RedisFault(`ERR wrong number of arguments for '${call.name}' command`);
  const added = call.change(key, 'hash', {
    make: () => new HashValue(),
    use: (value) => rest.filter((field, index) => index % 2 === 0 && value.set(field, rest[index + 1] ?? '')).length,
  });
  return added ?? 0;
}

/** The older form: it does not say how many were new. */
function setMany(call: RedisCall): Reply {
  setAll(call);
  return ok;
}

function setNew(call: RedisCall): Reply {
  const [key = '', field = '', text = ''] = call.args;
  if (call.read(key, 'hash')?.has(field)) return integer(0);
  call.change(key, 'hash', {make: () => new HashValue(), use: (value) => value.set(field, text)});
  return integer(1);
}

function remove(call: RedisCall): Reply {
  const [key = '', ...fields] = call.args;
  const gone = call.change(key, 'hash', {use: (value) => fields.filter((field) => value.delete(field)).length});
  return integer(gone ?? 0);
}

function add(call: RedisCall): Reply {
  const [key = '', field = '', amount = ''] = call.args;
  const by = requireInteger(amount);
  const old = requireInteger(hash(call)?.get(field) ?? '0', 'ERR hash value is not an integer');
  const sum = requireSum(old, by);
  call.change(key, 'hash', {make: () => new HashValue(), use: (value) => value.set(field, String(sum))});
  return integer(sum);
}

function addFloat(call: RedisCall): Reply {
  const [key = '', field = '', amount = ''] = call.args;
  const by = requireFloat(amount);
  const sum = requireFloat(hash(call)?.get(field) ?? '0', 'ERR hash value is not a float') + by;
  if (!Number.isFinite(sum)) throw new RedisFault('ERR increment would produce NaN or Infinity');
  const text = floatText(Number(sum.toPrecision(15)));
  call.change(key, 'hash', {make: () => new HashValue(), use: (value) => value.set(field, text)});
  return bulk(text);
}

function randomField(call: RedisCall): Reply {
  const all = entries(call);
  if (call.args.length === 1) return all.length === 0 ? nil : bulk(all[call.server.randomBelow(all.length)]?.[0]);
  const picked = call.server.pick(all, requireCount(call.arg(1)));
  const withValues = call.arg(2).toUpperCase() === 'WITHVALUES';
  return bulks(withValues ? picked.flat() : picked.map(([field]) => field));
}

function scanHash(call: RedisCall): Reply {
  const [, cursor = '', ...options] = call.args;
  const value = hash(call);
  const {next, found} = scan(
    entries(call).map(([field]) => field),
    {cursor, options},
  );
  return array([bulk(next), bulks(found.flatMap((field) => [field, value?.get(field)]))]);
}
