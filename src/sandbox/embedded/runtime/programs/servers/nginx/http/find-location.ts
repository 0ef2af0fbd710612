import type {Location, Locations} from '../config/locations.ts';
import {matchKept} from './match.ts';
import type {NginxRequest} from './request.ts';

/** The location for a request's path; `slash`: there is one for the path with a slash behind it. Throws MatchFailed. */
export function findLocation(
  request: NginxRequest,
  locations: Locations = request.server.locations,
): {readonly location: Location | undefined; readonly slash: boolean} {
  const {path} = request;
  const exact = locations.exact.get(path);
  if (exact) return {location: exact, slash: false};
  const prefix = locations.prefixes.find(({name}) => path.startsWith(name.text));
  const slash = wantsSlash(path, locations);
  if (slash) return {location: prefix, slash};
  const inner = prefix ? findLocation(request, prefix.inner) : undefined;
  if (inner?.slash) return inner;
  const isFinal =
    inner?.location !== undefined && (inner.location.name.kind !== 'prefix' || isPreferred(inner.location));
  if (isFinal) return inner;
  const best = inner?.location ?? prefix;
  if (best && isPreferred(best)) return {location: best, slash: false};
  for (const location of locations.patterns)
    if (location.name.kind === 'regex' && matchKept(request, location.name.pattern, path)) {
      const deeper = findLocation(request, location.inner);
      return {location: deeper.location ?? location, slash: deeper.slash};
    }
  return {location: best, slash: false};
}

function isPreferred({name}: Location): boolean {
  return name.kind === 'prefix' && name.preferred;
}

/** `location /app/` that hands requests on redirects `/app` to itself. */
function wantsSlash(path: string, {prefixes, exact}: Locations): boolean {
  const named = exact.get(`${path}/`) ?? prefixes.find(({name}) => name.text === `${path}/`);
  return named?.settings.proxy.target !== undefined;
}
