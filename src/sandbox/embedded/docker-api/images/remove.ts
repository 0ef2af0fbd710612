import {type ApiRefusal, conflict} from '../api/refusal.ts';
import type {Container} from '../containers/container.ts';
import type {Daemon} from '../daemon.ts';
import type {Image} from './image.ts';
import type {StoredName} from './image-names.ts';
import {familiarText, parseReference, repositoryOf} from './reference.ts';

/**
 * One line of what a removal did.
 * https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Image/operation/ImageDelete
 */
export type Removed = {readonly Untagged: string} | {readonly Deleted: string};

interface Removal {
  readonly daemon: Daemon;
  readonly force: boolean;
  readonly done: Removed[];
}

/**
 * Removes what a reference names: a name, and the image with its last one. Throws 404, and 409 for what is in use.
 * https://github.com/moby/moby/blob/v27.0.0/daemon/images/image_delete.go
 */
export function removeImage(
  daemon: Daemon,
  reference: string,
  options: {readonly force: boolean; readonly prune: boolean},
): readonly Removed[] {
  const image = daemon.images.require(reference);
  const removal: Removal = {daemon, force: options.force, done: []};
  if (!isPrefixOf(image, reference)) {
    if (removeName(removal, image, reference)) return removal.done;
    removeWhole(removal, image, {...options, quiet: true});
    return removal.done;
  }
  const names = daemon.images.names.of(image.id);
  if (isOneRepository(names)) {
    refuse(conflictOf(removal, image, {names: false}));
    for (const name of names) untag(removal, image, name);
  }
  removeWhole(removal, image, {...options, quiet: false});
  return removal.done;
}

/** Removes a name; true when the image keeps others and stays. */
function removeName(removal: Removal, image: Image, reference: string): boolean {
  const {names} = removal.daemon.images;
  const user = removal.daemon.images.usedBy(image)[0];
  if (!removal.force && user && isOneRepository(names.of(image.id)))
    throw conflict(
      `conflict: unable to remove repository reference "${reference}" (must force) - ` +
        `container ${short(user.id)} is using its referenced image ${short(image.id)}`,
    );
  const name = parseReference(reference);
  untag(removal, image, name);
  const left = names.of(image.id);
  const inSame = left.filter((other) => repositoryOf(other) === repositoryOf(name));
  // With its last tag a repository loses its digests too.
  if (name.digest === undefined && inSame.every(({tag}) => tag === undefined))
    for (const digest of inSame) untag(removal, image, digest, {tells: false});
  return names.of(image.id).length > 0;
}

/** Removes an image, then its parents as long as nobody needs them. */
function removeWhole(
  removal: Removal,
  image: Image,
  {prune, quiet}: {readonly prune: boolean; readonly quiet: boolean},
): void {
  const {images} = removal.daemon;
  const trouble = conflictOf(removal, image, {names: true});
  if (trouble) {
    // Untagging was asked for, and is done; an image left over is told of only when nobody needs it.
    if (quiet && (!isDangling(removal.daemon, image) || trouble.isUsed)) return;
    throw trouble.refusal;
  }
  for (const name of images.names.of(image.id)) untag(removal, image, name);
  const layers = images.forget(image);
  images.tell('delete', image.id, image.id);
  removal.done.push({Deleted: image.id}, ...layers.map((chainId) => ({Deleted: chainId})));
  const parent = prune && image.parentId !== '' ? images.find(image.parentId) : undefined;
  if (parent) removeWhole({...removal, force: false}, parent, {prune, quiet: true});
}

function untag({daemon, done}: Removal, image: Image, name: StoredName, {tells = true} = {}): void {
  daemon.images.names.delete(name);
  if (tells) daemon.images.tell('untag', image.id, image.id);
  done.push({Untagged: familiarText(shown(name))});
}

function shown(name: StoredName): StoredName {
  return name.digest === undefined ? {...name, tag: name.tag ?? 'latest'} : {...name, tag: undefined};
}

interface Conflict {
  readonly refusal: ApiRefusal;
  /** A container needs it. */
  readonly isUsed: boolean;
}

/** Why an image cannot be removed. Force overrides stopped containers and names, never children and running ones. */
function conflictOf(
  {daemon, force}: Removal,
  image: Image,
  {names: looksAtNames}: {readonly names: boolean},
): Conflict | undefined {
  const {images} = daemon;
  const refusal = (canForce: boolean, why: string): ApiRefusal =>
    conflict(
      `conflict: unable to delete ${short(image.id)} (${canForce ? 'must be forced' : 'cannot be forced'}) - ${why}`,
    );
  if (images.childrenOf(image).length > 0)
    return {refusal: refusal(false, 'image has dependent child images'), isUsed: false};
  const users = images.usedBy(image);
  const running = users.find(isRunning);
  if (running)
    return {refusal: refusal(false, `image is being used by running container ${short(running.id)}`), isUsed: true};
  if (force) return undefined;
  if (looksAtNames && images.names.of(image.id).length > 0)
    return {refusal: refusal(true, 'image is referenced in multiple repositories'), isUsed: false};
  const [stopped] = users;
  if (stopped)
    return {refusal: refusal(true, `image is being used by stopped container ${short(stopped.id)}`), isUsed: true};
  return undefined;
}

function refuse(trouble: Conflict | undefined): void {
  if (trouble) throw trouble.refusal;
}

function isRunning({status}: Container): boolean {
  return status === 'running' || status === 'paused' || status === 'restarting';
}

/** Nobody would find it: it has no name, and no image was made of it. */
function isDangling(daemon: Daemon, image: Image): boolean {
  return daemon.images.names.of(image.id).length === 0 && daemon.images.childrenOf(image).length === 0;
}

/** At most one tag, and digests of the same repository alone. */
function isOneRepository(names: readonly StoredName[]): boolean {
  if (names.length <= 1) return true;
  if (names.filter(({tag}) => tag !== undefined).length > 1) return false;
  return new Set(names.map(repositoryOf)).size === 1;
}

function isPrefixOf({id}: Image, reference: string): boolean {
  return id.startsWith(reference) || id.startsWith(`sha256:${reference}`);
}

function short(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}
