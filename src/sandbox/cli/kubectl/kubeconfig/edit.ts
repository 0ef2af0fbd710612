import {encodeText, streamOf} from '../../bytes.ts';
import type {CommandContext} from '../../context.ts';
import {parentOf, resolvePath} from '../../paths.ts';
import {type Json, object, objects, text, withKey} from '../json.ts';
import {toYaml} from '../print/yaml.ts';
import {
  type Kubeconfig,
  type KubeconfigPaths,
  loadKubeconfig,
  readKubeconfigFile,
  type StanzaKind,
  valueKeyOf,
} from './kubeconfig.ts';

/** The kubeconfig of a command that changes it, and where the changes go. */
export interface KubeconfigEditor {
  readonly kubeconfig: Kubeconfig;
  /** Where new entries go: the first file that is there, else the last that was named. */
  readonly path: string;
  /** Writes an entry into the file it is from, or as a new one. */
  put(kind: StanzaKind, name: string, value: Json): Promise<void>;
  drop(kind: StanzaKind, name: string): Promise<void>;
  /** '' forgets it. */
  setCurrentContext(name: string): Promise<void>;
}

/** Opens the kubeconfig for changes. A file that `--kubeconfig` names need not be there yet. */
export async function openKubeconfig(context: CommandContext, where: KubeconfigPaths): Promise<KubeconfigEditor> {
  const kubeconfig = await loadKubeconfig(context, {...where, explicit: false});
  const path = await placeForNew(context, where.paths);
  const change = async (file: string, edit: (json: Json) => Json) => {
    await locked(context, file, async () => {
      const before = (await readKubeconfigFile(context, file)) ?? {};
      await writeKubeconfigFile(context, file, edit(before));
    });
  };
  return {
    kubeconfig,
    path,
    put: (kind, name, value) =>
      change(kubeconfig[kind].get(name)?.path ?? path, (json) => withEntry(json, kind, name, value)),
    async drop(kind, name) {
      const file = kubeconfig[kind].get(name)?.path;
      if (file !== undefined) await change(file, (json) => withEntry(json, kind, name, undefined));
    },
    setCurrentContext: (name) =>
      change(kubeconfig.currentContextPath ?? path, (json) => ({...json, 'current-context': name})),
  };
}

async function placeForNew({files}: CommandContext, paths: readonly string[]): Promise<string> {
  for (const path of paths) if ((await files.stat(path, {follow: true})) !== undefined) return path;
  return paths.at(-1) ?? '';
}

function withEntry(json: Json, kind: StanzaKind, name: string, value: Json | undefined): Json {
  const others = objects(json[kind]).filter((entry) => text(entry['name']) !== name);
  const all = value === undefined ? others : [...others, {name, [valueKeyOf(kind)]: value}];
  return {...json, [kind]: all};
}

/** A file beside it keeps other kubectls and kind from writing at the same time. */
async function locked({files}: CommandContext, path: string, work: () => Promise<void>): Promise<void> {
  const lock = `${path}.lock`;
  const folder = parentOf(resolvePath(files.folder, path));
  await files.makeFolder(folder, {parents: true, mode: 0o755});
  await files.create(lock);
  try {
    await work();
  } finally {
    await files.remove(lock);
  }
}

/** Writes a kubeconfig as upstream does: entries by name, nothing that is empty, for its owner only. */
async function writeKubeconfigFile({files}: CommandContext, path: string, json: Json): Promise<void> {
  await files.write(path, streamOf(encodeText(toYaml(tidied(json)))), 0o600);
}

/** A kubeconfig in the order and with the gaps that upstream gives it. */
export function tidied(json: Json): Json {
  const byName = (kind: StanzaKind) => {
    const entries = objects(json[kind]).toSorted((a, b) => (text(a['name']) < text(b['name']) ? -1 : 1));
    return entries.length === 0
      ? null
      : entries.map((entry) => ({[valueKeyOf(kind)]: object(entry[valueKeyOf(kind)]), name: entry['name']}));
  };
  const rest = Object.keys(object(json['preferences'])).length === 0 ? withKey(json, 'preferences', undefined) : json;
  return {
    ...rest,
    kind: 'Config',
    apiVersion: 'v1',
    clusters: byName('clusters'),
    users: byName('users'),
    contexts: byName('contexts'),
    'current-context': text(json['current-context']),
  };
}
