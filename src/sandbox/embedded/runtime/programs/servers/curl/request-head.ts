import {base64} from '../../../../bytes/bytes.ts';
import {encodeBytes} from '../../text/codec.ts';
import type {RequestBody} from './body.ts';
import type {CurlOptions} from './curl-options.ts';
import {curlVersion} from './texts.ts';
import type {CurlUrl} from './url.ts';

/** The lines of a request, in curl's order; own headers take the place of the usual ones. */
export function requestLines(
  options: CurlOptions,
  given: {readonly url: CurlUrl; readonly method: string; readonly body: RequestBody | undefined},
): readonly string[] {
  const {url, method, body} = given;
  const own = options.headers.map(ownHeader).filter((header) => header !== undefined);
  const named = new Set(own.map(({name}) => name.toLowerCase()));
  const host = `${url.host.includes(':') ? `[${url.host}]` : url.host}${url.hasPort ? `:${url.port}` : ''}`;
  // The only one of the own that keeps the usual place.
  const ownHost = own.find(({name}) => name.toLowerCase() === 'host')?.text;
  const usual: readonly (readonly [string, string | undefined])[] = [
    ['Host', host],
    ['Authorization', authorization(options.user ?? url.user)],
    ['Range', options.range === undefined ? undefined : `bytes=${options.range}`],
    ['User-Agent', options.agent === '' ? undefined : (options.agent ?? `curl/${curlVersion}`)],
    ...(options.isJson
      ? ([
          ['Content-Type', 'application/json'],
          ['Accept', 'application/json'],
        ] as const)
      : ([['Accept', '*/*']] as const)),
    ['Accept-Encoding', options.compressed ? 'deflate, gzip' : undefined],
    ['Referer', options.referer],
    ['Cookie', options.cookie?.includes('=') ? options.cookie : undefined],
  ];
  const behind: readonly (readonly [string, string | undefined])[] = [
    ['Content-Length', body === undefined ? undefined : String(body.bytes.length)],
    ['Content-Type', options.isJson ? undefined : body?.type],
  ];
  const line = ([name, value]: readonly [string, string | undefined]): readonly string[] =>
    value === undefined || named.has(name.toLowerCase()) ? [] : [`${name}: ${value}`];
  const first = `${method} ${url.path} HTTP/${options.isOld ? '1.0' : '1.1'}`;
  return [
    first,
    ...(ownHost === undefined ? [] : [ownHost]),
    ...usual.flatMap(line),
    ...own.flatMap(({text}) => (text === undefined || text === ownHost ? [] : [text])),
    ...behind.flatMap(line),
  ];
}

function authorization(user: string | undefined): string | undefined {
  if (user === undefined) return undefined;
  return `Basic ${base64(encodeBytes(user.includes(':') ? user : `${user}:`))}`;
}

/** `X: y` is sent, `X:` takes the usual one away, `X;` is sent empty. */
function ownHeader(header: string): {readonly name: string; readonly text: string | undefined} | undefined {
  const colon = header.indexOf(':');
  if (colon > 0) {
    const isEmpty = header.slice(colon + 1).trim() === '';
    return {name: header.slice(0, colon), text: isEmpty ? undefined : header};
  }
  const [, name] = /^([^;]+);$/.exec(header) ?? [];
  return name === undefined ? undefined : {name, text: `${name}:`};
}
