import {distance} from 'fastest-levenshtein';

/**
 * The known name that somebody who typed `name` most likely meant, or undefined: two letters off, one where the name
 * is short, or the same letters in another order. Never the name itself.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  return known
    .filter((other) => other !== name)
    .map((other) => ({other, far: distance(other.toLowerCase(), name.toLowerCase())}))
    .filter(({other, far}) => far <= limit(name, other))
    .toSorted((one, other) => one.far - other.far)[0]?.other;
}

/** Two letters that changed places count as two changes, which a short name must still allow. */
function limit(name: string, other: string): number {
  if (Math.min(name.length, other.length) > 3) return 2;
  return [...name].sort().join('') === [...other].sort().join('') ? 2 : 1;
}
