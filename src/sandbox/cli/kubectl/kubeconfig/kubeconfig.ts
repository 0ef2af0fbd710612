import {collectText} from '../../bytes.ts';
import type {CommandContext} from '../../context.ts';
import {isAbsolute, parentOf, resolvePath} from '../../paths.ts';
import {errorOf} from '../errors.ts';
import {type Json, object, objects, text} from '../json.ts';
import {readDocuments} from '../yaml-reading.ts';

/** The three kinds of entries, as the file names their lists. */
export type StanzaKind = 'clusters' | 'contexts' | 'users';

/** An entry and the file it is from. */
export interface Stanza {
  readonly name: string;
  /** What is under `cluster`, `context` or `user`. */
  readonly value: Json;
  readonly path: string;
}

/** A kubeconfig, merged of all files that were named. https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ */
export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, Stanza>;
  readonly contexts: ReadonlyMap<string, Stanza>;
  readonly users: ReadonlyMap<string, Stanza>;
  readonly currentContext: string;
  /** The file that names the current context; undefined when none does. */
  readonly currentContextPath: string | undefined;
  readonly preferences: Json;
  readonly extensions: unknown;
}

/** Which files count, in order; `explicit` when `--kubeconfig` named the one. */
export interface KubeconfigPaths {
  readonly paths: readonly string[];
  readonly explicit: boolean;
}

export function homeFolder({env}: CommandContext): string {
  return env['HOME'] || env['USERPROFILE'] || '/root';
}

/** The files of `--kubeconfig`, else of KUBECONFIG, else `~/.kube/config`. */
export function kubeconfigPaths(context: CommandContext, given: string): KubeconfigPaths {
  if (given !== '') return {paths: [given], explicit: true};
  const named = (context.env['KUBECONFIG'] ?? '').split(context.platform.os === 'windows' ? ';' : ':').filter(Boolean);
  if (named.length > 0) return {paths: [...new Set(named)], explicit: false};
  return {paths: [`${homeFolder(context)}/.kube/config`], explicit: false};
}

/** One file as JSON; undefined when it is not there. */
export async function readKubeconfigFile({files}: CommandContext, path: string): Promise<Json | undefined> {
  if ((await files.stat(path, {follow: true})) === undefined) return undefined;
  try {
    return object(readDocuments(await collectText(files.read(path)))[0]);
  } catch (error) {
    throw new Error(`error loading config file ${JSON.stringify(path)}: ${errorOf(error).message}`);
  }
}

/** All files in one: of two entries with a name, and of two current contexts, the first counts. */
export async function loadKubeconfig(context: CommandContext, {paths, explicit}: KubeconfigPaths): Promise<Kubeconfig> {
  const merged = {
    clusters: new Map<string, Stanza>(),
    contexts: new Map<string, Stanza>(),
    users: new Map<string, Stanza>(),
  };
  let currentContext = '';
  let currentContextPath: string | undefined;
  let preferences: Json = {};
  let extensions: unknown;
  for (const path of paths) {
    const json = await readKubeconfigFile(context, path);
    if (json === undefined) {
      if (explicit) throw new Error(`stat ${path}: no such file or directory`);
      continue;
    }
    for (const kind of ['clusters', 'contexts', 'users'] as const) {
      for (const stanza of stanzasOf(json, kind, path))
        if (!merged[kind].has(stanza.name)) merged[kind].set(stanza.name, stanza);
    }
    const named = text(json['current-context']);
    if (currentContext === '' && named !== '') [currentContext, currentContextPath] = [named, path];
    preferences = {...object(json['preferences']), ...preferences};
    extensions ??= json['extensions'];
  }
  return {...merged, currentContext, currentContextPath, preferences, extensions};
}

const valueKeys = {clusters: 'cluster', contexts: 'context', users: 'user'} as const;

/** The key under which an entry of a kind has what it says. */
export function valueKeyOf(kind: StanzaKind): 'cluster' | 'context' | 'user' {
  return valueKeys[kind];
}

/** The entries of one kind in a file; of two with one name the last counts, as for upstream. */
function stanzasOf(json: Json, kind: StanzaKind, path: string): readonly Stanza[] {
  return objects(json[kind]).map((entry) => ({
    name: text(entry['name']),
    value: object(entry[valueKeyOf(kind)]),
    path,
  }));
}

/** A path in a kubeconfig from the working folder: it counts from the folder of its file. */
export function pathFromKubeconfig(context: CommandContext, stanza: Stanza, path: string): string {
  if (path === '' || isAbsolute(path)) return path;
  return resolvePath(parentOf(resolvePath(context.files.folder, stanza.path)), path);
}
