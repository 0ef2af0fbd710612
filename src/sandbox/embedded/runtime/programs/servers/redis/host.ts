import type {Process} from '../../../process/process.ts';
import type {RedisClient} from './client.ts';
import type {Database, KeyspaceCounts} from './database.ts';
import type {Reply} from './reply.ts';
import type {RedisSettings} from './settings.ts';

/** What `INFO` tells of the server itself. */
export interface ServerCounts {
  readonly process: Process;
  readonly config: RedisSettings;
  readonly databases: readonly Database[];
  readonly counts: KeyspaceCounts;
  readonly runId: string;
  readonly startedMs: number;
  readonly lastSaveMs: number;
  readonly isSaving: boolean;
  readonly isLastSaveGood: boolean;
  readonly saves: number;
  readonly connections: number;
  readonly commands: number;
  readonly rejected: number;
  readonly blockedCount: number;
  readonly usedBytes: number;
  readonly peakBytes: number;
  clients(): readonly RedisClient[];
  /** Channels somebody is subscribed to. */
  channels(): readonly string[];
  patternCount(): number;
}

/** The server as commands know it. */
export interface RedisHost extends ServerCounts {
  /** Throws RedisFault for a number that is none. */
  database(index: number): Database;
  requireDatabase(text: string): Database;
  swapDatabases(one: number, other: number): void;
  /** A number from 0 to below `limit`. */
  randomBelow(limit: number): number;
  /** So many of some items: each at most once, or, when negative, with repetitions. */
  pick<Item>(items: readonly Item[], count: number): readonly Item[];
  subscribers(channel: string): number;
  /** Sends a message to all who wait for it; how many they were. */
  publish(channel: string, text: string): number;
  readonly commandCount: number;
  commandNames(): readonly string[];
  /** A command as a part of another: of a transaction. */
  perform(client: RedisClient, words: readonly string[]): Promise<readonly Reply[]>;
  /** Tries again whenever data has changed, until there is a result or the time (0: none) is over. */
  waitFor<Result>(client: RedisClient, ms: number, attempt: () => Result | undefined): Promise<Result | undefined>;
  /** Whether a command that needs memory may run; evicts first where the policy says so. */
  hasRoom(): boolean;
  resetCounts(): void;
  /** Writes everything to the disk; false, and a line in the log, when that fails. */
  save(): Promise<boolean>;
  /** By a process of its own. Throws RedisFault when one is at it already. */
  saveInBackground(): Promise<void>;
  /** Ends the server, saving first; false when that fails. */
  shutDown(why: string, how: {readonly saves: 'always' | 'never' | 'as configured'}): Promise<boolean>;
}
