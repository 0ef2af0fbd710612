import type {MapTable} from '../config/map-table.ts';
import type {Template} from '../config/template.ts';
import type {NginxRequest} from './request.ts';

/** What a map has for a value: the same text, a name with a star, the first pattern, the default. */
export function findMapValue(map: MapTable, value: string, request: NginxRequest): Template {
  const key = value.toLowerCase();
  const exact = map.exact.get(key) ?? byStar(map, key);
  if (exact) return exact;
  for (const {pattern, value: result} of map.patterns) {
    const match = pattern.exec(value);
    if (!match) continue;
    request.captures = match.groups;
    for (const [name, index] of pattern.names) request.variables.set(name.toLowerCase(), match.groups[index] ?? '');
    return result;
  }
  return map.usual;
}

function byStar({hostnames}: MapTable, host: string): Template | undefined {
  const byLength = [...hostnames].sort(([one], [other]) => other.length - one.length);
  return byLength.find(
    ([name]) =>
      (name.startsWith('*.') && host.endsWith(name.slice(1))) ||
      (name.startsWith('.') && (host.endsWith(name) || host === name.slice(1))) ||
      (name.endsWith('.*') && host.startsWith(name.slice(0, -1))),
  )?.[1];
}
