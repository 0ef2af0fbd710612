import {ApiRefusal, badRequest} from '../api/refusal.ts';
import type {HostEntry} from './host-files.ts';
import {parsePort} from './ports.ts';

/** A container that is linked to, as far as a link needs it. */
export interface Linked {
  readonly id: string;
  readonly name: string;
  readonly hostname: string;
  readonly running: boolean;
  /** On the default bridge; '' while it does not run. */
  readonly address: string;
  readonly ports: readonly string[];
  readonly env: readonly string[];
}

/** One `--link NAME:ALIAS`. */
export interface Link {
  readonly target: string;
  readonly alias: string;
}

export function parseLink(spec: string): Link {
  const [target = '', alias, ...rest] = spec.split(':');
  if (target === '' || alias === '' || rest.length > 0) throw badRequest(`bad format for links: ${spec}`);
  // Clients send back what `inspect` showed: `/db:/web/db`.
  const name = target.replace(/^\//, '');
  return {target: name, alias: (alias ?? name).replace(/^.*\//, '')};
}

/** Legacy links of one container on the default bridge: names in /etc/hosts, and variables. */
export class Links {
  readonly list: readonly Link[];
  readonly #find: (name: string) => Linked | undefined;
  readonly #owner: () => string;

  /** `owner` is the name of the container that has the links. */
  constructor(specs: readonly string[], find: (name: string) => Linked | undefined, owner: () => string) {
    this.list = specs.map(parseLink);
    this.#find = find;
    this.#owner = owner;
  }

  /** Throws when a container is not there that is linked to. */
  check(): void {
    for (const {target} of this.list)
      if (!this.#find(target)) throw badRequest(`could not get container for ${target}: No such container: ${target}`);
  }

  /** Throws when one of them does not run: then this one cannot start. */
  checkRunning(): void {
    for (const {target, alias} of this.list)
      if (!this.#find(target)?.running)
        throw new ApiRefusal(500, `Cannot link to a non running container: /${target} AS /${this.#owner()}/${alias}`);
  }

  hosts(): readonly HostEntry[] {
    return this.#running().map(({linked, alias}) => ({
      address: linked.address,
      names: [alias, linked.hostname, linked.name].filter((name, at, all) => all.indexOf(name) === at).join(' '),
    }));
  }

  /**
   * `DB_PORT=tcp://172.17.0.2:6379` and its company.
   * https://docs.docker.com/engine/network/links/#environment-variables
   */
  env(): readonly string[] {
    return this.#running().flatMap(({linked, alias}) => {
      const prefix = alias.toUpperCase().replaceAll('-', '_');
      const [first] = linked.ports;
      const port = (name: string): {readonly number: number; readonly protocol: string; readonly url: string} => {
        const {port: number, protocol} = parsePort(name);
        return {number, protocol, url: `${protocol}://${linked.address}:${number}`};
      };
      return [
        ...(first ? [`${prefix}_PORT=${port(first).url}`] : []),
        ...linked.ports.flatMap((name) => {
          const {number, protocol, url} = port(name);
          const one = `${prefix}_PORT_${number}_${protocol.toUpperCase()}`;
          return [
            `${one}=${url}`,
            `${one}_ADDR=${linked.address}`,
            `${one}_PORT=${number}`,
            `${one}_PROTO=${protocol}`,
          ];
        }),
        `${prefix}_NAME=/${this.#owner()}/${alias}`,
        ...linked.env.filter((line) => !/^(HOME|PATH)=/.test(line)).map((line) => `${prefix}_ENV_${line}`),
      ];
    });
  }

  /** As `docker inspect` shows them; null when there are none. */
  json(): readonly string[] | null {
    if (this.list.length === 0) return null;
    return this.list.map(({target, alias}) => `/${target}:/${this.#owner()}/${alias}`);
  }

  #running(): readonly {readonly linked: Linked; readonly alias: string}[] {
    return this.list.flatMap(({target, alias}) => {
      const linked = this.#find(target);
      return linked?.running && linked.address !== '' ? [{linked, alias}] : [];
    });
  }
}
