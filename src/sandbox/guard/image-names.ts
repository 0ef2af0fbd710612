import type {LedgerEntry} from './ledger.ts';
import {isNodeImage} from './node-image.ts';
import {object, objects, type Raw, text, texts} from './raw-json.ts';
import {familiar, familiarName, readReference, standIn} from './references.ts';
import {noSuchImage, Refusal} from './refusal.ts';
import {ask, remember, renamed, type World} from './world.ts';

/** An image the learner may use. `reference` is what the daemon is asked by. */
export type FoundImage = {readonly entry: LedgerEntry; readonly id: string; readonly reference: string};

export function visibleImages(world: World): readonly LedgerEntry[] {
  return world.ledger.entries().filter((entry) => entry.kind === 'image' && !world.ledger.hidden(entry.name));
}

/** Looked up as Docker does: by name, by digest, by the beginning of an id. Throws "No such image". */
export async function findImage(world: World, asked: string): Promise<FoundImage> {
  const written = ownNodeImage(world, asked);
  if (!/^[\w][\w.:/@-]*$/.test(written)) throw noSuchImage(written);
  const name = familiarName(written);
  const visible = visibleImages(world);
  const named = visible.findLast((entry) => entry.name === name);
  // As the learner wrote it, because `docker inspect` of a container shows it so.
  if (named) return {entry: named, id: named.id, reference: named.name === named.realName ? written : named.realName};
  const digested = written.includes('@') ? await findDigest(world, written, visible) : undefined;
  if (digested) return digested;
  const bare = written.replace(/^sha256:/, '');
  const found = /^[0-9a-f]{1,64}$/.test(bare) ? visible.filter((entry) => entry.id.startsWith(`sha256:${bare}`)) : [];
  if (new Set(found.map((entry) => entry.id)).size > 1) {
    throw new Refusal(400, `multiple IDs found with provided prefix: ${bare}`);
  }
  const [byId] = found;
  if (!byId) throw noSuchImage(/^[0-9a-f]{64}$/.test(bare) || written.includes('@') ? written : name);
  return {entry: byId, id: byId.id, reference: byId.id};
}

/** A digest that came with a tag the learner pulled or pushed. */
async function findDigest(
  world: World,
  written: string,
  visible: readonly LedgerEntry[],
): Promise<FoundImage | undefined> {
  const {repository, digest} = readReference(written);
  for (const entry of visible) {
    if (readReference(entry.name).repository !== repository) continue;
    const reference = `${readReference(entry.realName).repository}@${digest}`;
    const {status, value} = await ask(world, 'GET', `/images/${reference}/json`);
    if (status === 200 && text(object(value)['Id']) === entry.id) return {entry, id: entry.id, reference};
  }
  return undefined;
}

/** The image of the nodes is a setting: where one is set, it stands for whichever kind asks for. */
export function ownNodeImage({nodeImage}: World, written: string): string {
  return nodeImage !== '' && isNodeImage(written) ? nodeImage : written;
}

/** The learner's name for a real reference, as `docker ps` shows it; anything else as it is. */
export function shownImage(world: World, real: string): string {
  const entries = renamed(world, 'image');
  if (entries.length === 0) return real;
  const name = familiarName(real);
  return entries.find((entry) => entry.realName === name)?.name ?? real;
}

/** A name the learner gives an image, and the reference it really gets. */
export type OwnTag = {readonly name: string; readonly realName: string; readonly keep: LedgerEntry['keep']};

/**
 * Where a tag of the learner's goes: a reference that is somebody else's, or that the course keeps, stays as it is
 * and the learner's image gets one of our own. `id` is the image to be tagged, where it is known already.
 */
export async function ownTag(world: World, name: string, id?: string): Promise<OwnTag> {
  const known = world.ledger.entries().find((entry) => entry.kind === 'image' && entry.name === name);
  if (known?.keep === 'no') return {name, realName: known.realName, keep: 'no'};
  const {status, value} = await ask(world, 'GET', `/images/${name}/json`);
  if (status === 404) return {name, realName: name, keep: 'no'};
  if (id !== undefined && text(object(value)['Id']) === id)
    return {name, realName: name, keep: known?.keep ?? 'foreign'};
  return {name, realName: familiar(standIn(readReference(name), world.session)), keep: 'no'};
}

/** Enters a reference into the ledger. An image of the learner's that lost its name to it stays known by its id. */
export async function rememberImage(
  world: World,
  made: {readonly name: string; readonly realName: string; readonly id: string; readonly keep: LedgerEntry['keep']},
): Promise<void> {
  const {ledger} = world;
  const old = ledger.entries().find((entry) => entry.kind === 'image' && entry.name === made.name);
  const wasHidden = ledger.hidden(made.name);
  remember(world, {kind: 'image', ...made});
  if (!old || old.id === made.id) return;
  if (!wasHidden) await rememberDigests(world, old, made.realName);
  if (old.keep === 'foreign') return;
  if (old.keep === 'no' && old.realName !== made.realName) await untag(world, old.realName);
  const others = ledger.entries().some((entry) => entry.kind === 'image' && entry.id === old.id);
  if (old.keep === 'course' && old.realName !== made.realName) {
    // Still tagged under its own name: kept out of sight until `clean`.
    ledger.add({kind: 'image', name: old.id, realName: old.realName, id: old.id, keep: 'course'});
    ledger.hide(old.id);
  } else if (!others && (await ask(world, 'GET', `/images/${old.id}/json`)).status === 200) {
    remember(world, {kind: 'image', name: old.id, realName: old.id, id: old.id, keep: 'no'});
  }
}

/**
 * A tag went on to another image: the digests that came with it are the learner's only names for the older one. They
 * are kept as the tag was where that still stands on the machine; else they go with the learner's other things.
 */
async function rememberDigests(world: World, old: LedgerEntry, realName: string): Promise<void> {
  const real = readReference(old.realName).repository;
  const shown = readReference(old.name).repository;
  const isIn = (reference: string): boolean => readReference(reference).repository === real;
  // Another of its tags there still shows them, and takes them along when it goes.
  if (visibleImages(world).some((entry) => entry.id === old.id && isIn(entry.realName))) return;
  const {status, value} = await ask(world, 'GET', `/images/${old.id}/json`);
  if (status !== 200) return;
  for (const reference of texts(object(value)['RepoDigests']).filter(isIn)) {
    const name = `${shown}@${readReference(reference).digest}`;
    const known = world.ledger.entries().find((entry) => entry.kind === 'image' && entry.realName === reference);
    const keep = known?.keep ?? (old.realName === realName ? 'no' : old.keep);
    remember(world, {kind: 'image', name, realName: reference, id: old.id, keep});
  }
}

/** An image without a name is known by its id. */
export function rememberUntagged(world: World, id: string): void {
  remember(world, {kind: 'image', name: id, realName: id, id, keep: 'no'});
}

/** Real references on this machine and the ids behind them, tags and digests. */
export async function referencesNow(world: World): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const image of objects((await ask(world, 'GET', '/images/json?all=1')).value)) {
    const id = text(image['Id']);
    found.set(id, id);
    for (const reference of [...texts(image['RepoTags']), ...texts(image['RepoDigests'])]) {
      if (!reference.startsWith('<none>')) found.set(reference, id);
    }
  }
  return found;
}

/**
 * After the daemon put an image under a real reference (pull, load): a tag of somebody else's that moved is put back
 * and the learner's gets one of our own. Returns false when nothing is there.
 */
export async function settle(
  world: World,
  {name, before}: {readonly name: string; readonly before: ReadonlyMap<string, string>},
): Promise<boolean> {
  const {status, value} = await ask(world, 'GET', `/images/${name}/json`);
  if (status !== 200) return false;
  const id = text(object(value)['Id']);
  const own = world.ledger.entries().find((entry) => entry.kind === 'image' && entry.realName === name);
  const was = before.get(name);
  if (was !== undefined && was !== id && (own === undefined || own.keep === 'foreign')) {
    const realName = familiar(standIn(readReference(name), world.session));
    await tag(world, id, realName);
    await tag(world, was, name);
    for (const digest of newDigests(object(value), name, before)) await untag(world, digest);
    await rememberImage(world, {name, realName, id, keep: keepOf(world, name, false)});
    return true;
  }
  const keep = own?.keep ?? keepOf(world, name, was !== undefined);
  await rememberImage(world, {name, realName: name, id, keep});
  // Somebody else's image got a digest by it, which goes when the learner's sight of it does.
  for (const digest of keep === 'foreign' ? newDigests(object(value), name, before) : []) {
    remember(world, {kind: 'image', name: digest, realName: digest, id, keep: 'no'});
  }
  return true;
}

function newDigests(image: Raw, name: string, before: ReadonlyMap<string, string>): readonly string[] {
  const {repository} = readReference(name);
  return texts(image['RepoDigests']).filter(
    (digest) => readReference(digest).repository === repository && !before.has(digest),
  );
}

/** Takes a reference of the learner's away, whoever uses the image. */
export async function untag(world: World, reference: string): Promise<void> {
  await ask(world, 'DELETE', `/images/${reference}?force=1&noprune=1`);
}

/** `foreign` when it was there before the course, `course` for an image the course keeps between resets. */
export function keepOf(world: World, name: string, wasThere: boolean): LedgerEntry['keep'] {
  if (wasThere) return 'foreign';
  return world.courseImages.has(name) || isNodeImage(name) ? 'course' : 'no';
}

export async function tag(world: World, from: string, to: string): Promise<void> {
  const {repository, tag: name} = readReference(to);
  world.arriving.add(to);
  const query = new URLSearchParams({repo: repository, tag: name});
  const {status, value} = await ask(world, 'POST', `/images/${from}/tag?${query}`);
  if (status >= 300) throw new Refusal(status, text(object(value)['message']) || `${from} cannot be tagged ${to}`);
}
