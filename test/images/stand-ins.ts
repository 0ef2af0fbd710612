import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type BuiltImage, buildImage} from './archive.ts';
import {catalogue, debianPackages} from './catalogue.ts';
import {debianFiles} from './debian.ts';

/** Where built stand-ins are kept: K8S_LEARN_IMAGE_CACHE, else `.cache/images` in the repository. */
export function imageCache(): string {
  return process.env.K8S_LEARN_IMAGE_CACHE || fileURLToPath(new URL('../../.cache/images', import.meta.url));
}

/** The lesson images, built when this folder's sources changed, else read back from `cache` in milliseconds. */
export async function standIns(cache = imageCache()): Promise<readonly BuiltImage[]> {
  const folder = join(cache, `built-${await sourceKey()}`);
  if (!existsSync(folder)) await build(cache, folder);
  const index: readonly IndexEntry[] = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
  return Promise.all(index.map((entry) => readBack(folder, entry)));
}

interface IndexEntry {
  readonly reference: string;
  readonly id: string;
  readonly config: string;
  readonly layers: readonly string[];
}

async function build(cache: string, folder: string): Promise<void> {
  const debian = await debianFiles(debianPackages, cache);
  const work = `${folder}.${process.pid}.new`;
  await mkdir(work, {recursive: true});
  try {
    const index: IndexEntry[] = [];
    for (const source of catalogue) index.push(await writeImage(work, await buildImage(await source(debian))));
    await writeFile(join(work, 'index.json'), JSON.stringify(index, null, 2));
    // Another process may have built the same at the same time: its result is as good.
    if (!existsSync(folder)) await rename(work, folder);
    await removeOlder(cache, folder);
  } finally {
    await rm(work, {recursive: true, force: true});
  }
}

async function removeOlder(cache: string, folder: string): Promise<void> {
  const older = (await readdir(cache)).filter((name) => /^built-[0-9a-f]+$/.test(name) && join(cache, name) !== folder);
  for (const name of older) await rm(join(cache, name), {recursive: true, force: true});
}

async function writeImage(folder: string, {reference, id, config, layers}: BuiltImage): Promise<IndexEntry> {
  const names = await Promise.all(layers.map((layer) => writeBlob(folder, layer)));
  return {reference, id, config: await writeBlob(folder, config), layers: names};
}

async function writeBlob(folder: string, bytes: Buffer): Promise<string> {
  const name = createHash('sha256').update(bytes).digest('hex');
  await writeFile(join(folder, name), bytes);
  return name;
}

async function readBack(folder: string, {reference, id, config, layers}: IndexEntry): Promise<BuiltImage> {
  return {
    reference,
    id,
    config: await readFile(join(folder, config)),
    layers: await Promise.all(layers.map((name) => readFile(join(folder, name)))),
  };
}

async function sourceKey(): Promise<string> {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const hash = createHash('sha256');
  for (const name of (await readdir(here))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()) {
    hash.update(name).update(await readFile(join(here, name)));
  }
  return hash.digest('hex').slice(0, 12);
}
