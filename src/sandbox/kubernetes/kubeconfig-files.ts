import {readFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {parse} from 'yaml';
import {LearnError, systemCode} from '../../errors.ts';
import type {KubeObject} from './api.ts';
import {listAt, objectAt, textAt} from './read-object.ts';

/** What several kubeconfig files say together; what stands in the first one counts. */
export interface KubeconfigEntries {
  readonly clusters: ReadonlyMap<string, KubeObject>;
  readonly users: ReadonlyMap<string, KubeObject>;
  readonly contexts: ReadonlyMap<string, KubeObject>;
}

/**
 * Reads kubeconfig files as kubectl merges them; keys and certificates come inline, as PEM: `authority`, `certificate`, `key`,
 * `token`. Throws KUBECONFIG_UNREADABLE with the file's name.
 * https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export function entriesOf(files: readonly string[]): KubeconfigEntries {
  const documents = files.flatMap((file) => {
    const document = readDocument(file);
    return document === undefined ? [] : [{file, document}];
  });
  const collect = (list: string, one: string, inline: (entry: KubeObject, file: string) => KubeObject) => {
    const found = new Map<string, KubeObject>();
    for (const {file, document} of documents) {
      for (const entry of listAt(document, list)) {
        const name = textAt(entry, 'name');
        if (!found.has(name)) found.set(name, inline(objectAt(entry, one), file));
      }
    }
    return found;
  };
  return {
    clusters: collect('clusters', 'cluster', (entry, file) => ({
      ...entry,
      authority: pem(entry, 'certificate-authority', file),
    })),
    users: collect('users', 'user', (entry, file) => ({
      ...entry,
      certificate: pem(entry, 'client-certificate', file),
      key: pem(entry, 'client-key', file),
      token: textAt(entry, 'token') || contentOf(textAt(entry, 'tokenFile'), file).trim(),
      folder: dirname(resolve(file)),
    })),
    contexts: collect('contexts', 'context', (entry) => entry),
  };
}

function readDocument(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    // One of a list need not be there.
    if (systemCode(error) === 'ENOENT') return undefined;
    throw unreadable(file, error);
  }
  try {
    return parse(text);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** `client-key-data`, or the file `client-key` names. */
function pem(entry: KubeObject, field: string, file: string): string {
  const inline = textAt(entry, `${field}-data`);
  return inline === '' ? contentOf(textAt(entry, field), file) : Buffer.from(inline, 'base64').toString('utf8');
}

/** A path is relative to the kubeconfig it stands in. */
function contentOf(path: string, file: string): string {
  if (path === '') return '';
  const whole = resolve(dirname(file), path);
  try {
    return readFileSync(whole, 'utf8');
  } catch (error) {
    throw unreadable(whole, error);
  }
}

function unreadable(file: string, error: unknown): LearnError {
  return new LearnError({
    code: 'KUBECONFIG_UNREADABLE',
    message: `${file} cannot be read: ${systemCode(error) || (error instanceof Error ? error.message.split('\n')[0] : String(error))}.`,
    fix: 'kubectl config view says what is in it.',
    exitCode: 3,
  });
}
