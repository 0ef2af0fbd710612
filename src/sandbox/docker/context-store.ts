import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {LearnError, systemCode} from '../../errors.ts';
import type {DockerTls} from './address.ts';
import {flag, text} from './read-json.ts';

/** The context that `docker context use` chose, '' for none. A damaged config.json counts as none, as for the CLI. */
export async function currentContextName(configFolder: string): Promise<string> {
  const config = await readText(join(configFolder, 'config.json'));
  try {
    return text(JSON.parse(config ?? '{}'), 'currentContext');
  } catch {
    return '';
  }
}

/** A context's Docker endpoint. Rejects with CONTEXT_NOT_FOUND or CONTEXT_DAMAGED. */
export async function readContext(
  configFolder: string,
  name: string,
): Promise<{host: string; tls: DockerTls | undefined}> {
  const folder = createHash('sha256').update(name).digest('hex');
  const file = join(configFolder, 'contexts/meta', folder, 'meta.json');
  const content = await readText(file);
  if (content === undefined) {
    throw new LearnError({
      code: 'CONTEXT_NOT_FOUND',
      message: `The Docker context "${name}" is chosen, but it is not in ${join(configFolder, 'contexts')}.`,
      fix: 'See what there is with `docker context ls`, and choose one: docker context use default',
    });
  }
  const meta = parse(content, name, file);
  const host = text(meta, 'Endpoints', 'docker', 'Host');
  if (host === '') throw damaged(name, file);
  const material = await readTls(join(configFolder, 'contexts/tls', folder, 'docker'));
  const skipVerify = flag(meta, 'Endpoints', 'docker', 'SkipTLSVerify');
  // As the CLI: a context without TLS material and without an opinion on verification speaks plain TCP.
  if (Object.keys(material).length === 0 && !skipVerify) return {host, tls: undefined};
  return {host, tls: skipVerify ? {...material, skipVerify} : material};
}

/** What there is of ca.pem, cert.pem and key.pem in a folder. */
export async function readTls(folder: string): Promise<DockerTls> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readText(join(folder, name))),
  );
  return {...(ca ? {ca} : {}), ...(cert ? {cert} : {}), ...(key ? {key} : {})};
}

function parse(content: string, name: string, file: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw damaged(name, file, error);
  }
}

function damaged(name: string, file: string, cause?: unknown): LearnError {
  return new LearnError({
    code: 'CONTEXT_DAMAGED',
    message: `The Docker context "${name}" names no Docker Engine in ${file}.`,
    fix: `Make it again (docker context rm ${name}; docker context create ${name} ...), or use another: docker context use default`,
    cause,
  });
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw new LearnError({
      code: 'DOCKER_CONFIG_NOT_READABLE',
      message: `${file} tells where Docker is, but cannot be read (${systemCode(error)}).`,
      fix: `Give yourself access to ${file}, or name the Docker Engine yourself: DOCKER_HOST=unix:///var/run/docker.sock`,
      cause: error,
    });
  }
}
