import type {Directive} from './directive.ts';
import {ConfigProblem, type Place} from './problem.ts';
import {parseCount, parseTime} from './values.ts';

/** `backend:8080/path`, taken apart. */
export interface UpstreamUrl {
  readonly host: string;
  /** Undefined when none was said. */
  readonly port: number | undefined;
  /** With its slash; '' when there is none. */
  readonly path: string;
  /** Host and port as they were written. */
  readonly text: string;
}

/** Throws ConfigProblem. */
export function parseUpstreamUrl(url: string, place: Place | undefined): UpstreamUrl {
  const slash = url.search(/[/?]/);
  const text = slash < 0 ? url : url.slice(0, slash);
  const path = slash < 0 ? '' : url.slice(slash).replace(/^\?/, '/?');
  const colon = text.lastIndexOf(':');
  const host = colon < 0 ? text : text.slice(0, colon);
  const fault = (what: string): ConfigProblem => new ConfigProblem(`${what} in upstream "${url}"`, place);
  if (host === '') throw fault('no host');
  if (colon < 0) return {host, port: undefined, path, text};
  const port = parseCount(text.slice(colon + 1)) ?? 0;
  if (port < 1 || port > 65_535) throw fault('invalid port');
  return {host, port, path, text};
}

/** What `proxy_pass` says when it says no variable. Throws ConfigProblem. */
export function parseProxyPass({args, place}: Directive): UpstreamUrl {
  const [url = ''] = args;
  if (/^https:\/\//i.test(url))
    throw new ConfigProblem('https protocol requires SSL support, which k8s-learn does not simulate', place);
  if (!/^http:\/\//i.test(url)) throw new ConfigProblem('invalid URL prefix', place);
  return parseUpstreamUrl(url.slice('http://'.length), place);
}

/** A line of an `upstream` block. */
export interface UpstreamServer {
  readonly url: UpstreamUrl;
  readonly weight: number;
  readonly maxFails: number;
  readonly failTimeoutMs: number;
  readonly isBackup: boolean;
  readonly isDown: boolean;
  readonly place: Place;
}

/** https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server Throws ConfigProblem. */
export function parseUpstreamServer({args, place}: Directive): UpstreamServer {
  const [where = '', ...parameters] = args;
  const given = new Map<string, string>();
  for (const parameter of parameters) {
    const [, name = '', value = ''] = /^([a-z_]+)(?:=(.*))?$/.exec(parameter) ?? [];
    if (!isGood(name, value, parameter)) throw new ConfigProblem(`invalid parameter "${parameter}"`, place);
    given.set(name, value);
  }
  return {
    url: parseUpstreamUrl(where, place),
    weight: parseCount(given.get('weight') ?? '') ?? 1,
    maxFails: parseCount(given.get('max_fails') ?? '') ?? 1,
    failTimeoutMs: parseTime(given.get('fail_timeout') ?? '') ?? 10_000,
    isBackup: given.has('backup'),
    isDown: given.has('down'),
    place,
  };
}

function isGood(name: string, value: string, whole: string): boolean {
  switch (name) {
    case 'weight':
      return (parseCount(value) ?? 0) > 0;
    case 'max_conns':
    case 'max_fails':
      return parseCount(value) !== undefined;
    case 'fail_timeout':
      return parseTime(value) !== undefined;
    case 'backup':
    case 'down':
      return whole === name;
    default:
      return false;
  }
}
