import {collectText, decodeBase64, decodeText, encodeBase64, encodeText, streamOf} from '../bytes.ts';
import type {CommandFiles} from '../context.ts';
import {isObject, type Json, object, text} from './json.ts';

/** What is known of a registry's user. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly identityToken: string;
}

/** The user's config.json. https://docs.docker.com/reference/cli/docker/#configuration-files */
export interface ConfigFile {
  readonly path: string;
  /** What it says; an empty object when there is none. Throws when it is not JSON. */
  read(): Promise<Json>;
  /** Replaces it. */
  write(config: Json): Promise<void>;
}

/** The file in a folder. */
export function configFile(files: CommandFiles, folder: string): ConfigFile {
  const path = `${folder.replace(/\/$/, '')}/config.json`;
  return {
    path,
    async read() {
      if ((await files.stat(path, {follow: true})) === undefined) return {};
      const content = await collectText(files.read(path));
      if (content.trim() === '') return {};
      try {
        return object(JSON.parse(content));
      } catch (error) {
        throw new Error(
          `WARNING: Error loading config file: ${path}: ${error instanceof Error ? error.message : error}`,
        );
      }
    },
    async write(config) {
      await files.makeFolder(folder, {parents: true, mode: 0o700});
      await files.write(path, streamOf(encodeText(JSON.stringify(config, undefined, '\t'))), 0o600);
    },
  };
}

/** One text of the configuration; '' when it is not there. */
export async function configText(config: ConfigFile, key: string): Promise<string> {
  return text((await config.read())[key]);
}

/** The credentials kept for a registry, or undefined. */
export function credentialsOf(config: Json, registry: string): Credentials | undefined {
  const entry = object(config['auths'])[registry];
  if (!isObject(entry)) return undefined;
  const [username = '', ...rest] = decodeText(decodeBase64(text(entry['auth']))).split(':');
  return {username, password: rest.join(':').replace(/\0+$/, ''), identityToken: text(entry['identitytoken'])};
}

/** The configuration with other credentials for a registry; with none, it is forgotten. */
export function withCredentials(config: Json, registry: string, credentials: Credentials | undefined): Json {
  const {[registry]: _, ...others} = object(config['auths']);
  if (credentials === undefined) return {...config, auths: others};
  const {username, password, identityToken} = credentials;
  const auth = encodeBase64(encodeText(`${username}:${password}`));
  const entry = identityToken === '' ? {auth} : {auth, identitytoken: identityToken};
  return {...config, auths: {...others, [registry]: entry}};
}
