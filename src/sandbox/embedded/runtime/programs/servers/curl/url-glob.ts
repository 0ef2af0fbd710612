import {CurlFailure} from './failure.ts';

/** More URLs than this one command may not become. */
const mostUrls = 10_000;

/** One URL of a pattern, and what stood for `#1`, `#2` in the name of its file. */
export interface GlobbedUrl {
  readonly url: string;
  readonly parts: readonly string[];
}

/** `{a,b}` and `[1-3]` in a URL. https://curl.se/docs/manpage.html#URL Throws CurlFailure. */
export function expandUrl(pattern: string): readonly GlobbedUrl[] {
  let found: readonly GlobbedUrl[] = [{url: '', parts: []}];
  for (let at = 0; at < pattern.length; ) {
    const character = pattern[at] ?? '';
    if (character !== '{' && character !== '[') {
      const isEscaped = character === '\\' && /[{}[\]]/.test(pattern[at + 1] ?? '');
      const text = isEscaped ? (pattern[at + 1] ?? '') : character;
      found = found.map(({url, parts}) => ({url: url + text, parts}));
      at += isEscaped ? 2 : 1;
      continue;
    }
    const {texts, end} = character === '{' ? set(pattern, at) : range(pattern, at);
    found = found.flatMap(({url, parts}) => texts.map((text) => ({url: url + text, parts: [...parts, text]})));
    if (found.length > mostUrls) throw new CurlFailure(3, `range overflow in URL position ${at + 1}`);
    at = end;
  }
  return found;
}

interface Texts {
  readonly texts: readonly string[];
  readonly end: number;
}

function set(pattern: string, start: number): Texts {
  const end = pattern.indexOf('}', start);
  if (end < 0) throw fault('unmatched brace', pattern, start);
  return {texts: pattern.slice(start + 1, end).split(','), end: end + 1};
}

function range(pattern: string, start: number): Texts {
  const [whole, first = '', last = '', step = '1'] =
    /^\[(\d+|[a-z]|[A-Z])-(\d+|[a-z]|[A-Z])(?::(\d+))?\]/.exec(pattern.slice(start)) ?? [];
  // An IPv6 address is no range.
  const address = /^\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]/.exec(pattern.slice(start))?.[0];
  if (whole === undefined && address !== undefined) return {texts: [address], end: start + address.length};
  const isNumber = /^\d/.test(first);
  const [from, to] = isNumber ? [Number(first), Number(last)] : [first.charCodeAt(0), last.charCodeAt(0)];
  if (whole === undefined || /^\d/.test(last) !== isNumber || from > to || Number(step) < 1)
    throw fault('bad range specification', pattern, start + 1);
  const texts: string[] = [];
  for (let value = from; value <= to && texts.length <= mostUrls; value += Number(step))
    texts.push(
      isNumber ? String(value).padStart(first.startsWith('0') ? first.length : 1, '0') : String.fromCharCode(value),
    );
  return {texts, end: start + whole.length};
}

function fault(what: string, pattern: string, at: number): CurlFailure {
  return new CurlFailure(3, `${what} in URL position ${at + 1}:\n${pattern}\n${' '.repeat(at)}^`);
}
