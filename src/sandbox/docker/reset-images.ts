import {type LedgerEntry, sessionLabel} from '../guard/ledger.ts';
import {ask, type DockerClient, DockerRefusal} from './client.ts';
import {list, text, texts} from './read-json.ts';
import {type Fate, inspect, type Removing} from './reset-objects.ts';

/** Takes the learner's reference away; the image itself goes with its last one, its build steps with it. */
export async function removeImage(
  request: Removing & {readonly includeKept: boolean},
  entry: LedgerEntry,
): Promise<Fate> {
  const {docker, ledger, includeKept} = request;
  if (entry.keep === 'foreign') return includeKept ? {fate: 'gone'} : hide(request, entry);
  if (entry.keep === 'course' && !includeKept) return hide(request, entry);
  const reference = entry.realName;
  const found = await inspect(docker, `/images/${reference}/json`);
  // A reference that somebody moved to another image behind our back is not the learner's any more.
  if (!found || text(found, 'Id') !== entry.id) return {fate: 'gone'};
  if (reference === entry.id && isNamed(found)) return {fate: 'gone'};
  await removeOne(docker, reference);
  await removeBuildSteps(docker, text(found, 'Parent'), ledger.since);
  return {fate: 'removed'};
}

/**
 * Removes untagged images that the guard labelled and nobody refers to: what rebuilding left behind. Returns their
 * short ids.
 */
export async function sweepUntagged({docker, session, ledger}: Removing): Promise<readonly string[]> {
  const filters = JSON.stringify({dangling: ['true'], label: [`${sessionLabel}=${session}`]});
  const found = list(await ask(docker, {path: '/images/json', query: {filters}}));
  const removed: string[] = [];
  for (const id of found.map((image) => text(image, 'Id'))) {
    if (!(await isLabelledItself(docker, id))) continue;
    const parent = text(await inspect(docker, `/images/${id}/json`), 'Parent');
    if (!(await removeIfFree(docker, id))) continue;
    removed.push(id.slice(7, 19));
    await removeBuildSteps(docker, parent, ledger.since);
  }
  return removed;
}

function hide({ledger}: Removing, {name}: LedgerEntry): Fate {
  const wasVisible = !ledger.hidden(name);
  ledger.hide(name);
  return {fate: 'hidden', wasVisible};
}

/** Labels are inherited: an image that somebody built on the learner's carries ours, but not as its own last step. */
async function isLabelledItself(docker: DockerClient, id: string): Promise<boolean> {
  const [newest] = list(await inspect(docker, `/images/${id}/history`));
  return text(newest, 'CreatedBy').includes(sessionLabel);
}

/**
 * The steps of a classic build are untagged images of their own. They go as long as nothing else is built on them
 * and they were made since the ledger began; an older one was somebody else's build, found in the cache.
 */
async function removeBuildSteps(docker: DockerClient, first: string, since: number): Promise<void> {
  let id = first;
  while (id !== '') {
    const found = await inspect(docker, `/images/${id}/json`);
    if (!found || isNamed(found) || !(Date.parse(text(found, 'Created')) >= since)) return;
    if (!(await removeIfFree(docker, id))) return;
    id = text(found, 'Parent');
  }
}

function isNamed(image: unknown): boolean {
  return texts(image, 'RepoTags').length > 0 || texts(image, 'RepoDigests').length > 0;
}

async function removeIfFree(docker: DockerClient, id: string): Promise<boolean> {
  try {
    await removeOne(docker, id);
    return true;
  } catch (error) {
    // In use by a container, or another image is built on it.
    if (error instanceof DockerRefusal) return false;
    throw error;
  }
}

/** Never forced; without pruning, which would not ask whose the parents are. */
async function removeOne(docker: DockerClient, reference: string): Promise<void> {
  await ask(docker, {method: 'DELETE', path: `/images/${reference}`, query: {noprune: true}, timeoutMs: 60_000});
}
