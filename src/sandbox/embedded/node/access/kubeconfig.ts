import {parse} from 'yaml';
import {base64, encode} from '../../bytes/bytes.ts';
import type {KeyPair} from '../../kubernetes-api/https.ts';
import {at, listOf, textOf} from '../../kubernetes-api/values/reading.ts';

/** What a kubeconfig's current context comes to. */
export interface Access {
  readonly server: {readonly host: string; readonly port: number};
  /** The name of the user's entry: programs of the control plane are known by it. */
  readonly user: string;
  /** A file with a bearer token; '' when there is none. */
  readonly tokenFile: string;
  readonly token: string;
}

/** Reads a kubeconfig. Throws an Error that says what it lacks. */
export function parseKubeconfig(source: string): Access {
  const document: unknown = parse(source);
  const named = (list: string, name: string): unknown =>
    listOf(at(document, list)).find((entry) => textOf(at(entry, 'name')) === name);
  const context = at(named('contexts', textOf(at(document, 'current-context'))), 'context');
  const server = textOf(at(named('clusters', textOf(at(context, 'cluster'))), 'cluster', 'server'));
  const user = textOf(at(context, 'user'));
  const entry = at(named('users', user), 'user');
  if (server === '') throw new Error('invalid configuration: no configuration has been provided');
  return {
    server: parseServer(server),
    user,
    tokenFile: textOf(at(entry, 'tokenFile')),
    token: textOf(at(entry, 'token')),
  };
}

/** `https://172.18.0.2:6443` */
export function parseServer(url: string): Access['server'] {
  const {hostname, port} = new URL(url);
  return {host: hostname, port: port === '' ? 443 : Number(port)};
}

/** A kubeconfig with everything in it, as kubeadm writes them. */
export function kubeconfigText(parts: {
  readonly cluster: string;
  readonly server: string;
  readonly authority: string;
  readonly user: string;
  readonly keys: KeyPair | {readonly file: string};
}): string {
  const {cluster, server, authority, user, keys} = parts;
  const [certificate, key] =
    'file' in keys
      ? [`client-certificate: ${keys.file}`, `client-key: ${keys.file}`]
      : [`client-certificate-data: ${base64Of(keys.certificate)}`, `client-key-data: ${base64Of(keys.key)}`];
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64Of(authority)}
    server: ${server}
  name: ${cluster}
contexts:
- context:
    cluster: ${cluster}
    user: ${user}
  name: ${user}@${cluster}
current-context: ${user}@${cluster}
kind: Config
users:
- name: ${user}
  user:
    ${certificate}
    ${key}
`;
}

function base64Of(text: string): string {
  return base64(encode(text));
}
