import {sha256} from '@noble/hashes/sha2.js';
import {collectText, encodeText, streamOf} from '../../bytes.ts';
import type {CommandFiles} from '../../context.ts';
import {type Json, object, text} from '../json.ts';

/** A named place of an Engine. */
export interface StoredContext {
  readonly name: string;
  readonly description: string;
  readonly host: string;
  readonly skipVerify: boolean;
}

/** The contexts in the configuration's folder, one folder each, named by the digest of the context's name. */
export interface ContextStore {
  list(): Promise<readonly StoredContext[]>;
  /** Throws in docker's words when there is none of that name. */
  get(name: string): Promise<StoredContext>;
  has(name: string): Promise<boolean>;
  put(context: StoredContext): Promise<void>;
  remove(name: string): Promise<void>;
  /** Where a context's files are. */
  folders(name: string): {readonly metadata: string; readonly tls: string};
}

/** The store in the folder of config.json. */
export function contextStore(files: CommandFiles, configFolder: string): ContextStore {
  const root = `${configFolder.replace(/\/$/, '')}/contexts`;
  const folders = (name: string) => {
    const digest = [...sha256(encodeText(name))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return {metadata: `${root}/meta/${digest}`, tls: `${root}/tls/${digest}`};
  };
  const fileOf = (name: string) => `${folders(name).metadata}/meta.json`;
  const has = async (name: string) => (await files.stat(fileOf(name), {follow: true})) !== undefined;
  return {
    folders,
    has,
    async list() {
      if ((await files.stat(`${root}/meta`, {follow: true})) === undefined) return [];
      const found = await Promise.all(
        (await files.list(`${root}/meta`)).map((digest) => readContext(files, `${root}/meta/${digest}/meta.json`)),
      );
      return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    async get(name) {
      if (!(await has(name))) {
        const path = fileOf(name);
        throw new Error(`context "${name}": context not found: open ${path}: no such file or directory`);
      }
      return readContext(files, fileOf(name));
    },
    async put(context) {
      await files.makeFolder(folders(context.name).metadata, {parents: true, mode: 0o755});
      await files.write(fileOf(context.name), streamOf(encodeText(JSON.stringify(toJson(context)))), 0o644);
    },
    async remove(name) {
      await files.remove(folders(name).metadata);
      await files.remove(folders(name).tls);
    },
  };
}

async function readContext(files: CommandFiles, path: string): Promise<StoredContext> {
  const json = object(JSON.parse(await collectText(files.read(path))));
  const endpoint = object(object(json['Endpoints'])['docker']);
  return {
    name: text(json['Name']),
    description: text(object(json['Metadata'])['Description']),
    host: text(endpoint['Host']),
    skipVerify: endpoint['SkipTLSVerify'] === true,
  };
}

function toJson({name, description, host, skipVerify}: StoredContext): Json {
  return {
    Name: name,
    Metadata: description === '' ? {} : {Description: description},
    Endpoints: {docker: {Host: host, SkipTLSVerify: skipVerify}},
  };
}
