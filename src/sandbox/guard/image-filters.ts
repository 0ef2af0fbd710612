import {type Raw, readFilters, texts, writeFilters} from './raw-json.ts';
import {familiarName, readReference} from './references.ts';
import {renamed, type World} from './world.ts';

/**
 * Puts real names into the filters of `GET /images/json`. `reference` is a pattern the daemon would try on real
 * names: where the learner's differ, it is left out there and the returned function does it, tag by tag.
 */
export function realImageFilters(world: World, query: URLSearchParams): (images: readonly Raw[]) => readonly Raw[] {
  const filters = readFilters(query);
  const aliases = renamed(world, 'image');
  if (aliases.length === 0) return (images) => images;
  const real = (name: string): string => aliases.find((entry) => entry.name === familiarName(name))?.realName ?? name;
  for (const key of ['before', 'since']) {
    const named = filters[key]?.map(real);
    if (named) filters[key] = named;
  }
  const patterns = filters['reference'] ?? [];
  delete filters['reference'];
  writeFilters(query, filters);
  if (patterns.length === 0) return (images) => images;
  const tests = patterns.map(pattern);
  return (images) =>
    images.flatMap((image) => {
      const isMatch = (reference: string): boolean => tests.some((test) => test(reference));
      const tags = texts(image['RepoTags']).filter(isMatch);
      const digests = texts(image['RepoDigests']).filter(isMatch);
      return tags.length + digests.length > 0 ? [{...image, RepoTags: tags, RepoDigests: digests}] : [];
    });
}

/** Docker's path.Match on the name without, or with, its tag or digest. */
function pattern(written: string): (reference: string) => boolean {
  const glob = written
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  const whole = new RegExp(`^${glob}$`);
  return (reference) => whole.test(reference) || whole.test(readReference(reference).repository);
}
