import {distance} from 'fastest-levenshtein';

/** The name that is a slip of the keyboard away (one letter in three, two at most), or undefined. Never the name itself. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const far = Math.min(2, Math.max(1, Math.floor(name.length / 3)));
  return known
    .filter((other) => other !== name)
    .map((other) => ({other, far: distance(other.toLowerCase(), name.toLowerCase())}))
    .filter((one) => one.far <= far)
    .toSorted((one, other) => one.far - other.far)[0]?.other;
}
