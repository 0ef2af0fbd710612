import {LearnError} from '../../src/errors.ts';
import {type BuiltImage, packArchive} from './archive.ts';
import {askEngine} from './daemon.ts';
import {isStandIn} from './stand-in.ts';

/** What happened to the stand-ins' names in a daemon. */
export interface Loaded {
  readonly loaded: readonly string[];
  /** Already there, the same bytes. */
  readonly present: readonly string[];
  /** The name belongs to a real image, which is left alone. */
  readonly leftAlone: readonly string[];
}

/** Loads images into a daemon under their own names; a real image that has the name already keeps it. */
export async function loadImages(images: readonly BuiltImage[], host: string): Promise<Loaded> {
  const loaded: BuiltImage[] = [];
  const present: string[] = [];
  const leftAlone: string[] = [];
  for (const image of images) {
    const there = await inspect(image.reference, host);
    if (there === undefined) loaded.push(image);
    else if (there.id === image.id) present.push(image.reference);
    else if (there.standIn) loaded.push(image);
    else leftAlone.push(image.reference);
  }
  if (loaded.length > 0) await send(loaded, host);
  return {loaded: loaded.map(({reference}) => reference), present, leftAlone};
}

async function send(images: readonly BuiltImage[], host: string): Promise<void> {
  const body = await packArchive(images);
  const answer = await askEngine({host, method: 'POST', path: '/images/load?quiet=1', body, timeoutMs: 120_000});
  // A failure in mid-stream comes as a line {"errorDetail": ...} of a 200.
  if (answer.status !== 200 || answer.body.includes('"errorDetail"')) {
    throw new LearnError({
      code: 'STAND_INS_NOT_LOADED',
      message: `Docker at ${host} did not load the stand-in images: ${answer.status} ${answer.body.trim()}`,
    });
  }
}

async function inspect(reference: string, host: string): Promise<{id: string; standIn: boolean} | undefined> {
  const {status, body} = await askEngine({host, path: `/images/${reference}/json`});
  if (status !== 200) return undefined;
  const image: {Id?: string; Config?: {Labels?: {[name: string]: unknown} | null}} = JSON.parse(body);
  return {id: image.Id ?? '', standIn: isStandIn(reference, image.Config?.Labels ?? {})};
}
