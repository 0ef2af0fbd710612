import {encodeBase64, encodeText} from '../../bytes.ts';
import type {Docker} from '../app.ts';
import {credentialsOf} from '../config-file.ts';
import {object} from '../json.ts';

const hubKey = 'https://index.docker.io/v1/';

/** The name under which config.json keeps a registry. */
export function registryKey(domain: string): string {
  return domain === 'docker.io' || domain === 'index.docker.io' ? hubKey : domain;
}

/** The header that tells the Engine who is asking a registry: base64 of JSON, `{}` when nobody in particular. */
export async function registryAuth({config}: Docker, domain: string): Promise<string> {
  const key = registryKey(domain);
  const found = credentialsOf(await config.read(), key);
  if (found === undefined) return encodeJson({});
  const {username, password, identityToken} = found;
  return encodeJson({
    username,
    password,
    ...(identityToken === '' ? {} : {identitytoken: identityToken}),
    serveraddress: key,
  });
}

/** The header of a build: all that are known, by registry. */
export async function registryConfig({config}: Docker): Promise<string> {
  const known = await config.read();
  const entries = Object.keys(object(known['auths'])).flatMap((key) => {
    const found = credentialsOf(known, key);
    return found === undefined
      ? []
      : [[key, {username: found.username, password: found.password, serveraddress: key}] as const];
  });
  return encodeJson(Object.fromEntries(entries));
}

function encodeJson(value: unknown): string {
  return encodeBase64(encodeText(JSON.stringify(value)), true);
}
