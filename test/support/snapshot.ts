import {engineJson} from '../images/daemon.ts';

/** Everything a daemon has, one text an object, sorted: equal snapshots mean that nothing was touched. */
export interface Snapshot {
  readonly containers: readonly string[];
  readonly images: readonly string[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
}

/**
 * Lists `ps -a`, `images -a`, `volume ls` and `network ls` on the bare daemon. Only the running clock ("Up 3 minutes")
 * is left out. `mine` limits it to objects whose text it accepts, for a daemon that others use at the same time.
 */
export async function snapshot(host: string, mine: (text: string) => boolean = () => true): Promise<Snapshot> {
  const list = async (path: string, key?: string): Promise<readonly string[]> => {
    const answer = await engineJson({host, path});
    const objects = key === undefined ? answer : property(answer, key);
    return (Array.isArray(objects) ? objects : [])
      .map((object: unknown) => JSON.stringify(canonical(object)))
      .filter(mine)
      .sort();
  };
  return {
    containers: await list('/containers/json?all=1'),
    images: await list('/images/json?all=1'),
    volumes: await list('/volumes', 'Volumes'),
    networks: await list('/networks'),
  };
}

// Keys sorted; lists too, because the daemon keeps ports and tags in no order.
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'Status');
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]),
  );
}

/** A property of parsed JSON, undefined when the value is no object or has none. */
export function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
