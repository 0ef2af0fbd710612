import type {RedisCall, RedisCommand} from '../command.ts';
import {readExpiry} from '../expiry.ts';
import {floatText, requireCount, requireFloat, requireInteger, requireSum} from '../numbers.ts';
import {bulk, bulks, integer, nil, ok, RedisFault, type Reply, syntaxFault} from '../reply.ts';
import {StringValue} from '../values.ts';

const longestString = 512 << 20;

export const stringCommands: readonly RedisCommand[] = [
  {name: 'get', arity: 2, run: (call) => bulk(call.read(call.arg(0), 'string')?.text)},
  {name: 'set', arity: -3, grows: true, run: set},
  {name: 'setnx', arity: 3, grows: true, run: (call) => integer(putNew(call, call.arg(0), call.arg(1)))},
  {name: 'setex', arity: 4, grows: true, run: (call) => setFor(call, 1000)},
  {name: 'psetex', arity: 4, grows: true, run: (call) => setFor(call, 1)},
  {
    name: 'getset',
    arity: 3,
    grows: true,
    run(call) {
      const old = call.read(call.arg(0), 'string')?.text;
      put(call, call.arg(0), call.arg(1));
      return bulk(old);
    },
  },
  {
    name: 'getdel',
    arity: 2,
    run(call) {
      const old = call.read(call.arg(0), 'string')?.text;
      if (old !== undefined) call.db.delete(call.arg(0));
      return bulk(old);
    },
  },
  {name: 'getex', arity: -2, run: getex},
  {name: 'mget', arity: -2, run: (call) => bulks(call.args.map((key) => textOrNil(call, key)))},
  {
    name: 'mset',
    arity: -3,
    grows: true,
    run(call) {
      for (const [key, text] of pairs(call)) put(call, key, text);
      return ok;
    },
  },
  {
    name: 'msetnx',
    arity: -3,
    grows: true,
    run(call) {
      const all = pairs(call);
      if (all.some(([key]) => call.db.find(key, true))) return integer(0);
      for (const [key, text] of all) put(call, key, text);
      return integer(1);
    },
  },
  {name: 'append', arity: 3, grows: true, run: append},
  {name: 'strlen', arity: 2, run: (call) => integer(call.read(call.arg(0), 'string')?.text.length ?? 0)},
  {name: 'getrange', arity: 4, run: getRange},
  {name: 'substr', arity: 4, run: getRange},
  {name: 'setrange', arity: 4, grows: true, run: setRange},
  {name: 'incr', arity: 2, grows: true, run: (call) => add(call, 1n)},
  {name: 'decr', arity: 2, grows: true, run: (call) => add(call, -1n)},
  {name: 'incrby', arity: 3, grows: true, run: (call) => add(call, requireInteger(call.arg(1)))},
  {name: 'decrby', arity: 3, grows: true, run: subtract},
  {name: 'incrbyfloat', arity: 3, grows: true, run: addFloat},
];

/** A new value; what time to live there was is over. */
function put(call: RedisCall, key: string, text: string, expiresMs?: number): void {
  call.db.set(key, new StringValue(text), expiresMs);
}

function putNew(call: RedisCall, key: string, text: string): boolean {
  if (call.db.find(key, true)) return false;
  put(call, key, text);
  return true;
}

/** https://redis.io/docs/latest/commands/set/ */
function set(call: RedisCall): Reply {
  const [key = '', text = '', ...options] = call.args;
  const {words, expiry} = readExpiry(call, options, ['NX', 'XX', 'GET', 'KEEPTTL']);
  if (words.has('NX') && words.has('XX')) throw syntaxFault();
  if (words.has('KEEPTTL') && expiry !== undefined) throw syntaxFault();
  const old = call.db.find(key, true);
  const oldText = words.has('GET') ? call.read(key, 'string')?.text : undefined;
  const isRefused = (words.has('NX') && old !== undefined) || (words.has('XX') && old === undefined);
  if (!isRefused) put(call, key, text, words.has('KEEPTTL') ? old?.expiresMs : expiry);
  if (words.has('GET')) return bulk(oldText);
  return isRefused ? nil : ok;
}

function setFor(call: RedisCall, unitMs: number): Reply {
  const [key = '', time = '', text = ''] = call.args;
  const ms = Number(requireInteger(time)) * unitMs;
  if (ms <= 0 || !Number.isSafeInteger(ms)) throw new RedisFault(`ERR invalid expire time in '${call.name}' command`);
  put(call, key, text, call.now() + ms);
  return ok;
}

function getex(call: RedisCall): Reply {
  const [key = '', ...options] = call.args;
  const {words, expiry} = readExpiry(call, options, ['PERSIST']);
  if (words.has('PERSIST') && expiry !== undefined) throw syntaxFault();
  const value = call.read(key, 'string');
  const entry = call.db.find(key, true);
  if (!value || !entry) return nil;
  if (words.has('PERSIST')) entry.expiresMs = undefined;
  else if (expiry !== undefined) entry.expiresMs = expiry;
  call.db.changed(key);
  return bulk(value.text);
}

/** A value of another type counts as none here. */
function textOrNil(call: RedisCall, key: string): string | undefined {
  const value = call.db.find(key)?.value;
  return value?.type === 'string' ? value.text : undefined;
}

function pairs({args, name}: RedisCall): readonly (readonly [string, string])[] {
  if (args.length % 2 !== 0) throw new RedisFault(`ERR wrong number of arguments for '${name}' command`);
  return args.flatMap((key, index) => (index % 2 === 0 ? [[key, args[index + 1] ?? ''] as const] : []));
}

/** A text in the place of the old one, whose time to live stays. */
function keepPut(call: RedisCall, key: string, text: string): void {
  put(call, key, text, call.db.find(key, true)?.expiresMs);
}

function append(call: RedisCall): Reply {
  const [key = '', more = ''] = call.args;
  const text = (call.read(key, 'string')?.text ?? '') + more;
  keepPut(call, key, text);
  return integer(text.length);
}

function getRange(call: RedisCall): Reply {
  const text = call.read(call.arg(0), 'string')?.text ?? '';
  const [start, end] = [requireCount(call.arg(1)), requireCount(call.arg(2))];
  const from = start < 0 ? Math.max(0, text.length + start) : start;
  const to = end < 0 ? text.length + end : end;
  return bulk(from > to ? '' : text.slice(from, to + 1));
}

function setRange(call: RedisCall): Reply {
  const [key = '', place = '', piece = ''] = call.args;
  const offset = requireCount(place);
  if (offset < 0) throw new RedisFault('ERR offset is out of range');
  const old = call.read(key, 'string')?.text ?? '';
  if (piece === '') return integer(old.length);
  if (offset + piece.length > longestString)
    throw new RedisFault('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
  const text = old.padEnd(offset, '\0').slice(0, offset) + piece + old.slice(offset + piece.length);
  keepPut(call, key, text);
  return integer(text.length);
}

function add(call: RedisCall, amount: bigint): Reply {
  const [key = ''] = call.args;
  const sum = requireSum(requireInteger(call.read(key, 'string')?.text ?? '0'), amount);
  keepPut(call, key, String(sum));
  return integer(sum);
}

function subtract(call: RedisCall): Reply {
  const amount = requireInteger(call.arg(1));
  if (amount === -(2n ** 63n)) throw new RedisFault('ERR decrement would overflow');
  return add(call, -amount);
}

function addFloat(call: RedisCall): Reply {
  const [key = '', amount = ''] = call.args;
  const sum = requireFloat(call.read(key, 'string')?.text ?? '0') + requireFloat(amount);
  if (!Number.isFinite(sum)) throw new RedisFault('ERR increment would produce NaN or Infinity');
  // One digit less than a double has: what it cannot hold must not be seen.
  const text = floatText(Number(sum.toPrecision(15)));
  keepPut(call, key, text);
  return bulk(text);
}
