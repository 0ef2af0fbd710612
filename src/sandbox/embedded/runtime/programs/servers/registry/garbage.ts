import {repositoriesOf} from './catalog.ts';
import type {RegistryLog} from './log.ts';
import {parseManifest, storedType} from './manifests.ts';
import {RegistryProblem} from './problem.ts';
import type {RegistryStorage} from './storage.ts';

/** What `garbage-collect` was asked. */
export interface GarbageOptions {
  readonly dryRun: boolean;
  /** Manifests no tag leads to go as well. */
  readonly deleteUntagged: boolean;
}

/** Removes blobs that no manifest refers to. https://distribution.github.io/distribution/about/garbage-collection/ */
export async function collectGarbage(
  storage: RegistryStorage,
  log: RegistryLog,
  options: GarbageOptions,
): Promise<void> {
  const {process} = storage;
  const marked = new Set<string>();
  const untagged: {readonly name: string; readonly digest: string}[] = [];
  const say = (line: string): Promise<void> => process.print(`${line}\n`);
  for (const name of await repositoriesOf(storage)) {
    await say(name);
    for (const digest of revisions(storage, name)) {
      if (options.deleteUntagged && !isTagged(storage, name, digest)) {
        await say(`manifest eligible for deletion: ${digest}`);
        untagged.push({name, digest});
        continue;
      }
      await say(`${name}: marking manifest ${digest} `);
      marked.add(digest);
      for (const blob of referencesOf(storage, digest)) {
        marked.add(blob);
        await say(`${name}: marking blob ${blob}`);
      }
    }
  }
  const garbage = allBlobs(storage).filter((digest) => !marked.has(digest));
  await say(
    `\n${marked.size} blobs marked, ${garbage.length} blobs and ${untagged.length} manifests eligible for deletion`,
  );
  if (!options.dryRun) for (const {name, digest} of untagged) await storage.remove(storage.revisionLink(name, digest));
  for (const digest of garbage) {
    await say(`blob eligible for deletion: ${digest}`);
    if (options.dryRun) continue;
    const folder = storage.blobPath(digest).replace(/\/data$/, '');
    await log.start('info', `Deleting blob: ${folder.slice(folder.indexOf('/docker/registry/'))}`);
    await storage.remove(folder);
  }
}

function revisions(storage: RegistryStorage, name: string): readonly string[] {
  const folder = `${storage.repositoryPath(name)}/_manifests/revisions/sha256`;
  return (storage.list(folder) ?? [])
    .map((digits) => `sha256:${digits}`)
    .filter((digest) => storage.exists(storage.revisionLink(name, digest)));
}

function isTagged(storage: RegistryStorage, name: string, digest: string): boolean {
  const tags = storage.list(`${storage.repositoryPath(name)}/_manifests/tags`) ?? [];
  return tags.some((tag) => storage.readLink(`${storage.tagPath(name, tag)}/current/link`) === digest);
}

function referencesOf(storage: RegistryStorage, digest: string): readonly string[] {
  const node = storage.data(digest);
  if (!node) return [];
  const bytes = node.read(0, node.size);
  try {
    return parseManifest(bytes, storedType(bytes)).references.map((reference) => reference.digest);
  } catch (error) {
    if (error instanceof RegistryProblem) return [];
    throw error;
  }
}

function allBlobs(storage: RegistryStorage): readonly string[] {
  const root = `${storage.root}/blobs/sha256`;
  return (storage.list(root) ?? []).flatMap((prefix) =>
    (storage.list(`${root}/${prefix}`) ?? []).map((digits) => `sha256:${digits}`),
  );
}
