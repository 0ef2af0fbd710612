import {CurlFailure} from './failure.ts';

/** A URL that can be fetched. */
export interface CurlUrl {
  readonly scheme: 'http' | 'https' | 'file';
  readonly host: string;
  readonly port: number;
  /** It was written, and belongs into `Host`. */
  readonly hasPort: boolean;
  /** With its query. */
  readonly path: string;
  /** `name:password` before the host. */
  readonly user: string | undefined;
}

const others =
  'dict ftp ftps gopher gophers imap imaps ldap ldaps mqtt pop3 pop3s rtsp scp sftp smb smbs smtp smtps telnet tftp ws wss';

/** Throws CurlFailure. */
export function parseUrl(text: string, {pathAsIs = false} = {}): CurlUrl {
  if (text === '' || /[\0- \x7f]/.test(text)) throw rejected('Malformed input to a URL function');
  const [, given = 'http', rest = text] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/\/?(.*)$/s.exec(text) ?? [];
  const scheme = given.toLowerCase();
  if (scheme === 'file') return {scheme, host: '', port: 0, hasPort: false, path: `/${rest}`, user: undefined};
  if (scheme !== 'http' && scheme !== 'https') {
    if (others.split(' ').includes(scheme))
      throw new CurlFailure(1, `Protocol "${scheme}" is not simulated by k8s-learn`);
    throw new CurlFailure(1, `Protocol "${scheme}" not supported`);
  }
  const [, authority = '', tail = ''] = /^([^/?#]*)([^#]*)/.exec(rest) ?? [];
  const at = authority.lastIndexOf('@');
  const place = authority.slice(at + 1);
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(place) ?? [];
  if (host === '') throw rejected('No host part in the URL');
  if (!/^(\[[0-9a-fA-F:.]+\]|[\w.~%!$&'()*+,;=-]+|[^\0-\x7f\w.-]+)$/.test(host)) throw rejected('Bad hostname');
  const hasPort = port !== undefined && port !== '';
  if (hasPort && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    throw rejected('Port number was not a decimal number between 0 and 65535');
  return {
    scheme,
    host: host.replace(/^\[|\]$/g, ''),
    port: hasPort ? Number(port) : scheme === 'http' ? 80 : 443,
    hasPort: hasPort && Number(port) !== (scheme === 'http' ? 80 : 443),
    path: pathOf(tail, pathAsIs),
    user: at < 0 ? undefined : decode(authority.slice(0, at)),
  };
}

function rejected(why: string): CurlFailure {
  return new CurlFailure(3, `URL rejected: ${why}`);
}

function decode(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** With a slash at its beginning, and without `.` and `..` in it. */
function pathOf(tail: string, asIs: boolean): string {
  const mark = tail.indexOf('?');
  const path = mark < 0 ? tail : tail.slice(0, mark);
  const query = mark < 0 ? '' : tail.slice(mark);
  const escaped = (path.startsWith('/') ? path : `/${path}`).replace(
    /[\x80-\xff]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${asIs ? escaped : withoutDots(escaped)}${query}`;
}

function withoutDots(path: string): string {
  const parts: string[] = [];
  const pieces = path.split('/').slice(1);
  for (const [index, piece] of pieces.entries()) {
    const isLast = index === pieces.length - 1;
    if (piece === '..') parts.pop();
    else if (piece !== '.') parts.push(piece);
    if (isLast && (piece === '.' || piece === '..')) parts.push('');
  }
  return `/${parts.join('/')}`;
}

/** As one writes it. */
export function urlText({scheme, host, port, hasPort, path}: CurlUrl): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return `${scheme}://${shown}${hasPort ? `:${port}` : ''}${path}`;
}

/** Where a `Location` leads from a URL. Throws CurlFailure. */
export function followUrl(from: CurlUrl, location: string): CurlUrl {
  const text = location.replace(/#.*$/s, '').replaceAll(' ', '%20');
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) return parseUrl(text);
  const base = urlText({...from, path: ''});
  if (text.startsWith('//')) return parseUrl(`${from.scheme}:${text}`);
  if (text.startsWith('/')) return parseUrl(`${base}${text}`);
  const path = from.path.replace(/\?.*$/s, '');
  if (text.startsWith('?')) return parseUrl(`${base}${path}${text}`);
  return parseUrl(`${base}${path.slice(0, path.lastIndexOf('/') + 1)}${text}`);
}
