import {listenText} from './checks.ts';
import type {Listen} from './listen.ts';
import type {ServerName} from './server-names.ts';

/** A server with its names and addresses. */
export interface Named {
  readonly names: readonly ServerName[];
  readonly listens: readonly Listen[];
}

/** An address that is listened at, with the servers behind it. */
export interface HttpListener<Server extends Named> {
  readonly address: string;
  readonly port: number;
  readonly servers: readonly Server[];
  readonly usual: Server;
}

/** `warn` hears of names that two servers of one address have. */
export function listenersOf<Server extends Named>(
  servers: readonly Server[],
  warn: (message: string) => void,
): readonly HttpListener<Server>[] {
  const groups = new Map<string, {listen: Listen; servers: Server[]; usual: Server}>();
  for (const server of servers)
    for (const listen of server.listens) {
      const key = listenText(listen.address, listen.port);
      const group = groups.get(key);
      if (!group) groups.set(key, {listen, servers: [server], usual: server});
      else {
        group.servers.push(server);
        if (listen.isDefault) group.usual = server;
      }
    }
  for (const [text, group] of groups) warnOfSameNames(text, group.servers, warn);
  return [...groups.values()].map(({listen, servers: behind, usual}) => ({
    address: listen.address,
    port: listen.port,
    servers: behind,
    usual,
  }));
}

function warnOfSameNames(text: string, servers: readonly Named[], warn: (message: string) => void): void {
  const seen = new Set<string>();
  for (const {names} of servers)
    for (const name of names) {
      if (name.kind === 'regex') continue;
      if (seen.has(name.text)) warn(`conflicting server name "${name.text}" on ${text}, ignored`);
      seen.add(name.text);
    }
}

/** The server for a host and what its pattern found there. https://nginx.org/en/docs/http/server_names.html */
export function findServer<Server extends Named>(
  {servers, usual}: HttpListener<Server>,
  host: string,
): {readonly server: Server; readonly name: ServerName | undefined} {
  const named = servers.flatMap((server) => server.names.map((name) => ({server, name})));
  const byLength = [...named].sort((one, other) => other.name.text.length - one.name.text.length);
  const found =
    named.find(({name}) => name.kind === 'exact' && name.host === host) ??
    named.find(({name}) => name.kind === 'front' && name.alsoBare && name.host.slice(1) === host) ??
    byLength.find(({name}) => name.kind === 'front' && host.endsWith(name.host) && host.length > name.host.length) ??
    byLength.find(({name}) => name.kind === 'back' && host.startsWith(name.host) && host.length > name.host.length) ??
    named.find(({name}) => name.kind === 'regex' && host !== '' && name.pattern.test(host));
  return found ?? {server: usual, name: undefined};
}
