import {ApiRefusal, badRequest} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import {hubSources} from './hub-source.ts';
import type {Image} from './image.ts';
import type {Tell} from './progress.ts';
import type {PullSource} from './pull-source.ts';
import {familiarName, familiarText, type ImageReference, parseReference, withTag} from './reference.ts';
import {registrySources} from './registry-source.ts';

/** What was found, ready to be fetched; it tells what a pull tells and resolves with the last image. */
export type Pull = (tell: Tell) => Promise<Image>;

/**
 * Asks where an image comes from. Throws what Docker answers before a pull begins: 404 for what is not there, 500 for a
 * registry that cannot be reached. Without tag and digest all tags of the repository are pulled.
 */
export async function preparePull(daemon: Daemon, reference: ImageReference, signal: AbortSignal): Promise<Pull> {
  const sources = await findSources(daemon, reference, signal);
  const [first, ...rest] = sources;
  if (!first) throw new ApiRefusal(404, `repository ${familiarName(reference)} has no tags`);
  return async (tell) => {
    let {image, isNew} = await pullOne(daemon, first, tell, signal);
    for (const source of rest) {
      const next = await pullOne(daemon, source, tell, signal);
      image = next.image;
      isNew ||= next.isNew;
    }
    // Of all tags it is said once, in the repository's name.
    const {tag, digest} = reference;
    const one = digest === undefined ? first.reference : {...first.reference, tag: undefined};
    const shown = tag === undefined && digest === undefined ? familiarName(reference) : familiarText(one);
    daemon.images.tell('pull', shown, familiarName(reference));
    await tell({status: `Status: ${isNew ? 'Downloaded newer image' : 'Image is up to date'} for ${shown}`});
    return image;
  };
}

/** Where a reference can be pulled from. Throws as `preparePull`. */
export function findSources(
  daemon: Daemon,
  reference: ImageReference,
  signal: AbortSignal,
): Promise<readonly PullSource[]> {
  return daemon.images.hub.knows(reference.domain)
    ? hubSources(daemon, reference)
    : registrySources(daemon, reference, signal);
}

/** What `fromImage` and `tag` of a call name. Throws 400 and, for `scratch`, 403. */
export function pulledReference(fromImage: string, tag: string): ImageReference {
  // `docker pull -a` of old clients names all tags by a colon at the end.
  const name = parseReference(fromImage.replace(/:$/, ''));
  if (familiarName(name) === 'scratch') throw new ApiRefusal(403, "'scratch' is a reserved name");
  if (tag === '') return name;
  if (!tag.includes(':')) return withTag(name, tag);
  const {digest} = parseReference(`${familiarName(name)}@${tag}`);
  if (digest === undefined) throw badRequest('invalid reference format');
  return {...name, tag: undefined, digest};
}

async function pullOne(
  daemon: Daemon,
  source: PullSource,
  tell: Tell,
  signal: AbortSignal,
): Promise<{readonly image: Image; readonly isNew: boolean}> {
  const {reference, digest} = source;
  const {images} = daemon;
  await tell({status: `Pulling from ${reference.path}`, id: reference.digest ?? reference.tag ?? ''});
  const before = images.names.idOf(reference);
  const image = await source.fetch(tell, signal);
  await tell({status: `Digest: ${digest}`});
  const isNew = before !== image.id;
  images.names.set({...reference, tag: undefined, digest}, image.id);
  if (reference.digest === undefined) images.names.set(reference, image.id);
  return {image, isNew};
}
