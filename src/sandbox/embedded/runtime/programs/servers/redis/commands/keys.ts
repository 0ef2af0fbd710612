import type {RedisCall, RedisCommand} from '../command.ts';
import {copyOf} from '../copy.ts';
import {globFits} from '../glob.ts';
import {requireInteger} from '../numbers.ts';
import {array, bulk, bulks, integer, nil, ok, RedisFault, type Reply, syntaxFault} from '../reply.ts';
import {scan} from '../scan.ts';

export const keyCommands: readonly RedisCommand[] = [
  {name: 'del', arity: -2, run: (call) => integer(call.args.filter((key) => call.db.delete(key)).length)},
  {name: 'unlink', arity: -2, run: (call) => integer(call.args.filter((key) => call.db.delete(key)).length)},
  {name: 'exists', arity: -2, run: countThere},
  {name: 'touch', arity: -2, run: countThere},
  {name: 'type', arity: 2, run: (call) => ({kind: 'simple', text: call.db.find(call.arg(0))?.value.type ?? 'none'})},
  {name: 'keys', arity: 2, run: keysLike},
  {name: 'scan', arity: -2, run: scanKeys},
  {name: 'dbsize', arity: 1, run: (call) => integer(call.db.size)},
  {name: 'randomkey', arity: 1, run: randomKey},
  {name: 'rename', arity: 3, run: rename},
  {
    name: 'renamenx',
    arity: 3,
    run(call) {
      if (!call.db.find(call.arg(0), true)) throw noSuchKey();
      if (call.db.find(call.arg(1), true)) return integer(0);
      rename(call);
      return integer(1);
    },
  },
  {name: 'copy', arity: -3, grows: true, run: copy},
  {name: 'move', arity: 3, run: move},
  {name: 'expire', arity: -3, run: (call) => expire(call, {ms: 1000, isMoment: false})},
  {name: 'pexpire', arity: -3, run: (call) => expire(call, {ms: 1, isMoment: false})},
  {name: 'expireat', arity: -3, run: (call) => expire(call, {ms: 1000, isMoment: true})},
  {name: 'pexpireat', arity: -3, run: (call) => expire(call, {ms: 1, isMoment: true})},
  {name: 'ttl', arity: 2, run: (call) => left(call, (ms) => Math.floor((ms - call.now() + 500) / 1000))},
  {name: 'pttl', arity: 2, run: (call) => left(call, (ms) => ms - call.now())},
  {name: 'expiretime', arity: 2, run: (call) => left(call, (ms) => Math.floor(ms / 1000))},
  {name: 'pexpiretime', arity: 2, run: (call) => left(call, (ms) => ms)},
  {name: 'persist', arity: 2, run: persist},
  {name: 'flushdb', arity: -1, run: (call) => flush(call, 'one')},
  {name: 'flushall', arity: -1, run: (call) => flush(call, 'all')},
  {name: 'swapdb', arity: 3, run: swap},
  {name: 'object|encoding', arity: 3, run: (call) => bulk(call.db.find(call.arg(0), true)?.value.encoding)},
  {name: 'object|refcount', arity: 3, run: (call) => (call.db.find(call.arg(0), true) ? integer(1) : nil)},
  {name: 'object|idletime', arity: 3, run: (call) => (call.db.find(call.arg(0), true) ? integer(0) : nil)},
  {
    name: 'memory|usage',
    arity: -3,
    run(call) {
      const entry = call.db.find(call.arg(0), true);
      return entry ? integer(entry.value.bytes + call.arg(0).length) : nil;
    },
  },
];

function noSuchKey(): RedisFault {
  return new RedisFault('ERR no such key');
}

function countThere(call: RedisCall): Reply {
  return integer(call.args.filter((key) => call.db.find(key) !== undefined).length);
}

async function keysLike(call: RedisCall): Promise<Reply> {
  const found: string[] = [];
  for (const key of call.db.keys()) {
    await call.server.process.breathe();
    if (globFits(call.arg(0), key)) found.push(key);
  }
  return bulks(found);
}

function scanKeys(call: RedisCall): Reply {
  const [cursor = '', ...options] = call.args;
  const typeAt = options.findIndex((option) => option.toUpperCase() === 'TYPE');
  const type = typeAt < 0 ? undefined : options[typeAt + 1];
  const rest = typeAt < 0 ? options : options.toSpliced(typeAt, 2);
  const {next, found} = scan(call.db.keys(), {cursor, options: rest});
  const kept = found.filter((key) => type === undefined || call.db.find(key, true)?.value.type === type.toLowerCase());
  return array([bulk(next), bulks(kept)]);
}

function randomKey(call: RedisCall): Reply {
  const keys = call.db.keys();
  return bulk(keys[call.server.randomBelow(keys.length)]);
}

function rename(call: RedisCall): Reply {
  const [from = '', to = ''] = call.args;
  const entry = call.db.find(from, true);
  if (!entry) throw noSuchKey();
  call.db.delete(from);
  call.db.set(to, entry.value, entry.expiresMs);
  return ok;
}

function copy(call: RedisCall): Reply {
  const [from = '', to = '', ...options] = call.args;
  let goal = call.db;
  let replaces = false;
  for (let at = 0; at < options.length; at += 1) {
    const word = (options[at] ?? '').toUpperCase();
    if (word === 'REPLACE') replaces = true;
    else if (word === 'DB' && options[at + 1] !== undefined) {
      goal = call.server.requireDatabase(options[at + 1] ?? '');
      at += 1;
    } else throw syntaxFault();
  }
  const entry = call.db.find(from, true);
  if (!entry || (!replaces && goal.find(to, true))) return integer(0);
  goal.set(to, copyOf(entry.value), entry.expiresMs);
  return integer(1);
}

function move(call: RedisCall): Reply {
  const [key = '', index = ''] = call.args;
  const goal = call.server.requireDatabase(index);
  if (goal === call.db) throw new RedisFault('ERR source and destination objects are the same');
  const entry = call.db.find(key, true);
  if (!entry || goal.find(key, true)) return integer(0);
  call.db.delete(key);
  goal.set(key, entry.value, entry.expiresMs);
  return integer(1);
}

/** https://redis.io/docs/latest/commands/expire/ */
function expire(call: RedisCall, unit: {readonly ms: number; readonly isMoment: boolean}): Reply {
  const [key = '', time = '', ...options] = call.args;
  const words = expireWords(options);
  const count = Number(requireInteger(time));
  const moment = unit.isMoment ? count * unit.ms : call.now() + count * unit.ms;
  if (Math.abs(moment) > 9.2e18) throw new RedisFault(`ERR invalid expire time in '${call.name}' command`);
  const entry = call.db.find(key, true);
  if (!entry) return integer(0);
  const old = entry.expiresMs;
  const isRefused =
    (words.has('NX') && old !== undefined) ||
    (words.has('XX') && old === undefined) ||
    (words.has('GT') && (old === undefined || moment <= old)) ||
    (words.has('LT') && old !== undefined && moment >= old);
  if (isRefused) return integer(0);
  if (moment <= call.now()) call.db.delete(key);
  else {
    entry.expiresMs = moment;
    call.db.changed(key);
  }
  return integer(1);
}

function expireWords(options: readonly string[]): ReadonlySet<string> {
  const words = new Set(options.map((option) => option.toUpperCase()));
  const unknown = options.find((option) => !['NX', 'XX', 'GT', 'LT'].includes(option.toUpperCase()));
  if (unknown !== undefined) throw new RedisFault(`ERR Unsupported option ${unknown}`);
  if (words.has('NX') && words.size > 1)
    throw new RedisFault('ERR NX and XX, GT or LT options at the same time are not compatible');
  if (words.has('GT') && words.has('LT'))
    throw new RedisFault('ERR GT and LT options at the same time are not compatible');
  return words;
}

/** What is left of a key's time: -1 without end, -2 without key. */
function left(call: RedisCall, measure: (expiresMs: number) => number): Reply {
  const entry = call.db.find(call.arg(0), true);
  if (!entry) return integer(-2);
  return integer(entry.expiresMs === undefined ? -1 : measure(entry.expiresMs));
}

function persist(call: RedisCall): Reply {
  const entry = call.db.find(call.arg(0), true);
  if (entry?.expiresMs === undefined) return integer(0);
  entry.expiresMs = undefined;
  call.db.changed(call.arg(0));
  return integer(1);
}

function flush(call: RedisCall, which: 'one' | 'all'): Reply {
  const [option] = call.args;
  if (call.args.length > 1 || (option !== undefined && !/^(a?sync)$/i.test(option))) throw syntaxFault();
  for (const db of which === 'one' ? [call.db] : call.server.databases) db.clear();
  return ok;
}

function swap(call: RedisCall): Reply {
  const message = (which: string): string => `ERR invalid ${which} DB index`;
  const one = Number(requireInteger(call.arg(0), message('first')));
  const other = Number(requireInteger(call.arg(1), message('second')));
  call.server.swapDatabases(one, other);
  return ok;
}
