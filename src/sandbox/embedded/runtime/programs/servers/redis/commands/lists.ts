import type {RedisCall, RedisCommand} from '../command.ts';
import {requireCount, requireFloat} from '../numbers.ts';
import {array, bulk, bulks, integer, nil, ok, RedisFault, type Reply, syntaxFault} from '../reply.ts';
import {ListValue} from '../values.ts';

type Side = 'LEFT' | 'RIGHT';

export const listCommands: readonly RedisCommand[] = [
  {name: 'lpush', arity: -3, grows: true, run: (call) => push(call, 'LEFT', true)},
  {name: 'rpush', arity: -3, grows: true, run: (call) => push(call, 'RIGHT', true)},
  {name: 'lpushx', arity: -3, grows: true, run: (call) => push(call, 'LEFT', false)},
  {name: 'rpushx', arity: -3, grows: true, run: (call) => push(call, 'RIGHT', false)},
  {name: 'lpop', arity: -2, run: (call) => pop(call, 'LEFT')},
  {name: 'rpop', arity: -2, run: (call) => pop(call, 'RIGHT')},
  {name: 'llen', arity: 2, run: (call) => integer(call.read(call.arg(0), 'list')?.size ?? 0)},
  {name: 'lrange', arity: 4, run: (call) => bulks(rangeOf(call))},
  {name: 'lindex', arity: 3, run: (call) => bulk(call.read(call.arg(0), 'list')?.at(requireCount(call.arg(1))))},
  {name: 'lset', arity: 4, run: setAt},
  {name: 'lrem', arity: 4, run: remove},
  {name: 'ltrim', arity: 4, run: trim},
  {name: 'linsert', arity: 5, grows: true, run: insert},
  {name: 'lpos', arity: -3, run: positions},
  {name: 'rpoplpush', arity: 3, run: (call) => bulk(shift(call, call.arg(0), call.arg(1), ['RIGHT', 'LEFT']))},
  {name: 'lmove', arity: 5, run: (call) => bulk(shift(call, call.arg(0), call.arg(1), sidesOf(call, 2)))},
  {name: 'blpop', arity: -3, run: (call) => waitToPop(call, 'LEFT')},
  {name: 'brpop', arity: -3, run: (call) => waitToPop(call, 'RIGHT')},
  {name: 'blmove', arity: 6, run: (call) => waitToShift(call, sidesOf(call, 2), call.arg(4))},
  {name: 'brpoplpush', arity: 4, run: (call) => waitToShift(call, ['RIGHT', 'LEFT'], call.arg(2))},
];

function push(call: RedisCall, side: Side, makes: boolean): Reply {
  const [key = '', ...items] = call.args;
  const size = call.change(key, 'list', {
    ...(makes ? {make: () => new ListValue()} : {}),
    use(list) {
      for (const item of items) add(list, side, item);
      return list.size;
    },
  });
  return integer(size ?? 0);
}

function add(list: ListValue, side: Side, item: string): void {
  if (side === 'LEFT') list.unshift(item);
  else list.push(item);
}

function take(list: ListValue, side: Side): string | undefined {
  return side === 'LEFT' ? list.shift() : list.pop();
}

function pop(call: RedisCall, side: Side): Reply {
  const [key = '', count] = call.args;
  if (call.args.length > 2) throw new RedisFault(`ERR wrong number of arguments for '${call.name}' command`);
  if (count === undefined) return bulk(call.change(key, 'list', {use: (list) => take(list, side)}));
  const most = requireCount(count);
  if (most < 0) throw new RedisFault('ERR value is out of range, must be positive');
  const items = call.change(key, 'list', {
    use(list) {
      const taken: string[] = [];
      while (taken.length < most) {
        const item = take(list, side);
        if (item === undefined) break;
        taken.push(item);
      }
      return taken;
    },
  });
  return items ? bulks(items) : array(null);
}

/** Items between two places, both included; negative ones count from the end. */
function rangeOf(call: RedisCall): readonly string[] {
  const [start, end] = [requireCount(call.arg(1)), requireCount(call.arg(2))];
  const items = call.read(call.arg(0), 'list')?.items() ?? [];
  const from = start < 0 ? Math.max(0, items.length + start) : start;
  const to = end < 0 ? items.length + end : end;
  return from > to ? [] : items.slice(from, to + 1);
}

function setAt(call: RedisCall): Reply {
  const [key = '', place = '', text = ''] = call.args;
  const isSet = call.change(key, 'list', {
    use(list) {
      const index = requireCount(place);
      const at = index < 0 ? list.size + index : index;
      if (at < 0 || at >= list.size) throw new RedisFault('ERR index out of range');
      list.replace(list.items().toSpliced(at, 1, text));
      return true;
    },
  });
  if (!isSet) throw new RedisFault('ERR no such key');
  return ok;
}

function remove(call: RedisCall): Reply {
  const [key = '', count = '', text = ''] = call.args;
  const wanted = requireCount(count);
  const removed = call.change(key, 'list', {
    use(list) {
      const items = wanted < 0 ? [...list.items()].reverse() : list.items();
      let left = wanted === 0 ? Number.POSITIVE_INFINITY : Math.abs(wanted);
      const kept = items.filter((item) => {
        if (item !== text || left === 0) return true;
        left -= 1;
        return false;
      });
      list.replace(wanted < 0 ? kept.reverse() : kept);
      return items.length - kept.length;
    },
  });
  return integer(removed ?? 0);
}

function trim(call: RedisCall): Reply {
  const kept = rangeOf(call);
  call.change(call.arg(0), 'list', {use: (list) => list.replace(kept)});
  return ok;
}

function insert(call: RedisCall): Reply {
  const [key = '', where = '', pivot = '', text = ''] = call.args;
  if (!/^(before|after)$/i.test(where)) throw syntaxFault();
  const size = call.change(key, 'list', {
    use(list) {
      const items = list.items();
      const at = items.indexOf(pivot);
      if (at < 0) return -1;
      list.replace(items.toSpliced(at + (where.toLowerCase() === 'after' ? 1 : 0), 0, text));
      return list.size;
    },
  });
  return integer(size ?? 0);
}

function positions(call: RedisCall): Reply {
  const [key = '', text = '', ...options] = call.args;
  let rank = 1;
  let count: number | undefined;
  for (let at = 0; at < options.length; at += 2) {
    const value = options[at + 1];
    const word = (options[at] ?? '').toUpperCase();
    if (value === undefined || !['RANK', 'COUNT', 'MAXLEN'].includes(word)) throw syntaxFault();
    if (word === 'RANK') rank = requireCount(value);
    if (word === 'COUNT') count = requireCount(value);
  }
  if (rank === 0)
    throw new RedisFault(
      "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
    );
  const items = call.read(key, 'list')?.items() ?? [];
  const all = items.flatMap((item, index) => (item === text ? [index] : []));
  const ranked = (rank < 0 ? all.reverse() : all).slice(Math.abs(rank) - 1);
  if (count === undefined) return ranked[0] === undefined ? nil : integer(ranked[0]);
  return array((count === 0 ? ranked : ranked.slice(0, count)).map((index) => integer(index)));
}

function sidesOf(call: RedisCall, at: number): readonly [Side, Side] {
  const [from, to] = [call.arg(at).toUpperCase(), call.arg(at + 1).toUpperCase()];
  if ((from !== 'LEFT' && from !== 'RIGHT') || (to !== 'LEFT' && to !== 'RIGHT')) throw syntaxFault();
  return [from, to];
}

function shift(call: RedisCall, from: string, to: string, [out, into]: readonly [Side, Side]): string | undefined {
  // Looked at before anything is taken: of another type it must not lose an item.
  call.read(to, 'list');
  const item = call.change(from, 'list', {use: (list) => take(list, out)});
  if (item === undefined) return undefined;
  call.change(to, 'list', {make: () => new ListValue(), use: (list) => add(list, into, item)});
  return item;
}

function timeoutMs(text: string): number {
  const seconds = requireFloat(text, 'ERR timeout is not a float or out of range');
  if (seconds < 0) throw new RedisFault('ERR timeout is negative');
  return seconds * 1000;
}

async function waitToPop(call: RedisCall, side: Side): Promise<Reply> {
  const keys = call.args.slice(0, -1);
  const ms = timeoutMs(call.args.at(-1) ?? '');
  const found = await call.server.waitFor(call.client, ms, () => {
    for (const key of keys) {
      const item = call.change(key, 'list', {use: (list) => take(list, side)});
      if (item !== undefined) return [key, item];
    }
    return undefined;
  });
  return found ? bulks(found) : array(null);
}

async function waitToShift(call: RedisCall, sides: readonly [Side, Side], timeout: string): Promise<Reply> {
  const [from = '', to = ''] = call.args;
  return bulk(await call.server.waitFor(call.client, timeoutMs(timeout), () => shift(call, from, to, sides)));
}
