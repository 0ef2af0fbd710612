import {parseAddress} from '../../../../net/address.ts';
import type {Directive} from './directive.ts';
import {ConfigProblem} from './problem.ts';

/** One address a server answers at. */
export interface Listen {
  /** `0.0.0.0`: all of them. One with a colon is of IPv6, where nobody comes from. */
  readonly address: string;
  readonly port: number;
  readonly isDefault: boolean;
}

const words = new Set(['bind', 'deferred', 'reuseport', 'default_server', 'default']);
const named = /^(backlog|rcvbuf|sndbuf|setfib|fastopen|accept_filter|ipv6only|so_keepalive)=./;

/** https://nginx.org/en/docs/http/ngx_http_core_module.html#listen Throws ConfigProblem. */
export function parseListen({args, place}: Directive, addressOf: (host: string) => string | undefined): Listen {
  const [where = '', ...parameters] = args;
  const fault = (what: string): ConfigProblem =>
    new ConfigProblem(`${what} in "${where}" of the "listen" directive`, place);
  const {host, port} = splitAddress(where, fault);
  const address = host.includes(':') || parseAddress(host) !== undefined ? host : addressOf(host);
  if (address === undefined) throw fault('host not found');
  for (const parameter of parameters) {
    if (parameter === 'ssl' || parameter === 'http2' || parameter === 'quic')
      throw new ConfigProblem(`the "${parameter}" parameter requires a module that k8s-learn does not simulate`, place);
    if (!words.has(parameter) && !named.test(parameter))
      throw new ConfigProblem(`invalid parameter "${parameter}"`, place);
  }
  return {address, port, isDefault: parameters.some((word) => word === 'default_server' || word === 'default')};
}

function splitAddress(
  where: string,
  fault: (what: string) => ConfigProblem,
): {readonly host: string; readonly port: number} {
  if (where.startsWith('unix:')) throw fault('UNIX-domain sockets are not simulated by k8s-learn,');
  if (/^\d+$/.test(where)) return {host: '0.0.0.0', port: requirePort(where, fault)};
  const [, inner, portOfInner] = /^\[([0-9a-fA-F:.]*)\](?::(.*))?$/.exec(where) ?? [];
  if (inner !== undefined) return {host: inner, port: portOfInner === undefined ? 80 : requirePort(portOfInner, fault)};
  const colon = where.lastIndexOf(':');
  const host = colon < 0 ? where : where.slice(0, colon);
  if (host === '') throw fault('no host');
  const port = colon < 0 ? 80 : requirePort(where.slice(colon + 1), fault);
  return {host: host === '*' ? '0.0.0.0' : host, port};
}

function requirePort(text: string, fault: (what: string) => ConfigProblem): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw fault('invalid port');
  return port;
}
