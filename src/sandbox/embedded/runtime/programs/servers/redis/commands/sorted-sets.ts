import type {RedisCall, RedisCommand} from '../command.ts';
import {floatText, requireCount, requireFloat} from '../numbers.ts';
import {array, bulk, bulks, integer, nil, RedisFault, type Reply, syntaxFault} from '../reply.ts';
import {scan} from '../scan.ts';
import {type InRange, lexRange, scoreRange} from '../score-range.ts';
import {type Scored, SortedSetValue} from '../values.ts';

export const sortedSetCommands: readonly RedisCommand[] = [
  {name: 'zadd', arity: -4, grows: true, run: add},
  {name: 'zincrby', arity: 4, grows: true, run: increment},
  {name: 'zrem', arity: -3, run: remove},
  {name: 'zcard', arity: 2, run: (call) => integer(sortedSet(call)?.size ?? 0)},
  {name: 'zscore', arity: 3, run: (call) => score(sortedSet(call)?.score(call.arg(1)))},
  {
    name: 'zmscore',
    arity: -3,
    run: (call) => array(call.args.slice(1).map((one) => score(sortedSet(call)?.score(one)))),
  },
  {name: 'zrank', arity: -3, run: (call) => rank(call, sorted(call))},
  {name: 'zrevrank', arity: -3, run: (call) => rank(call, [...sorted(call)].reverse())},
  {name: 'zcount', arity: 4, run: (call) => integer(sorted(call).filter(scoreRange(call.arg(1), call.arg(2))).length)},
  {name: 'zlexcount', arity: 4, run: (call) => integer(sorted(call).filter(lexRange(call.arg(1), call.arg(2))).length)},
  {name: 'zrange', arity: -4, run: range},
  {name: 'zrevrange', arity: -4, run: (call) => byRank(call, {isReversed: true, withScores: hasScores(call, 3)})},
  {name: 'zrangebyscore', arity: -4, run: (call) => byBounds(call, scoreRange, false)},
  {name: 'zrevrangebyscore', arity: -4, run: (call) => byBounds(call, scoreRange, true)},
  {name: 'zrangebylex', arity: -4, run: (call) => byBounds(call, lexRange, false)},
  {name: 'zrevrangebylex', arity: -4, run: (call) => byBounds(call, lexRange, true)},
  {name: 'zpopmin', arity: -2, run: (call) => pop(call, false)},
  {name: 'zpopmax', arity: -2, run: (call) => pop(call, true)},
  {name: 'zremrangebyrank', arity: 4, run: (call) => removeAll(call, slice(call, sorted(call)))},
  {
    name: 'zremrangebyscore',
    arity: 4,
    run: (call) => removeAll(call, sorted(call).filter(scoreRange(call.arg(1), call.arg(2)))),
  },
  {
    name: 'zremrangebylex',
    arity: 4,
    run: (call) => removeAll(call, sorted(call).filter(lexRange(call.arg(1), call.arg(2)))),
  },
  {name: 'zscan', arity: -3, run: scanSorted},
];

function sortedSet(call: RedisCall): SortedSetValue | undefined {
  return call.read(call.arg(0), 'zset');
}

function sorted(call: RedisCall): readonly Scored[] {
  return sortedSet(call)?.sorted() ?? [];
}

function score(value: number | undefined): Reply {
  return bulk(value === undefined ? undefined : floatText(value));
}

interface AddRules {
  readonly words: ReadonlySet<string>;
  readonly entries: readonly Scored[];
}

function readAdd({args, name}: RedisCall): AddRules {
  const words = new Set<string>();
  let at = 1;
  for (; ['NX', 'XX', 'GT', 'LT', 'CH', 'INCR'].includes((args[at] ?? '').toUpperCase()); at += 1)
    words.add((args[at] ?? '').toUpperCase());
  const rest = args.slice(at);
  if (rest.length === 0 || rest.length % 2 !== 0) throw words.size > 0 ? syntaxFault() : wrongCount(name);
  if (words.has('NX') && words.has('XX'))
    throw new RedisFault('ERR XX and NX options at the same time are not compatible');
  if ((words.has('GT') && words.has('LT')) || (words.has('NX') && (words.has('GT') || words.has('LT'))))
    throw new RedisFault('ERR GT, LT, and/or NX options at the same time are not compatible');
  if (words.has('INCR') && rest.length > 2)
    throw new RedisFault('ERR INCR option supports a single increment-element pair');
  const entries = rest.flatMap((text, index) =>
    index % 2 === 0 ? [{score: requireFloat(text), member: rest[index + 1] ?? ''}] : [],
  );
  return {words, entries};
}

function wrongCount(name: string): RedisFault {
  return new RedisFault(`ERR wrong number of arguments for '${name}' command`);
}

/** https://redis.io/docs/latest/commands/zadd/ */
function add(call: RedisCall): Reply {
  const {words, entries} = readAdd(call);
  const result = call.change(call.arg(0), 'zset', {
    make: () => new SortedSetValue(),
    use(value) {
      let added = 0;
      let changed = 0;
      let last: number | undefined;
      for (const {member, score: given} of entries) {
        const old = value.score(member);
        const next = words.has('INCR') ? (old ?? 0) + given : given;
        if (isRefused(words, old, next)) continue;
        value.set(member, next);
        if (old === undefined) added += 1;
        else if (old !== next) changed += 1;
        last = next;
      }
      return {added, changed, last};
    },
  });
  if (words.has('INCR')) return score(result?.last);
  return integer((result?.added ?? 0) + (words.has('CH') ? (result?.changed ?? 0) : 0));
}

function isRefused(words: ReadonlySet<string>, old: number | undefined, next: number): boolean {
  if (Number.isNaN(next)) throw new RedisFault('ERR resulting score is not a number (NaN)');
  if (old === undefined) return words.has('XX');
  return words.has('NX') || (words.has('GT') && next <= old) || (words.has('LT') && next >= old);
}

function increment(call: RedisCall): Reply {
  const [key = '', amount = '', member = ''] = call.args;
  const by = requireFloat(amount);
  const sum = call.change(key, 'zset', {
    make: () => new SortedSetValue(),
    use(value) {
      const next = (value.score(member) ?? 0) + by;
      if (Number.isNaN(next)) throw new RedisFault('ERR resulting score is not a number (NaN)');
      value.set(member, next);
      return next;
    },
  });
  return score(sum);
}

function remove(call: RedisCall): Reply {
  const [key = '', ...members] = call.args;
  return integer(call.change(key, 'zset', {use: (value) => members.filter((one) => value.delete(one)).length}) ?? 0);
}

function removeAll(call: RedisCall, entries: readonly Scored[]): Reply {
  call.change(call.arg(0), 'zset', {use: (value) => entries.filter(({member}) => value.delete(member)).length});
  return integer(entries.length);
}

function rank(call: RedisCall, entries: readonly Scored[]): Reply {
  const at = entries.findIndex(({member}) => member === call.arg(1));
  if (call.arg(2).toUpperCase() === 'WITHSCORE')
    return at < 0 ? array(null) : array([integer(at), score(entries[at]?.score)]);
  return at < 0 ? nil : integer(at);
}

function pop(call: RedisCall, isMax: boolean): Reply {
  const [, count] = call.args;
  const most = count === undefined ? 1 : requireCount(count);
  if (most < 0) throw new RedisFault('ERR value is out of range, must be positive');
  const taken = (isMax ? [...sorted(call)].reverse() : sorted(call)).slice(0, most);
  removeAll(call, taken);
  return listOf(taken, true);
}

function listOf(entries: readonly Scored[], withScores: boolean): Reply {
  return bulks(entries.flatMap(({member, score: value}) => (withScores ? [member, floatText(value)] : [member])));
}

function hasScores({args}: RedisCall, at: number): boolean {
  if (args.length <= at) return false;
  if (args.length > at + 1 || args[at]?.toUpperCase() !== 'WITHSCORES') throw syntaxFault();
  return true;
}

/** Entries between two places, both included. */
function slice(call: RedisCall, entries: readonly Scored[]): readonly Scored[] {
  const [start, end] = [requireCount(call.arg(1)), requireCount(call.arg(2))];
  const from = start < 0 ? Math.max(0, entries.length + start) : start;
  const to = end < 0 ? entries.length + end : end;
  return from > to ? [] : entries.slice(from, to + 1);
}

function byRank(call: RedisCall, how: {readonly isReversed: boolean; readonly withScores: boolean}): Reply {
  const entries = how.isReversed ? [...sorted(call)].reverse() : sorted(call);
  return listOf(slice(call, entries), how.withScores);
}

interface RangeOptions {
  readonly words: ReadonlySet<string>;
  readonly limit: readonly [offset: number, count: number] | undefined;
}

function rangeOptions(options: readonly string[], known: readonly string[]): RangeOptions {
  const words = new Set<string>();
  let limit: readonly [number, number] | undefined;
  for (let at = 0; at < options.length; at += 1) {
    const word = (options[at] ?? '').toUpperCase();
    if (word === 'LIMIT' && at + 2 < options.length) {
      limit = [requireCount(options[at + 1] ?? ''), requireCount(options[at + 2] ?? '')];
      at += 2;
    } else if (known.includes(word)) words.add(word);
    else throw syntaxFault();
  }
  return {words, limit};
}

/** https://redis.io/docs/latest/commands/zrange/ */
function range(call: RedisCall): Reply {
  const {words, limit} = rangeOptions(call.args.slice(3), ['BYSCORE', 'BYLEX', 'REV', 'WITHSCORES']);
  const isReversed = words.has('REV');
  const withScores = words.has('WITHSCORES');
  const makeRange = words.has('BYSCORE') ? scoreRange : words.has('BYLEX') ? lexRange : undefined;
  if (!makeRange) {
    if (limit)
      throw new RedisFault('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX');
    return byRank(call, {isReversed, withScores});
  }
  return bounded(call, {makeRange, isReversed, withScores, limit});
}

function byBounds(call: RedisCall, makeRange: (low: string, high: string) => InRange, isReversed: boolean): Reply {
  const {words, limit} = rangeOptions(call.args.slice(3), ['WITHSCORES']);
  return bounded(call, {makeRange, isReversed, withScores: words.has('WITHSCORES'), limit});
}

function bounded(
  call: RedisCall,
  how: {
    readonly makeRange: (low: string, high: string) => InRange;
    readonly isReversed: boolean;
    readonly withScores: boolean;
    readonly limit: RangeOptions['limit'];
  },
): Reply {
  const [first, second] = [call.arg(1), call.arg(2)];
  const inRange = how.isReversed ? how.makeRange(second, first) : how.makeRange(first, second);
  const found = sorted(call).filter(inRange);
  const ordered = how.isReversed ? found.reverse() : found;
  const [offset, count] = how.limit ?? [0, -1];
  return listOf(ordered.slice(offset, count < 0 ? undefined : offset + count), how.withScores);
}

function scanSorted(call: RedisCall): Reply {
  const [, cursor = '', ...options] = call.args;
  const value = sortedSet(call);
  const {next, found} = scan(
    sorted(call).map(({member}) => member),
    {cursor, options},
  );
  return array([bulk(next), bulks(found.flatMap((member) => [member, floatText(value?.score(member) ?? 0)]))]);
}
