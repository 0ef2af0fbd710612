import type {Docker} from './app.ts';
import {encodeFilters} from './engine/query.ts';
import type {Filters} from './flags/kinds.ts';
import {type Json, number, object, objects, text, texts} from './json.ts';
import {humanSize} from './units.ts';

/** What a prune took away. */
export interface Pruned {
  /** What to tell of it, empty when nothing is gone. */
  readonly report: string;
  readonly reclaimedBytes: number;
}

/** One kind of things that can be pruned. */
interface PruneKind {
  readonly path: string;
  /** The heading of the list of what is gone. */
  readonly heading: string;
  readonly deleted: (answer: Json) => readonly string[];
}

const kinds = {
  containers: {
    path: '/containers/prune',
    heading: 'Deleted Containers:',
    deleted: ({ContainersDeleted}) => texts(ContainersDeleted),
  },
  volumes: {
    path: '/volumes/prune',
    heading: 'Deleted Volumes:',
    deleted: ({VolumesDeleted}) => texts(VolumesDeleted),
  },
  networks: {
    path: '/networks/prune',
    heading: 'Deleted Networks:',
    deleted: ({NetworksDeleted}) => texts(NetworksDeleted),
  },
  images: {
    path: '/images/prune',
    heading: 'Deleted Images:',
    deleted: ({ImagesDeleted}) =>
      objects(ImagesDeleted).map(({Untagged, Deleted}) =>
        text(Untagged) === '' ? `deleted: ${text(Deleted)}` : `untagged: ${text(Untagged)}`,
      ),
  },
  build: {
    path: '/build/prune',
    heading: 'Deleted build cache objects:',
    deleted: ({CachesDeleted}) => texts(CachesDeleted),
  },
} satisfies Readonly<Record<string, PruneKind>>;

export type Prunable = keyof typeof kinds;

/** Prunes; `extra` are parameters besides the filters. */
export async function prune(
  {engine}: Docker,
  what: Prunable,
  {filters, extra = {}}: {readonly filters: Filters; readonly extra?: Readonly<Record<string, string | undefined>>},
): Promise<Pruned> {
  const {path, heading, deleted}: PruneKind = kinds[what];
  const query = {filters: encodeFilters(filters), ...extra};
  const answer = object(await engine.json({method: 'POST', path, query}));
  const gone = deleted(answer);
  return {
    report: gone.length === 0 ? '' : `${heading}\n${gone.map((name) => `${name}\n`).join('')}`,
    reclaimedBytes: number(answer['SpaceReclaimed']),
  };
}

/** The last line of a prune. */
export function reclaimedLine(bytes: number): string {
  return `Total reclaimed space: ${humanSize(bytes)}\n`;
}

/** The filters of a command with those of config.json's `pruneFilters`. */
export async function withConfiguredFilters({config}: Docker, filters: Filters): Promise<Filters> {
  const configured = texts((await config.read())['pruneFilters']);
  const all = new Map(filters);
  for (const pair of configured) {
    const [, key, value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    if (key !== undefined) all.set(key, [...(all.get(key) ?? []), value]);
  }
  return all;
}
