import {badRequest} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import {booleanFilter, readFilters} from './image-filters.ts';
import {numberOf, textOf} from './query.ts';

const usualLimit = 25;
const mostResults = 100;

/** What `docker search` shows: repositories of the simulated Docker Hub. Throws 400. */
export function searchHub({images}: Daemon, query: URLSearchParams): readonly object[] {
  const limit = numberOf(query, 'limit', usualLimit) || usualLimit;
  if (limit < 1 || limit > mostResults) throw badRequest(`limit ${limit} is outside the range of [1, ${mostResults}]`);
  const filters = readFilters(textOf(query, 'filters'), ['is-automated', 'is-official', 'stars']);
  const official = filters.has('is-official') ? booleanFilter(filters, 'is-official', false) : undefined;
  const automated = filters.has('is-automated') ? booleanFilter(filters, 'is-automated', false) : undefined;
  const stars = (filters.get('stars') ?? []).map((text) => {
    if (!/^\d{1,9}$/.test(text)) throw badRequest(`invalid filter 'stars=${text}'`);
    return Number(text);
  });
  return images.hub
    .search(textOf(query, 'term'))
    .filter((found) => official === undefined || found.official === official)
    .filter((found) => automated !== true && stars.every((least) => found.stars >= least))
    .slice(0, limit)
    .map((found) => ({
      star_count: found.stars,
      is_official: found.official,
      name: found.name,
      is_automated: false,
      description: found.description,
    }));
}
