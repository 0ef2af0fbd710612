import type {ApiRequest} from '../api/http.ts';
import type {Daemon} from '../daemon.ts';
import type {Image} from './image.ts';
import {booleanFilter, type Filters, hasLabels, matchesReference, readFilters} from './image-filters.ts';
import {createdMs, imageSummary, isBefore, sharedSizeOf} from './image-json.ts';
import {flagOf, textOf} from './query.ts';
import {parseUntil} from './until.ts';

const known = ['dangling', 'label', 'label!', 'before', 'since', 'reference', 'until'] as const;

/** What `docker images` shows, the newest first. Throws 400 for filters that are none, 404 for images they name. */
export function listImages(daemon: Daemon, {query, version}: ApiRequest): readonly object[] {
  const filters = readFilters(textOf(query, 'filters'), known);
  const all = flagOf(query, 'all');
  const wanted = imageFilter(daemon, filters);
  const dangling = filters.has('dangling') ? booleanFilter(filters, 'dangling', false) : undefined;
  const patterns = filters.get('reference') ?? [];
  const rows = daemon.images.list().flatMap((image) => {
    if (!wanted(image)) return [];
    const names = namesShown(daemon, image, {patterns, dangling, all});
    return names ? [{image, ...names}] : [];
  });
  return rows
    .sort((one, other) => createdMs(other.image) - createdMs(one.image))
    .map(({image, tags, digests}) =>
      imageSummary(image, {
        tags,
        digests,
        version,
        sharedSize: flagOf(query, 'shared-size') && !isBefore(version, 42) ? sharedSizeOf(daemon, image) : undefined,
        containers: undefined,
      }),
    );
}

/** The filters that look at the image itself. */
export function imageFilter(daemon: Daemon, filters: Filters): (image: Image) => boolean {
  const times = (name: string): readonly number[] =>
    (filters.get(name) ?? []).map((reference) => createdMs(daemon.images.require(reference)));
  const before = [...times('before'), ...(filters.get('until') ?? []).map((text) => parseUntil(daemon, text))];
  const since = times('since');
  const labels = filters.get('label') ?? [];
  const without = filters.get('label!') ?? [];
  return (image) => {
    const created = createdMs(image);
    const own = image.file.config.Labels ?? {};
    return (
      before.every((ms) => created < ms) &&
      since.every((ms) => created > ms) &&
      hasLabels(own, labels) &&
      (without.length === 0 || !hasLabels(own, without))
    );
  };
}

/** The names a row has; undefined when it is not shown. */
function namesShown(
  daemon: Daemon,
  image: Image,
  given: {readonly patterns: readonly string[]; readonly dangling: boolean | undefined; readonly all: boolean},
): {readonly tags: readonly string[]; readonly digests: readonly string[]} | undefined {
  const {patterns, dangling, all} = given;
  const matching = (names: readonly string[]): readonly string[] =>
    patterns.length === 0 ? names : names.filter((name) => patterns.some((pattern) => matchesReference(name, pattern)));
  const tags = matching(daemon.images.tagsOf(image));
  const digests = matching(daemon.images.digestsOf(image));
  if (tags.length + digests.length > 0) return dangling === true && tags.length > 0 ? undefined : {tags, digests};
  if (patterns.length > 0 || dangling === false) return undefined;
  // Steps of a build are images of their own, and shown only when asked for.
  const isStep = daemon.images.childrenOf(image).length > 0;
  if (isStep && !all) return undefined;
  if (isStep && dangling === true) return undefined;
  return {tags, digests};
}
