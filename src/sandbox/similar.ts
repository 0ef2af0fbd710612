import {distance} from 'fastest-levenshtein';

/**
 * Up to three of `names` that somebody who wrote `wanted` may have meant, nearest first: the same but for letter
 * case and separators, or a few letters off. Short names allow less, or every one would do.
 */
export function similarTo(wanted: string, names: Iterable<string>): readonly string[] {
  const near: {readonly name: string; readonly far: number}[] = [];
  for (const name of new Set(names)) {
    if (name === wanted || name === '') continue;
    const far = folded(name) === folded(wanted) ? 0 : distance(wanted, name);
    if (far <= limit(wanted, name)) near.push({name, far});
  }
  return near
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({name}) => name);
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, '');
}

/** Two letters that changed places count as two changes, which a short name must still allow. */
function limit(wanted: string, name: string): number {
  const length = Math.min(wanted.length, name.length);
  if (length > 7) return 3;
  if (length > 3) return 2;
  return [...wanted].sort().join('') === [...name].sort().join('') ? 2 : 1;
}
