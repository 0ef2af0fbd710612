import {collectBytes} from '../../bytes.ts';
import type {Kubectl, KubectlCall} from '../app.ts';
import {commaList, eachText} from '../flag-kinds.ts';

/** The flags that fill a ConfigMap or a Secret. */
export const keyFlags = {
  fromFile: commaList('from-file', {
    usage:
      'Key file can be specified using its file path, in which case file basename will be used as key, or optionally with a key and file path, in which case the given key will be used. Specifying a directory will iterate each named file in the directory whose basename is a valid key.',
  }),
  fromLiteral: eachText('from-literal', {
    usage: 'Specify a key and literal value to insert (i.e. mykey=somevalue)',
  }),
  fromEnvFile: commaList('from-env-file', {
    usage: 'Specify the path to a file to read lines of key=val pairs to create it from.',
  }),
} as const;

const encoder = new TextEncoder();
const keyPattern = /^[-._a-zA-Z0-9]+$/;

/** The keys and their bytes that the flags name; throws in kubectl's words. */
export async function keysOf({app, get}: KubectlCall): Promise<ReadonlyMap<string, Uint8Array>> {
  const [files, literals, envFiles] = [get(keyFlags.fromFile), get(keyFlags.fromLiteral), get(keyFlags.fromEnvFile)];
  if (envFiles.length > 0 && files.length + literals.length > 0) {
    throw new Error('from-env-file cannot be combined with from-file or from-literal');
  }
  const keys = new Map<string, Uint8Array>();
  const add = (key: string, bytes: Uint8Array): void => {
    if (!keyPattern.test(key) || key === '.' || key === '..') {
      throw new Error(
        `${JSON.stringify(key)} is not valid key name: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
      );
    }
    if (keys.has(key))
      throw new Error(`cannot add key ${JSON.stringify(key)}, another key by that name already exists`);
    keys.set(key, bytes);
  };
  for (const source of files) await addFiles(app, source, add);
  for (const literal of literals) {
    const at = literal.indexOf('=');
    if (at < 1) throw new Error(`invalid literal source ${literal}, expected key=value`);
    add(literal.slice(0, at), encoder.encode(literal.slice(at + 1).replace(/^(["'])(.*)\1$/s, '$2')));
  }
  for (const path of envFiles) await addEnvFile(app, path, add);
  return keys;
}

type Add = (key: string, bytes: Uint8Array) => void;

async function addFiles({context: {files}}: Kubectl, source: string, add: Add): Promise<void> {
  const {key, path} = splitSource(source);
  const stat = await files.stat(path, {follow: true});
  if (stat === undefined) throw new Error(`error reading ${path}: no such file or directory`);
  if (stat.kind !== 'folder') return add(key ?? baseName(path), await collectBytes(files.read(path)));
  if (key !== undefined) throw new Error('cannot give a key name for a directory path');
  for (const name of await files.list(path)) {
    const inner = `${path.replace(/\/+$/, '')}/${name}`;
    const isFile = (await files.stat(inner))?.kind === 'file';
    if (isFile && keyPattern.test(name)) add(name, await collectBytes(files.read(inner)));
  }
}

function splitSource(source: string): {readonly key?: string; readonly path: string} {
  const parts = source.split('=');
  if (parts.length === 1) return {path: source};
  if (parts.length > 2) throw new Error("key names or file paths cannot contain '='");
  const [key = '', path = ''] = parts;
  if (key === '') throw new Error(`key name for file path ${path} missing`);
  if (path === '') throw new Error(`file path for key name ${key} missing`);
  return {key, path};
}

function baseName(path: string): string {
  return path.split('/').filter(Boolean).at(-1) ?? path;
}

async function addEnvFile({context}: Kubectl, path: string, add: Add): Promise<void> {
  if ((await context.files.stat(path, {follow: true})) === undefined) {
    throw new Error(`error reading ${path}: no such file or directory`);
  }
  const content = new TextDecoder().decode(await collectBytes(context.files.read(path)));
  for (const line of content.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const trimmed = line.trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const at = trimmed.indexOf('=');
    const key = at === -1 ? trimmed : trimmed.slice(0, at);
    const value = at === -1 ? (context.env[key] ?? '') : trimmed.slice(at + 1);
    if (at !== -1 || context.env[key] !== undefined) add(key, encoder.encode(value));
  }
}
