import {z} from 'zod';
import type {Database} from './database.ts';
import {HashValue, ListValue, type RedisValue, SetValue, SortedSetValue, StringValue} from './values.ts';

/** The beginning of the real format, so that tools know it; what follows is a format of our own. */
const signature = 'REDIS0012 k8s-learn';

const texts = z.array(z.string());
const line = z.tuple([
  z.number().int().min(0),
  z.string(),
  z.number().nullable(),
  z.discriminatedUnion('type', [
    z.object({type: z.literal('string'), text: z.string()}),
    z.object({type: z.literal('list'), items: texts}),
    z.object({type: z.literal('hash'), fields: z.array(z.tuple([z.string(), z.string()]))}),
    z.object({type: z.literal('set'), members: texts}),
    z.object({
      type: z.literal('zset'),
      scores: z.array(z.tuple([z.string(), z.union([z.number(), z.enum(['inf', '-inf'])])])),
    }),
  ]),
]);

type Stored = z.infer<typeof line>[3];

/** A dump that is none of ours. */
export class SnapshotFault extends Error {}

/** All databases as a text: a line of JSON for every key. */
export function writeSnapshot(databases: readonly Database[]): string {
  const lines = databases.flatMap((database, index) =>
    database
      .entries()
      .map(([key, {value, expiresMs}]) => JSON.stringify([index, key, expiresMs ?? null, storedOf(value)])),
  );
  return `${[signature, ...lines].join('\n')}\n`;
}

/** Puts everything of a dump into the databases whose time is not over. Throws SnapshotFault. */
export function readSnapshot(
  text: string,
  databases: readonly Database[],
  nowMs: number,
): {readonly loaded: number; readonly expired: number} {
  const [first, ...lines] = text.split('\n').filter((each) => each !== '');
  if (first !== signature) throw new SnapshotFault('Wrong signature trying to load DB from file');
  let loaded = 0;
  let expired = 0;
  for (const each of lines) {
    const [index, key, expiresMs, stored] = lineOf(each);
    const database = databases[index];
    if (!database)
      throw new SnapshotFault('FATAL: Data file was created with a Redis server configured to handle more databases');
    if (expiresMs !== null && expiresMs <= nowMs) expired += 1;
    else {
      database.set(key, valueFrom(stored), expiresMs ?? undefined);
      loaded += 1;
    }
  }
  return {loaded, expired};
}

function lineOf(text: string): z.infer<typeof line> {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    // Whatever is wrong with it: what was saved last is damaged.
    throw new SnapshotFault('Short read or OOM loading DB. Unrecoverable error, aborting now.');
  }
}

function storedOf(value: RedisValue): Stored {
  switch (value.type) {
    case 'string':
      return {type: 'string', text: value.text};
    case 'list':
      return {type: 'list', items: [...value.items()]};
    case 'hash':
      return {type: 'hash', fields: value.entries().map(([field, text]) => [field, text])};
    case 'set':
      return {type: 'set', members: [...value.members()]};
    case 'zset':
      return {type: 'zset', scores: value.sorted().map(({member, score}) => [member, storedScore(score)])};
  }
}

function storedScore(score: number): number | 'inf' | '-inf' {
  return Number.isFinite(score) ? score : score > 0 ? 'inf' : '-inf';
}

function valueFrom(stored: Stored): RedisValue {
  switch (stored.type) {
    case 'string':
      return new StringValue(stored.text);
    case 'list':
      return new ListValue(stored.items);
    case 'hash':
      return new HashValue(stored.fields);
    case 'set':
      return new SetValue(stored.members);
    case 'zset':
      return new SortedSetValue(
        stored.scores.map(([member, score]) => ({
          member,
          score: score === 'inf' ? Number.POSITIVE_INFINITY : score === '-inf' ? Number.NEGATIVE_INFINITY : score,
        })),
      );
  }
}
