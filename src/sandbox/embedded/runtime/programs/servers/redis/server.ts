import {hex} from '../../../../bytes/bytes.ts';
import {isSystemError} from '../../../../system-error.ts';
import type {Process} from '../../../process/process.ts';
import type {RedisClient} from './client.ts';
import {Database, type KeyspaceCounts} from './database.ts';
import {CommandTable} from './dispatch.ts';
import {globFits} from './glob.ts';
import type {RedisHost} from './host.ts';
import {logLine} from './log.ts';
import {parseInteger} from './numbers.ts';
import {array, bulk, RedisFault, type Reply} from './reply.ts';
import type {RedisSettings} from './settings.ts';
import {writeSnapshot} from './snapshot.ts';
import {Turn} from './turn.ts';

/** What the server holds before there is any data, about. */
const ownBytes = 1 << 20;
/** Memory is told to the kernel in such steps. */
const memoryStep = 64 << 10;

/** The data and everything clients share. */
export class RedisServer implements RedisHost {
  readonly process: Process;
  readonly config: RedisSettings;
  readonly databases: Database[];
  readonly counts: KeyspaceCounts = {dirty: 0, hits: 0, misses: 0, expired: 0, evicted: 0};
  readonly runId: string;
  readonly startedMs: number;
  lastSaveMs: number;
  isSaving = false;
  isLastSaveGood = true;
  saves = 0;
  connections = 0;
  commands = 0;
  rejected = 0;
  blockedCount = 0;
  peakBytes = ownBytes;
  /** Resolves when the server is to end, with its exit code. */
  readonly ended: Promise<number>;
  #end: (code: number) => void = () => {};
  readonly #table = new CommandTable();
  readonly #clients = new Set<RedisClient>();
  readonly #turn = new Turn();
  #release: () => void = () => {};
  #waiting: (() => void)[] = [];
  #told = 0;
  #cancelSave: () => void = () => {};

  constructor(process: Process, config: RedisSettings) {
    this.process = process;
    this.config = config;
    this.startedMs = process.now();
    this.lastSaveMs = this.startedMs;
    this.runId = hex(process.space.kernel.outside.random(20));
    this.databases = Array.from({length: config.number('databases')}, (_, index) => this.#newDatabase(index));
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  #newDatabase(index: number): Database {
    return new Database({
      now: () => this.process.now(),
      counts: this.counts,
      touched: (key) => this.#touched(index, key),
    });
  }

  // Data

  database(index: number): Database {
    const found = this.databases[index];
    if (!found) throw new RedisFault('ERR DB index is out of range');
    return found;
  }

  requireDatabase(text: string): Database {
    const index = parseInteger(text);
    if (index === undefined) throw new RedisFault('ERR value is not an integer or out of range');
    return this.database(Number(index));
  }

  swapDatabases(one: number, other: number): void {
    const [first, second] = [this.database(one), this.database(other)];
    this.databases[one] = second;
    this.databases[other] = first;
  }

  get usedBytes(): number {
    return ownBytes + this.databases.reduce((sum, {bytes}) => sum + bytes, 0);
  }

  randomBelow(limit: number): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.process.space.kernel.outside.random(4);
    return limit <= 0 ? 0 : (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % limit;
  }

  pick<Item>(items: readonly Item[], count: number): readonly Item[] {
    if (count < 0) {
      const most = items.length === 0 ? 0 : Math.min(-count, 1 << 20);
      return Array.from({length: most}, () => items[this.randomBelow(items.length)]).flatMap((item) =>
        item === undefined ? [] : [item],
      );
    }
    const rest = [...items];
    const picked: Item[] = [];
    while (picked.length < count && rest.length > 0) picked.push(...rest.splice(this.randomBelow(rest.length), 1));
    return picked;
  }

  // Clients

  clients(): readonly RedisClient[] {
    return [...this.#clients];
  }

  welcome(client: RedisClient): void {
    this.#clients.add(client);
    this.connections += 1;
  }

  farewell(client: RedisClient): void {
    this.#clients.delete(client);
  }

  channels(): readonly string[] {
    return [...new Set(this.clients().flatMap(({channels}) => [...channels]))];
  }

  subscribers(channel: string): number {
    return this.clients().filter(({channels}) => channels.has(channel)).length;
  }

  patternCount(): number {
    return new Set(this.clients().flatMap(({patterns}) => [...patterns])).size;
  }

  publish(channel: string, text: string): number {
    let count = 0;
    for (const client of this.#clients) {
      if (client.channels.has(channel)) {
        client.push(array([bulk('message'), bulk(channel), bulk(text)]));
        count += 1;
      }
      for (const pattern of client.patterns) {
        if (!globFits(pattern, channel)) continue;
        client.push(array([bulk('pmessage'), bulk(pattern), bulk(channel), bulk(text)]));
        count += 1;
      }
    }
    return count;
  }

  // Commands

  get commandCount(): number {
    return this.#table.size;
  }

  commandNames(): readonly string[] {
    return this.#table.names();
  }

  /** One command of a client, while no other command runs. Never rejects for what a client sent. */
  async execute(client: RedisClient, words: readonly string[]): Promise<readonly Reply[]> {
    await this.process.breathe();
    this.#release = await this.#turn.take();
    try {
      client.lastMs = this.process.now();
      this.commands += 1;
      this.#tellMonitors(client, words);
      return await this.#table.answer(this, client, words);
    } finally {
      this.#release();
      this.#holdMemory();
      this.#considerSaving();
    }
  }

  perform(client: RedisClient, words: readonly string[]): Promise<readonly Reply[]> {
    return this.#table.perform(this, client, words);
  }

  async waitFor<Result>(
    client: RedisClient,
    ms: number,
    attempt: () => Result | undefined,
  ): Promise<Result | undefined> {
    const until = ms === 0 ? Number.POSITIVE_INFINITY : this.process.now() + ms;
    for (;;) {
      const result = attempt();
      if (result !== undefined || client.isExecuting || this.process.now() >= until) return result;
      // Others must be able to bring what is waited for.
      this.#release();
      this.blockedCount += 1;
      try {
        await this.#nextChange(client, until);
      } finally {
        this.blockedCount -= 1;
        this.#release = await this.#turn.take();
      }
      if (client.signal.aborted) return undefined;
    }
  }

  hasRoom(): boolean {
    const limit = this.config.number('maxmemory');
    if (limit === 0) return true;
    const policy = this.config.get('maxmemory-policy');
    for (let tries = 0; this.usedBytes > limit && policy.startsWith('allkeys-') && tries < 100_000; tries += 1) {
      const database = this.databases.find(({size}) => size > 0);
      const key = database?.oldest();
      if (!database || key === undefined) break;
      database.delete(key);
      this.counts.evicted += 1;
    }
    return this.usedBytes <= limit;
  }

  resetCounts(): void {
    Object.assign(this.counts, {hits: 0, misses: 0, expired: 0, evicted: 0});
    this.connections = 0;
    this.commands = 0;
    this.rejected = 0;
  }

  // Saving

  get dumpPath(): string {
    return `${this.config.get('dir').replace(/\/+$/, '')}/${this.config.get('dbfilename')}`;
  }

  async save(process = this.process): Promise<boolean> {
    const path = this.dumpPath;
    const temporary = `${this.config.get('dir').replace(/\/+$/, '')}/temp-${process.pid}.rdb`;
    try {
      process.files.write(temporary, writeSnapshot(this.databases));
      process.files.rename(temporary, path);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.isLastSaveGood = false;
      const what = `Failed opening the temp RDB file ${temporary.slice(temporary.lastIndexOf('/') + 1)} (in server root dir ${this.config.get('dir')}) for saving`;
      await logLine(process, process === this.process ? 'M' : 'C', '#', `${what}: ${error.message}`);
      return false;
    }
    this.counts.dirty = 0;
    this.saves += 1;
    this.isLastSaveGood = true;
    this.lastSaveMs = process.now();
    await logLine(process, process === this.process ? 'M' : 'C', '*', 'DB saved on disk');
    return true;
  }

  async saveInBackground(): Promise<void> {
    if (this.isSaving) throw new RedisFault('ERR Background save already in progress');
    this.isSaving = true;
    const child = this.process.fork(async (forked) => {
      forked.argv = ['redis-rdb-bgsave', ...this.process.argv.slice(1)];
      return (await this.save(forked)) ? 0 : 1;
    });
    await logLine(this.process, 'M', '*', `Background saving started by pid ${child.pid}`);
    void this.process
      .waitFor(child)
      .then(async ({code}) => {
        this.isSaving = false;
        await logLine(
          this.process,
          'M',
          code === 0 ? '*' : '#',
          code === 0 ? 'Background saving terminated with success' : 'Background saving error',
        );
      })
      .catch((error: unknown) => {
        if (!this.process.signal.aborted) this.process.space.kernel.onFault(error, this.process.argv);
      });
  }

  async shutDown(why: string, {saves}: {readonly saves: 'always' | 'never' | 'as configured'}): Promise<boolean> {
    await logLine(this.process, 'M', '*', why);
    const isWanted = saves === 'always' || (saves === 'as configured' && this.config.get('save') !== '');
    if (isWanted) {
      await logLine(this.process, 'M', '*', 'Saving the final RDB snapshot before exiting.');
      if (!(await this.save())) {
        await logLine(this.process, 'M', '#', "Error trying to save the DB, can't exit.");
        return false;
      }
    }
    this.#cancelSave();
    await logLine(this.process, 'M', '#', 'Redis is now ready to exit, bye bye...');
    this.#end(0);
    return true;
  }

  #touched(index: number, key: string): void {
    for (const client of this.#clients) if (client.watched.has(`${index} ${key}`)) client.isWatchBroken = true;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #nextChange(client: RedisClient, until: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const {signal} = this.process;
      if (signal.aborted) return reject(signal.reason);
      const {clock} = this.process.space.kernel;
      const cancel = Number.isFinite(until) ? clock.after(until - clock.now(), done) : () => {};
      const ended = (): void => {
        done();
        reject(signal.reason);
      };
      const {signal: gone} = client;
      function done(): void {
        cancel();
        signal.removeEventListener('abort', ended);
        gone.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', ended, {once: true});
      gone.addEventListener('abort', done, {once: true});
      this.#waiting.push(done);
    });
  }

  #tellMonitors(client: RedisClient, words: readonly string[]): void {
    const monitors = this.clients().filter(({isMonitor}) => isMonitor);
    if (monitors.length === 0 || /^(auth|hello)$/i.test(words[0] ?? '')) return;
    const {remote, databaseIndex} = client;
    const line = `${(this.process.now() / 1000).toFixed(6)} [${databaseIndex} ${remote.address}:${remote.port}] ${words.map((word) => JSON.stringify(word)).join(' ')}`;
    for (const monitor of monitors) monitor.push({kind: 'simple', text: line});
  }

  #holdMemory(): void {
    const used = this.usedBytes;
    this.peakBytes = Math.max(this.peakBytes, used);
    if (Math.abs(used - this.#told) < memoryStep || this.process.status) return;
    this.#told = used;
    this.process.holdMemory(9 * ownBytes + used);
  }

  /** Sets a time for the first of the rules of `save` that the changes so far are enough for. */
  #considerSaving(): void {
    this.#cancelSave();
    this.#cancelSave = () => {};
    if (this.counts.dirty === 0 || this.isSaving) return;
    const numbers = this.config.get('save').split(' ').map(Number);
    const rules = numbers.flatMap((seconds, index) =>
      index % 2 === 0 && this.counts.dirty >= (numbers[index + 1] ?? Number.POSITIVE_INFINITY) && seconds > 0
        ? [{seconds, changes: numbers[index + 1] ?? 0}]
        : [],
    );
    const [soonest] = rules.sort((one, other) => one.seconds - other.seconds);
    if (!soonest) return;
    const {clock} = this.process.space.kernel;
    const wait = Math.max(0, this.lastSaveMs + soonest.seconds * 1000 - clock.now());
    this.#cancelSave = clock.after(wait, () => void this.#saveByRule(soonest));
  }

  async #saveByRule({seconds, changes}: {readonly seconds: number; readonly changes: number}): Promise<void> {
    if (this.isSaving || this.process.status) return;
    try {
      await logLine(this.process, 'M', '*', `${changes} changes in ${seconds} seconds. Saving...`);
      await this.saveInBackground();
    } catch (error) {
      if (!this.process.signal.aborted) this.process.space.kernel.onFault(error, this.process.argv);
    }
  }
}
