import {collectText, encodeText, streamOf} from '../../bytes.ts';
import {type CommandContext, FileError} from '../../context.ts';
import {type Json, object, objects} from '../../docker/json.ts';
import {kubeconfigPaths} from '../../kubectl/kubeconfig/kubeconfig.ts';
import {toYaml} from '../../kubectl/print/yaml.ts';
import {readDocuments} from '../../kubectl/yaml-reading.ts';
import {parentOf, resolvePath} from '../../paths.ts';
import {attempting} from '../errors.ts';

const lists = ['clusters', 'users', 'contexts'] as const;
const folderMode = 0o755;
const fileMode = 0o600;

/** What an entry of a cluster is called in a kubeconfig: `kind-k8s-learn`. */
export function kubeconfigKey(cluster: string): string {
  return `kind-${cluster}`;
}

/** A kubeconfig as kind writes it; '' when there is nothing in it. */
export function kubeconfigText(config: Json): string {
  const isEmpty = (value: unknown) => value === '' || (Array.isArray(value) && value.length === 0);
  const shown = Object.fromEntries(Object.entries(config).filter(([key, value]) => !isKnown(key) || !isEmpty(value)));
  return Object.keys(shown).length === 0 ? '' : toYaml(shown);
}

function isKnown(key: string): boolean {
  return key === 'current-context' || lists.some((list) => list === key);
}

/** Puts the entries of a cluster into the file that `--kubeconfig`, KUBECONFIG or the home folder means. */
export async function mergeIntoKubeconfig(context: CommandContext, own: Json, given: string): Promise<void> {
  const path = await pathForMerge(context, given);
  await locked(context, path, async () => {
    const existing = await attempting('failed to get kubeconfig to merge', () => read(context, path));
    await write(context, path, merge(existing, own));
  });
}

/** Takes the entries of a cluster out of every file that counts. */
export async function removeFromKubeconfigs(
  context: CommandContext,
  {name, kubeconfig}: {readonly name: string; readonly kubeconfig: string},
): Promise<void> {
  for (const path of kubeconfigPaths(context, kubeconfig).paths) {
    await locked(context, path, async () => {
      const existing = await attempting('failed to read kubeconfig to remove KIND entry', () => read(context, path));
      const rest = without(existing, kubeconfigKey(name));
      if (rest !== undefined) await write(context, path, rest);
    });
  }
}

/** The first file of the list that is there, else the last of the list. */
async function pathForMerge(context: CommandContext, given: string): Promise<string> {
  const {paths} = kubeconfigPaths(context, given);
  if (paths.length > 1)
    for (const path of paths) if ((await context.files.stat(path, {follow: true}))?.kind === 'file') return path;
  return paths.at(-1) ?? '';
}

/** A file beside it keeps kubectl and other kinds from writing at the same time. */
async function locked(context: CommandContext, path: string, work: () => Promise<void>): Promise<void> {
  const {files} = context;
  const lock = `${path}.lock`;
  await attempting('failed to lock config file', async () => {
    await files.makeFolder(parentOf(resolvePath(files.folder, path)), {parents: true, mode: folderMode});
    await files.create(lock);
  });
  try {
    await work();
  } finally {
    await files.remove(lock);
  }
}

async function read({files}: CommandContext, path: string): Promise<Json> {
  try {
    return object(readDocuments(await collectText(files.read(path)))[0]);
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOENT') return {};
    throw error;
  }
}

async function write({files}: CommandContext, path: string, config: Json): Promise<void> {
  await attempting('failed to write KUBECONFIG', () =>
    files.write(path, streamOf(encodeText(kubeconfigText(config))), fileMode),
  );
}

function merge(existing: Json, own: Json): Json {
  const merged: Record<string, unknown> = {...existing};
  for (const list of lists) {
    const [entry] = objects(own[list]);
    const others = objects(existing[list]);
    const isThere = others.some(({name}) => name === entry?.['name']);
    merged[list] = isThere ? others.map((one) => (one['name'] === entry?.['name'] ? entry : one)) : [...others, entry];
  }
  const hasOthers = Object.keys(existing).some((key) => !isKnown(key));
  const rest = hasOthers ? {} : Object.fromEntries(Object.entries(own).filter(([key]) => !isKnown(key)));
  return {...merged, ...rest, 'current-context': own['current-context']};
}

/** Undefined when there was nothing of it. */
function without(config: Json, key: string): Json | undefined {
  const isCurrent = config['current-context'] === key;
  const isListed = lists.some((list) => objects(config[list]).some(({name}) => name === key));
  if (!isCurrent && !isListed) return undefined;
  const kept = lists.map((list) => [list, objects(config[list]).filter(({name}) => name !== key)]);
  return {...config, ...Object.fromEntries(kept), ...(isCurrent ? {'current-context': ''} : {})};
}
