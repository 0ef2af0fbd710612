import type {RedisCall, RedisCommand} from '../command.ts';
import {requireCount} from '../numbers.ts';
import {array, bulk, bulks, integer, nil, RedisFault, type Reply, syntaxFault} from '../reply.ts';
import {scan} from '../scan.ts';
import {SetValue} from '../values.ts';

type Operation = (sets: readonly ReadonlySet<string>[]) => readonly string[];

export const setCommands: readonly RedisCommand[] = [
  {name: 'sadd', arity: -3, grows: true, run: add},
  {name: 'srem', arity: -3, run: remove},
  {name: 'scard', arity: 2, run: (call) => integer(set(call)?.size ?? 0)},
  {name: 'smembers', arity: 2, run: (call) => bulks(members(call, call.arg(0)))},
  {name: 'sismember', arity: 3, run: (call) => integer(set(call)?.has(call.arg(1)) ?? false)},
  {
    name: 'smismember',
    arity: -3,
    run: (call) => array(call.args.slice(1).map((member) => integer(set(call)?.has(member) ?? false))),
  },
  {name: 'spop', arity: -2, run: pop},
  {name: 'srandmember', arity: -2, run: randomMember},
  {name: 'smove', arity: 4, run: move},
  {name: 'sunion', arity: -2, run: (call) => bulks(union(setsOf(call, call.args)))},
  {name: 'sinter', arity: -2, run: (call) => bulks(intersection(setsOf(call, call.args)))},
  {name: 'sdiff', arity: -2, run: (call) => bulks(difference(setsOf(call, call.args)))},
  {name: 'sunionstore', arity: -3, grows: true, run: (call) => store(call, union)},
  {name: 'sinterstore', arity: -3, grows: true, run: (call) => store(call, intersection)},
  {name: 'sdiffstore', arity: -3, grows: true, run: (call) => store(call, difference)},
  {name: 'sintercard', arity: -3, run: countCommon},
  {name: 'sscan', arity: -3, run: scanSet},
];

const union: Operation = (sets) => [...new Set(sets.flatMap((each) => [...each]))];
const intersection: Operation = ([first = new Set(), ...rest]) =>
  [...first].filter((member) => rest.every((each) => each.has(member)));
const difference: Operation = ([first = new Set(), ...rest]) =>
  [...first].filter((member) => !rest.some((each) => each.has(member)));

function set(call: RedisCall): SetValue | undefined {
  return call.read(call.arg(0), 'set');
}

function members(call: RedisCall, key: string): readonly string[] {
  return call.read(key, 'set')?.members() ?? [];
}

function setsOf(call: RedisCall, keys: readonly string[]): readonly ReadonlySet<string>[] {
  return keys.map((key) => new Set(members(call, key)));
}

function add(call: RedisCall): Reply {
  const [key = '', ...items] = call.args;
  const added = call.change(key, 'set', {
    make: () => new SetValue(),
    use: (value) => items.filter((item) => value.add(item)).length,
  });
  return integer(added ?? 0);
}

function remove(call: RedisCall): Reply {
  const [key = '', ...items] = call.args;
  return integer(call.change(key, 'set', {use: (value) => items.filter((item) => value.delete(item)).length}) ?? 0);
}

function pop(call: RedisCall): Reply {
  const [key = '', count] = call.args;
  const all = members(call, key);
  const most = count === undefined ? 1 : requireCount(count);
  if (most < 0) throw new RedisFault('ERR value is out of range, must be positive');
  const taken = call.server.pick(all, most);
  call.change(key, 'set', {use: (value) => taken.filter((member) => value.delete(member)).length});
  return count === undefined ? bulk(taken[0]) : bulks(taken);
}

function randomMember(call: RedisCall): Reply {
  const all = members(call, call.arg(0));
  if (call.args.length === 1) return all.length === 0 ? nil : bulk(all[call.server.randomBelow(all.length)]);
  return bulks(call.server.pick(all, requireCount(call.arg(1))));
}

function move(call: RedisCall): Reply {
  const [from = '', to = '', member = ''] = call.args;
  call.read(to, 'set');
  if (!call.change(from, 'set', {use: (value) => value.delete(member)})) return integer(0);
  call.change(to, 'set', {make: () => new SetValue(), use: (value) => value.add(member)});
  return integer(1);
}

function store(call: RedisCall, operation: Operation): Reply {
  const [goal = '', ...keys] = call.args;
  const result = operation(setsOf(call, keys));
  if (result.length === 0) call.db.delete(goal);
  else call.db.set(goal, new SetValue(result));
  return integer(result.length);
}

function countCommon(call: RedisCall): Reply {
  const [count = '', ...rest] = call.args;
  const keys = /^[1-9]\d{0,6}$/.test(count) ? Number(count) : 0;
  if (keys === 0) throw new RedisFault('ERR numkeys should be greater than 0');
  if (keys > rest.length) throw new RedisFault("ERR Number of keys can't be greater than number of args");
  const [word, limit] = rest.slice(keys);
  if (word !== undefined && (word.toUpperCase() !== 'LIMIT' || limit === undefined)) throw syntaxFault();
  const most = limit === undefined ? 0 : requireCount(limit);
  if (most < 0) throw new RedisFault("ERR LIMIT can't be negative");
  const {length} = intersection(setsOf(call, rest.slice(0, keys)));
  return integer(most > 0 ? Math.min(most, length) : length);
}

function scanSet(call: RedisCall): Reply {
  const [key = '', cursor = '', ...options] = call.args;
  const {next, found} = scan(members(call, key), {cursor, options});
  return array([bulk(next), bulks(found)]);
}
