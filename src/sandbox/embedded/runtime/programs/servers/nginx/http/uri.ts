/** What is behind the request line's path; texts have one character a byte. */
export interface RequestUri {
  /** Decoded, without `.`, `..` and doubled slashes. */
  readonly path: string;
  /** Behind the question mark. */
  readonly args: string;
}

/** Undefined for what is no path, or leads out of the root: 400. */
export function parseUri(target: string, mergeSlashes = true): RequestUri | undefined {
  const bare = target.replace(/#.*$/s, '');
  const mark = bare.indexOf('?');
  const args = mark < 0 ? '' : bare.slice(mark + 1);
  const path = normalised(mark < 0 ? bare : bare.slice(0, mark), mergeSlashes);
  return path === undefined ? undefined : {path, args};
}

function normalised(raw: string, mergeSlashes: boolean): string | undefined {
  const decoded = decodePercents(raw);
  if (decoded === undefined || !decoded.startsWith('/') || decoded.includes('\0')) return undefined;
  const parts: string[] = [];
  const pieces = decoded.slice(1).split('/');
  for (const [index, piece] of pieces.entries()) {
    const isLast = index === pieces.length - 1;
    if (piece === '..') {
      if (parts.length === 0) return undefined;
      parts.pop();
      if (isLast) parts.push('');
    } else if (piece === '.') {
      if (isLast) parts.push('');
    } else if (piece !== '' || isLast || !mergeSlashes) parts.push(piece);
  }
  return `/${parts.join('/')}`;
}

/** Undefined when a percent sign is not followed by two digits. */
export function decodePercents(text: string): string | undefined {
  let isGood = true;
  const decoded = text.replace(/%([0-9a-fA-F]{2})?/g, (_, digits: string | undefined) => {
    if (digits === undefined) isGood = false;
    return String.fromCharCode(Number.parseInt(digits ?? '0', 16));
  });
  return isGood ? decoded : undefined;
}

/** For a path in a `Location` or for an upstream: spaces, controls, `"`, `%`, `?`, `#` and all beyond ASCII. */
export function escapePath(text: string): string {
  return text.replace(/[\0- "#%?<>\\^`{|}\x7f-\xff]/g, percent);
}

/** For a link in a listing: `:` too, where a browser could take what is before it for a scheme. */
export function escapeComponent(text: string): string {
  return text.replace(/[^A-Za-z0-9\-._~]/g, percent);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
