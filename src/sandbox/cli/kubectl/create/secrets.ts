import {collectBytes, encodeBase64, encodeText} from '../../bytes.ts';
import {text} from '../../cobra/flag-kinds.ts';
import type {Kubectl, KubectlCall} from '../app.ts';
import {commaList} from '../flag-kinds.ts';
import type {Json} from '../json.ts';
import {toOrderedJson} from '../print/json.ts';
import {createCommand} from './generator.ts';
import {keyFlags, keysOf} from './key-files.ts';

const type = text('type', {usage: 'The type of secret to create'});

export const createGenericSecret = createCommand({
  usage: 'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a secret from a local file, directory, or literal value',
  examples:
    '# Create a secret with two keys\nkubectl create secret generic my-secret --from-literal=key1=supersecret --from-literal=key2=topsecret',
  flags: [...Object.values(keyFlags), type],
  failure: 'secret',
  async make(call, name) {
    const keys = [...(await keysOf(call))].map(([key, bytes]) => [key, encodeBase64(bytes)] as const);
    return secret(name, {data: keys.length === 0 ? undefined : Object.fromEntries(keys), type: call.get(type)});
  },
});

const tlsFlags = {
  cert: text('cert', {usage: 'Path to PEM encoded public key certificate.'}),
  key: text('key', {usage: 'Path to private key associated with given certificate.'}),
} as const;

export const createTlsSecret = createCommand({
  usage: 'NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  short: 'Create a TLS secret',
  examples:
    '# Create a new TLS secret named tls-secret with the given key pair\nkubectl create secret tls tls-secret --cert=path/to/tls.crt --key=path/to/tls.key',
  flags: Object.values(tlsFlags),
  failure: 'secret',
  async make({app, get}, name) {
    if (get(tlsFlags.key) === '' || get(tlsFlags.cert) === '') throw new Error('key and cert must be specified');
    const data = {
      'tls.crt': encodeBase64(await readPem(app, get(tlsFlags.cert))),
      'tls.key': encodeBase64(await readPem(app, get(tlsFlags.key))),
    };
    return secret(name, {data, type: 'kubernetes.io/tls'});
  },
});

async function readPem({context: {files}}: Kubectl, path: string): Promise<Uint8Array> {
  if ((await files.stat(path, {follow: true})) === undefined) {
    throw new Error(`Cannot read file ${path}, open ${path}: no such file or directory`);
  }
  const bytes = await collectBytes(files.read(path));
  if (!/-----BEGIN [A-Z ]+-----/.test(new TextDecoder().decode(bytes))) {
    throw new Error('tls: failed to find any PEM data in certificate input');
  }
  return bytes;
}

const registryFlags = {
  username: text('docker-username', {usage: 'Username for Docker registry authentication'}),
  password: text('docker-password', {usage: 'Password for Docker registry authentication'}),
  email: text('docker-email', {usage: 'Email for Docker registry'}),
  server: text('docker-server', {
    usage: 'Server location for Docker registry',
    initial: 'https://index.docker.io/v1/',
  }),
  fromFile: commaList('from-file', {usage: 'A file with the registry credentials, under the key .dockerconfigjson.'}),
} as const;

export const createRegistrySecret = createCommand({
  usage:
    'NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
  short: 'Create a secret for use with a Docker registry',
  examples:
    '# Create a secret to pull from a registry of your own\nkubectl create secret docker-registry my-secret --docker-server=DOCKER_REGISTRY_SERVER --docker-username=DOCKER_USER --docker-password=DOCKER_PASSWORD',
  flags: Object.values(registryFlags),
  failure: 'secret docker-registry',
  async make(call, name) {
    return secret(name, {
      data: {'.dockerconfigjson': encodeBase64(await registryConfig(call))},
      type: 'kubernetes.io/dockerconfigjson',
    });
  },
});

async function registryConfig({app, get}: KubectlCall): Promise<Uint8Array> {
  const [file] = get(registryFlags.fromFile);
  if (file !== undefined) return collectBytes(app.context.files.read(file.replace(/^\.dockerconfigjson=/, '')));
  const [username, password] = [get(registryFlags.username), get(registryFlags.password)];
  if (username === '' || password === '') {
    throw new Error(
      'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
    );
  }
  const email = get(registryFlags.email);
  const auth = encodeBase64(encodeText(`${username}:${password}`));
  const entry = {username, password, ...(email === '' ? {} : {email}), auth};
  return encodeText(toOrderedJson({auths: {[get(registryFlags.server)]: entry}}, ''));
}

function secret(name: string, {data, type: kind}: {readonly data: Json | undefined; readonly type: string}): Json {
  return {
    apiVersion: 'v1',
    ...(data === undefined ? {} : {data}),
    kind: 'Secret',
    metadata: {name},
    ...(kind === '' ? {} : {type: kind}),
  };
}
