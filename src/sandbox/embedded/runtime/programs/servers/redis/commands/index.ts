import type {RedisCommand} from '../command.ts';
import {channelCommands} from './channels.ts';
import {connectionCommands} from './connection.ts';
import {hashCommands} from './hashes.ts';
import {keyCommands} from './keys.ts';
import {listCommands} from './lists.ts';
import {serverCommands} from './server-commands.ts';
import {setCommands} from './sets.ts';
import {sortedSetCommands} from './sorted-sets.ts';
import {stringCommands} from './strings.ts';
import {transactionCommands} from './transactions.ts';

/** Every command there is. */
export const redisCommands: readonly RedisCommand[] = [
  ...channelCommands,
  ...connectionCommands,
  ...hashCommands,
  ...keyCommands,
  ...listCommands,
  ...serverCommands,
  ...setCommands,
  ...sortedSetCommands,
  ...stringCommands,
  ...transactionCommands,
];

/** Commands of Redis 7 that are known and not done here. */
export const absentCommands: ReadonlySet<string> = new Set(
  (
    'acl asking bitcount bitfield bitfield_ro bitop bitpos blmpop bzmpop bzpopmax bzpopmin cluster dump eval evalsha eval_ro ' +
    'evalsha_ro expireat failover fcall fcall_ro function geoadd geodist geohash geopos georadius geosearch geosearchstore ' +
    'getbit hexpire hpersist hpexpire hpttl httl lcs lmpop lolwut migrate module pfadd pfcount pfmerge psync readonly ' +
    'readwrite replconf restore script setbit sort sort_ro spublish ssubscribe sunsubscribe sync waitaof xack xadd ' +
    'xautoclaim xclaim xdel xgroup xinfo xlen xpending xrange xread xreadgroup xrevrange xtrim zdiff zdiffstore zinter ' +
    'zintercard zinterstore zmpop zrandmember zrangestore zunion zunionstore'
  ).split(' '),
);
