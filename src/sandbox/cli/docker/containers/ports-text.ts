import {type Json, number, objects, text} from '../json.ts';

interface Port {
  readonly ip: string;
  readonly own: number;
  readonly published: number;
  readonly protocol: string;
}

interface Group {
  readonly key: string;
  readonly first: number;
  readonly last: number;
}

/** The ports of a container as `docker ps` lists them: neighbours as ranges, published ones with their address. */
export function portsText(ports: unknown): string {
  const sorted = objects(ports).map(portOf).toSorted(comparePorts);
  const done: Group[] = [];
  const open = new Map<string, Group>();
  const mappings: string[] = [];
  for (const {ip, own, published, protocol} of sorted) {
    if (ip !== '' && published !== own) {
      mappings.push(`${joinHost(ip, String(published))}->${own}/${protocol}`);
      continue;
    }
    const key = ip === '' ? protocol : `${ip}/${protocol}`;
    const group = open.get(key);
    if (group !== undefined && own === group.last + 1) open.set(key, {...group, last: own});
    else {
      if (group !== undefined) done.push(group);
      open.set(key, {key, first: own, last: own});
    }
  }
  return [...[...done, ...open.values()].map(groupText), ...mappings].join(', ');
}

function portOf({IP, PrivatePort, PublicPort, Type}: Json): Port {
  return {ip: text(IP), own: number(PrivatePort), published: number(PublicPort), protocol: text(Type)};
}

function comparePorts(a: Port, b: Port): number {
  return a.own - b.own || compare(a.ip, b.ip) || a.published - b.published || compare(a.protocol, b.protocol);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function groupText({key, first, last}: Group): string {
  const slash = key.lastIndexOf('/');
  const ip = slash < 0 ? '' : key.slice(0, slash);
  const range = first === last ? String(first) : `${first}-${last}`;
  return `${ip === '' ? range : `${joinHost(ip, range)}->${range}`}/${key.slice(slash + 1)}`;
}

function joinHost(ip: string, port: string): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
