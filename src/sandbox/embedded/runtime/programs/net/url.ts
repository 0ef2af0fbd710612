import {Failure} from '../failure.ts';
import {portNumber} from './dialing.ts';

/** Where a download is. */
export interface HttpUrl {
  /** As it was written, with its port: what `Host` says. */
  readonly authority: string;
  readonly host: string;
  readonly port: number;
  /** With its query, at least `/`. */
  readonly target: string;
  readonly user: string | undefined;
}

/** Reads a URL; one without a scheme is HTTP. Throws Failure. */
export function parseUrl(text: string): HttpUrl {
  const scheme = /^([a-zA-Z][\w+.-]*):\/\//.exec(text)?.[1]?.toLowerCase() ?? 'http';
  if (scheme === 'https' || scheme === 'ftp')
    throw new Failure(`${scheme} is not part of this simulation (no network beyond it, no certificates); use http://`);
  if (scheme !== 'http') throw new Failure(`not an http or ftp url: ${text}`);
  const rest = text.replace(/^[a-zA-Z][\w+.-]*:\/\//, '').replace(/#.*$/, '');
  const end = rest.search(/[/?]/);
  const head = end < 0 ? rest : rest.slice(0, end);
  const path = end < 0 ? '/' : rest.slice(end);
  const at = head.lastIndexOf('@');
  const authority = head.slice(at + 1);
  const [, host = '', port] = /^(.*?)(?::([^:]*))?$/.exec(authority) ?? [];
  return {
    authority,
    host,
    port: port === undefined || port === '' ? 80 : portNumber(port),
    target: path.startsWith('/') ? path : `/${path}`,
    user: at < 0 ? undefined : decodeURIComponent(head.slice(0, at).replace(/%(?![0-9a-fA-F]{2})/g, '%25')),
  };
}

/** Where a Location leads from a URL. */
export function redirected(from: HttpUrl, location: string): HttpUrl {
  if (/^[a-zA-Z][\w+.-]*:\/\//.test(location)) return parseUrl(location);
  const folder = from.target.replace(/[^/]*(\?.*)?$/, '');
  return parseUrl(`http://${from.authority}${location.startsWith('/') ? location : `${folder}${location}`}`);
}
