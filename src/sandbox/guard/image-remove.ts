import {ourContainers} from './container-view.ts';
import type {Exchange, Outcome} from './exchange.ts';
import {findImage, untag, visibleImages} from './image-names.ts';
import type {LedgerEntry} from './ledger.ts';
import {object, objects, type Raw, readFilters, text, texts} from './raw-json.ts';
import {readReference} from './references.ts';
import {Refusal, refused} from './refusal.ts';
import {ask, type World} from './world.ts';

/** Docker's `[{Untagged}, {Deleted}]`. */
type Removed = readonly Raw[];

export async function removeImage(exchange: Exchange, world: World): Promise<Outcome> {
  const [written = ''] = exchange.parts;
  const force = /^(1|true)$/.test(exchange.query.get('force') ?? '');
  exchange.note.target = written;
  exchange.note.detail['force'] = force;
  const {entry, id} = await findImage(world, written);
  const isId = /^[0-9a-f]+$/.test(written.replace(/^sha256:/, '')) && id.includes(written.replace(/^sha256:/, ''));
  const isNamed = !isId || visibleImages(world).some(({name}) => name === `${written}:latest`);
  if (isNamed) exchange.note.target = entry.name;
  return exchange.say(
    200,
    isNamed ? await removeName(world, {entry, written, force}) : await removeId(world, {id, written, force}),
  );
}

type Named = {readonly entry: LedgerEntry; readonly written: string; readonly force: boolean};

/**
 * Takes one name away. What was on the machine before the course, or is kept for the next lesson, is only hidden;
 * the answer is the daemon's either way.
 */
async function removeName(world: World, {entry, written, force}: Named): Promise<Removed> {
  const last = visibleImages(world).every(({id, name}) => id !== entry.id || name === entry.name);
  if (last && !force) await assertUnused(world, entry, `remove repository reference "${written}"`);
  world.ledger.touch(entry);
  if (entry.keep !== 'no') return hide(world, {entry, last});
  const query = new URLSearchParams({
    ...(force && {force: '1'}),
    ...((await keepsParents(world, entry.id)) && {noprune: '1'}),
  });
  const {status, value} = await ask(world, 'DELETE', `/images/${entry.realName}?${query}`);
  if (status === 404) {
    world.ledger.remove('image', entry.name);
    throw new Refusal(404, `No such image: ${entry.name}`);
  }
  if (status >= 300) throw new Refusal(status, text(object(value)['message']).replaceAll(entry.realName, entry.name));
  world.ledger.remove('image', entry.name);
  const removed = objects(value);
  forgetDeleted(world, removed);
  return inLearnersNames(removed, entry);
}

async function hide(
  world: World,
  {entry, last}: {readonly entry: LedgerEntry; readonly last: boolean},
): Promise<Removed> {
  const {value} = await ask(world, 'GET', `/images/${entry.id}/json`);
  const {repository} = readReference(entry.realName);
  const shown = readReference(entry.name).repository;
  world.ledger.hide(entry.name);
  for (const other of visibleImages(world)) {
    const isItsDigest = other.keep === 'no' && other.id === entry.id && other.realName.startsWith(`${repository}@`);
    if (!isItsDigest) continue;
    await untag(world, other.realName);
    world.ledger.remove('image', other.name);
  }
  const digests = texts(object(value)['RepoDigests']).filter(
    (digest) => readReference(digest).repository === repository,
  );
  return [
    {Untagged: entry.name},
    ...(last ? digests.map((digest) => ({Untagged: `${shown}@${readReference(digest).digest}`})) : []),
    ...(last ? [{Deleted: entry.id}] : []),
  ];
}

/** An id stands for all its names when they are in one repository; never forwarded, for it may have foreign names too. */
async function removeId(
  world: World,
  {id, written, force}: {readonly id: string; readonly written: string; readonly force: boolean},
): Promise<Removed> {
  const names = visibleImages(world).filter((entry) => entry.id === id);
  const tagged = names.filter(({name}) => name !== id);
  const repositories = new Set(tagged.map(({name}) => readReference(name).repository));
  if (repositories.size > 1 && !force) {
    throw new Refusal(
      409,
      `conflict: unable to delete ${id.slice(7, 19)} (must be forced) - image is referenced in multiple repositories`,
    );
  }
  const [first] = names;
  if (first && !force) await assertUnused(world, first, `delete ${id.slice(7, 19)}`);
  const removed: Raw[] = [];
  for (const entry of tagged) removed.push(...(await removeName(world, {entry, written, force: true})));
  const untagged = names.find(({name}) => name === id);
  if (untagged && world.ledger.find('image', id)?.name === id)
    removed.push(...(await removeUntagged(world, untagged, force)));
  return removed;
}

async function removeUntagged(world: World, entry: LedgerEntry, force: boolean): Promise<Removed> {
  const seen = await ask(world, 'GET', `/images/${entry.id}/json`);
  // Somebody else's name on it: only the learner's sight of it goes.
  if (seen.status === 200 && texts(object(seen.value)['RepoTags']).length > 0) {
    world.ledger.remove('image', entry.name);
    return [{Deleted: entry.id}];
  }
  const noprune = (await keepsParents(world, entry.id)) ? '&noprune=1' : '';
  const {status, value} = await ask(world, 'DELETE', `/images/${entry.id}?force=${force ? 1 : 0}${noprune}`);
  if (status >= 300 && status !== 404) throw new Refusal(status, text(object(value)['message']));
  world.ledger.remove('image', entry.name);
  forgetDeleted(world, objects(value));
  return objects(value);
}

/** The daemon's own refusal, for an image whose removal would be only for show. */
async function assertUnused(world: World, entry: LedgerEntry, what: string): Promise<void> {
  const user = (await ourContainers(world)).find((container) => container['ImageID'] === entry.id);
  if (!user) return;
  const [container, image] = [text(user['Id']).slice(0, 12), entry.id.slice(7, 19)];
  throw new Refusal(
    409,
    what.startsWith('remove')
      ? `conflict: unable to ${what} (must force) - container ${container} is using its referenced image ${image}`
      : `conflict: unable to ${what} (${user['State'] === 'running' ? 'cannot be forced' : 'must be forced'}) - image is being used by ${user['State'] === 'running' ? 'running' : 'stopped'} container ${container}`,
  );
}

/** With its last name an image's untagged parents go too: not when one is older than the course, another's build step. */
async function keepsParents(world: World, id: string): Promise<boolean> {
  const all = objects((await ask(world, 'GET', '/images/json?all=1')).value);
  const images = new Map(all.map((image) => [text(image['Id']), image]));
  const parentOf = (child: string): string => text(images.get(child)?.['ParentId']);
  for (let parent = parentOf(id); parent; parent = parentOf(parent)) {
    const tags = texts(images.get(parent)?.['RepoTags']).filter((tag) => !tag.startsWith('<none>'));
    if (tags.length > 0) return false;
    if (Number(images.get(parent)?.['Created']) * 1000 < world.ledger.since) return true;
  }
  return false;
}

function forgetDeleted(world: World, removed: Removed): void {
  for (const {Deleted: id, Untagged: reference} of removed) {
    if (typeof id === 'string' && world.ledger.find('image', id)?.name === id) world.ledger.remove('image', id);
    // The last tag of a repository takes its digests along.
    const digest = world.ledger.entries().find(({kind, realName}) => kind === 'image' && realName === reference);
    if (digest?.name.includes('@')) world.ledger.remove('image', digest.name);
  }
}

function inLearnersNames(removed: Removed, {name, realName}: LedgerEntry): Removed {
  if (name === realName) return removed;
  const [real, shown] = [readReference(realName).repository, readReference(name).repository];
  return removed.map((line) => {
    const untagged = text(line['Untagged']);
    return untagged ? {Untagged: untagged === realName ? name : untagged.replace(real, shown)} : line;
  });
}

/** Prunes one by one through the same door, because the daemon's own prune would take foreign images too. */
export async function pruneImages(exchange: Exchange, world: World): Promise<Outcome> {
  const filters = readFilters(exchange.query);
  if (Object.keys(filters).some((key) => !['dangling', 'label'].includes(key))) {
    throw refused('image prune knows only --all and --filter label=... in the course; use docker rmi.');
  }
  const all = /^(0|false)$/.test(filters['dangling']?.[0] ?? 'true');
  const images = objects((await ask(world, 'GET', '/images/json?all=1')).value);
  const used = new Set((await ourContainers(world)).map((container) => container['ImageID']));
  const removed: Raw[] = [];
  let freed = 0;
  for (const entry of visibleImages(world)) {
    const image = images.find(({Id}) => Id === entry.id);
    if (used.has(entry.id) || !image || (!all && entry.name !== entry.id) || !hasLabels(image, filters['label'] ?? []))
      continue;
    const lines = await removeQuietly(world, entry);
    removed.push(...lines);
    if (lines.some(({Deleted}) => Deleted === entry.id)) freed += Number(image['Size'] ?? 0);
  }
  return exchange.say(200, {ImagesDeleted: removed, SpaceReclaimed: freed});
}

function hasLabels(image: Raw, wanted: readonly string[]): boolean {
  const labels = object(image['Labels']);
  return wanted.every((label) => {
    const [key = '', ...value] = label.split('=');
    return Object.hasOwn(labels, key) && (value.length === 0 || labels[key] === value.join('='));
  });
}

/** As the daemon's prune: what cannot go now stays. */
async function removeQuietly(world: World, entry: LedgerEntry): Promise<Removed> {
  try {
    if (entry.name === entry.id) return await removeUntagged(world, entry, false);
    return await removeName(world, {entry, written: entry.name, force: false});
  } catch (error) {
    if (error instanceof Refusal && error.status === 409) return [];
    throw error;
  }
}
