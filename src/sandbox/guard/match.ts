import type {Exchange, Outcome} from './exchange.ts';
import {Refusal, refused} from './refusal.ts';
import type {World} from './world.ts';

export type Handle = (exchange: Exchange, world: World) => Promise<Outcome>;

/** One allowed request. `verb` is the docker CLI's long form for the call log, '' for what is never logged. */
export type Route = {
  readonly method: string;
  readonly pattern: RegExp;
  readonly verb: string;
  readonly handle: Handle;
  /** May become a raw connection. */
  readonly upgrade?: true;
};

export type Matched = {
  readonly route: Route;
  readonly prefix: string;
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
};

type Request = {readonly method: string; readonly url: string; readonly contentType: string; readonly upgrade: boolean};

/** Older API versions take options in places the guard does not read (a start with a HostConfig). */
const oldestVersion = [1, 24] as const;

/** What `docker inspect NAME` asks in turn before it looks for an image of that name. */
const lookUp = /^(\/v[\d.]+)?\/((containers|plugins)\/[^/]+\/json|(networks|volumes)\/[^/]+)$/;

/** Finds the route of a request, or throws a Refusal. Paths are taken literally: nothing that could be read two ways. */
export function matchRequest(routes: readonly Route[], {method, url, contentType, upgrade}: Request): Matched {
  const question = url.indexOf('?');
  const raw = question === -1 ? url : url.slice(0, question);
  // Where names are looked up and never sent on as they are, a slash is only part of a name that nothing has.
  const checked = method === 'GET' && lookUp.test(raw) ? raw.replace(/%2f/gi, '') : raw;
  if (!/^\/[\x21-\x7e]*$/.test(checked) || /%2f|%2e|%5c|%25|%0|\\|\/\/|\/\.\.?(\/|$)/i.test(checked)) {
    throw refused(`the path ${JSON.stringify(raw)} can be read in two ways; write it plainly.`);
  }
  // Go merges a form's fields into the query, where the guard would not see them.
  if (/form-urlencoded|multipart/i.test(contentType)) {
    throw refused('a form body is not accepted; send JSON or put parameters into the query.');
  }
  const version = /^\/v(\d+)\.(\d+)(?=\/)/.exec(raw);
  if (version) assertVersion(Number(version[1]), Number(version[2]));
  const prefix = version?.[0] ?? '';
  const path = raw.slice(prefix.length);
  for (const route of routes) {
    const found = route.method === method ? route.pattern.exec(path) : null;
    if (!found) continue;
    if (upgrade && !route.upgrade) break;
    return {route, prefix, parts: found.slice(1).map(decoded), query: readQuery(url.slice(raw.length + 1))};
  }
  throw refused(`${method} ${path} is not part of the course; use the commands the lessons show.`);
}

function assertVersion(major: number, minor: number): void {
  const [oldMajor, oldMinor] = oldestVersion;
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return;
  throw new Refusal(
    400,
    `client version ${major}.${minor} is too old. Minimum supported API version is ${oldMajor}.${oldMinor}, please upgrade your client to a newer version`,
  );
}

function decoded(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    throw refused('the path is not valid UTF-8; write the name plainly.');
  }
}

/** Written anew when forwarded, so that the daemon reads the parameters the guard read. */
function readQuery(written: string): URLSearchParams {
  if (written.includes(';')) throw refused('the query contains a semicolon; write it as %3B.');
  return new URLSearchParams(written);
}
