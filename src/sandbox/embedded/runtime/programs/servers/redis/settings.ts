import {globFits} from './glob.ts';
import {RedisFault} from './reply.ts';

/** Settings with what they are when nobody says. Those that do nothing here are what the real one would say. */
const usual: {readonly [name: string]: string} = {
  appendonly: 'no',
  bind: '* -::*',
  databases: '16',
  dbfilename: 'dump.rdb',
  dir: '/data',
  'hash-max-listpack-entries': '128',
  hz: '10',
  'lazyfree-lazy-eviction': 'no',
  logfile: '',
  loglevel: 'notice',
  maxclients: '10000',
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  'maxmemory-samples': '5',
  'notify-keyspace-events': '',
  port: '6379',
  'proto-max-bulk-len': '536870912',
  'protected-mode': 'no',
  requirepass: '',
  save: '3600 1 300 100 60 10000',
  'slowlog-log-slower-than': '10000',
  'slowlog-max-len': '128',
  'tcp-backlog': '511',
  'tcp-keepalive': '300',
  timeout: '0',
};

const policies = [
  ...['volatile-lru', 'volatile-lfu', 'volatile-random', 'volatile-ttl'],
  ...['allkeys-lru', 'allkeys-lfu', 'allkeys-random', 'noeviction'],
];

/** Settings that cannot be changed while it runs. */
const fixed = new Set(['databases', 'bind', 'port', 'dir-at-start', 'tcp-backlog', 'logfile']);

/** A line of a configuration that cannot be used. */
export class SettingFault extends Error {}

/** https://redis.io/docs/latest/operate/oss_and_stack/management/config/ */
export class RedisSettings {
  readonly #values = new Map(Object.entries(usual));

  /** '' for a setting that is not there. */
  get(name: string): string {
    return this.#values.get(name) ?? '';
  }

  /** Names and values that fit a pattern. */
  matching(pattern: string): readonly (readonly [string, string])[] {
    return [...this.#values].filter(([name]) => globFits(pattern.toLowerCase(), name));
  }

  /** Throws SettingFault. */
  set(name: string, value: string): void {
    const key = name.toLowerCase();
    if (!this.#values.has(key)) throw new SettingFault('Bad directive or wrong number of arguments');
    this.#values.set(key, normalised(key, value));
  }

  /** Throws RedisFault in the words of `CONFIG SET`. */
  change(name: string, value: string): void {
    const key = name.toLowerCase();
    if (!this.#values.has(key))
      throw new RedisFault(`ERR Unknown option or number of arguments for CONFIG SET - '${name}'`);
    const refuse = (reason: string): RedisFault =>
      new RedisFault(`ERR CONFIG SET failed (possibly related to argument '${name}') - ${reason}`);
    if (fixed.has(key)) throw refuse("can't set immutable config");
    try {
      this.set(key, value);
    } catch (error) {
      if (error instanceof SettingFault) throw refuse(error.message);
      throw error;
    }
  }

  number(name: string): number {
    return Number(this.get(name));
  }
}

function normalised(name: string, value: string): string {
  switch (name) {
    case 'maxmemory':
      return String(memory(value));
    case 'maxmemory-policy':
      if (!policies.includes(value))
        throw new SettingFault(`argument(s) must be one of the following: ${policies.join(', ')}`);
      return value;
    case 'appendonly':
    case 'protected-mode':
      if (value !== 'yes' && value !== 'no') throw new SettingFault("argument must be 'yes' or 'no'");
      return value;
    case 'port':
    case 'databases':
    case 'timeout':
    case 'maxclients':
      if (!/^\d{1,6}$/.test(value)) throw new SettingFault("argument couldn't be parsed into an integer");
      return value;
    case 'save':
      if (!/^(|\d+ \d+( \d+ \d+)*)$/.test(value)) throw new SettingFault('Invalid save parameters');
      return value;
    default:
      return value;
  }
}

function memory(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,15})(b|kb?|mb?|gb?)?$/i.exec(text) ?? [];
  if (digits === undefined) throw new SettingFault('argument must be a memory value');
  const factors: {readonly [unit: string]: number} = {
    '': 1,
    b: 1,
    k: 1000,
    kb: 1024,
    m: 1e6,
    mb: 1024 ** 2,
    g: 1e9,
    gb: 1024 ** 3,
  };
  return Number(digits) * (factors[unit.toLowerCase()] ?? 1);
}
