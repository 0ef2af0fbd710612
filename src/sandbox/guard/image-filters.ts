import {type Raw, readFilters, texts, writeFilters} from './raw-json.ts';
import {familiarName} from './references.ts';
import {renamed, type World} from './world.ts';

/**
 * Puts real names into the filters of `GET /images/json`. `reference` is a pattern the daemon would try on real
 * names: where the learner's differ, it is left out there and the returned test does it.
 */
export function realImageFilters(world: World, query: URLSearchParams): (image: Raw) => boolean {
  const filters = readFilters(query);
  const aliases = renamed(world, 'image');
  if (aliases.length === 0) return () => true;
  for (const key of ['before', 'since']) {
    const named = filters[key]?.map(
      (name) => aliases.find((entry) => entry.name === familiarName(name))?.realName ?? name,
    );
    if (named) filters[key] = named;
  }
  const patterns = filters['reference'] ?? [];
  delete filters['reference'];
  writeFilters(query, filters);
  if (patterns.length === 0) return () => true;
  const tests = patterns.map(pattern);
  return (image) => texts(image['RepoTags']).some((tag) => tests.some((test) => test(tag)));
}

/** Docker's path.Match on the name without, or with, its tag. */
function pattern(written: string): (tag: string) => boolean {
  const glob = written
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  const whole = new RegExp(`^${glob}$`);
  return (tag) => whole.test(tag) || whole.test(tag.slice(0, tag.lastIndexOf(':')));
}
