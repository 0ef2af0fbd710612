import {collectBytes, encodeBase64} from '../../bytes.ts';
import {bool, text} from '../../cobra/flag-kinds.ts';
import {resolvePath} from '../../paths.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {UsageError} from '../errors.ts';
import {type Json, withKey} from '../json.ts';
import {editorOf} from './where.ts';

const embedCerts = bool('embed-certs', {usage: 'Write the certificates into the kubeconfig itself'});
const proxyUrl = text('proxy-url', {usage: 'proxy-url for the cluster entry in kubeconfig'});

export const setCluster = defineCommand({
  usage:
    'NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
  short: 'Set a cluster entry in kubeconfig',
  long: 'Set a cluster entry in kubeconfig.\n\n Specifying a name that already exists will merge new fields on top of existing values for those fields.',
  examples:
    '# Set only the server field on the e2e cluster entry without touching other values\nkubectl config set-cluster e2e --server=https://1.2.3.4',
  flags: [embedCerts, proxyUrl],
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, get} = call;
    const name = onlyName(call);
    const editor = await editorOf(app);
    const {server, tlsServerName, insecure, certificateAuthority} = app.options;
    let value: Json = editor.kubeconfig.clusters.get(name)?.value ?? {server: ''};
    if (server !== '') value = {...value, server};
    if (tlsServerName !== '') value = {...value, 'tls-server-name': tlsServerName};
    if (get(proxyUrl) !== '') value = {...value, 'proxy-url': get(proxyUrl)};
    if (insecure === true) value = withoutCertificate({...value, 'insecure-skip-tls-verify': true});
    if (insecure === false) value = withKey(value, 'insecure-skip-tls-verify', undefined);
    if (certificateAuthority !== '') {
      value = await withFile(app, value, {
        key: 'certificate-authority',
        path: certificateAuthority,
        embed: get(embedCerts),
      });
    }
    await editor.put('clusters', name, value);
    await app.print(`Cluster ${JSON.stringify(name)} set.\n`);
    return 0;
  },
});

function withoutCertificate(value: Json): Json {
  return withKey(withKey(value, 'certificate-authority', undefined), 'certificate-authority-data', undefined);
}

export const setCredentials = defineCommand({
  usage:
    'NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password]',
  short: 'Set a user entry in kubeconfig',
  long: 'Set a user entry in kubeconfig.\n\n Specifying a name that already exists will merge new fields on top of existing values.',
  examples: '# Set only the token of the user entry named "reader"\nkubectl config set-credentials reader --token=abc',
  flags: [embedCerts],
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, get} = call;
    const name = onlyName(call);
    const {token, username, password, clientCertificate, clientKey} = app.options;
    if (token !== '' && (username !== '' || password !== '')) {
      throw new Error(
        'you cannot specify more than one authentication method at the same time: --token, --username/--password',
      );
    }
    const editor = await editorOf(app);
    let value: Json = editor.kubeconfig.users.get(name)?.value ?? {};
    const embed = get(embedCerts);
    if (clientCertificate !== '')
      value = await withFile(app, value, {key: 'client-certificate', path: clientCertificate, embed});
    if (clientKey !== '') value = await withFile(app, value, {key: 'client-key', path: clientKey, embed});
    if (token !== '') value = {...withKey(withKey(value, 'username', undefined), 'password', undefined), token};
    if (username !== '') value = {...withKey(value, 'token', undefined), username};
    if (password !== '') value = {...withKey(value, 'token', undefined), password};
    await editor.put('users', name, value);
    await app.print(`User ${JSON.stringify(name)} set.\n`);
    return 0;
  },
});

function onlyName({args}: KubectlCall): string {
  const [name = '', ...more] = args;
  if (name === '' || more.length > 0) throw new UsageError(`Unexpected args: [${args.join(' ')}]`);
  return name;
}

interface CertificateFile {
  readonly key: string;
  readonly path: string;
  readonly embed: boolean;
}

async function withFile({context: {files}}: Kubectl, value: Json, {key, path, embed}: CertificateFile): Promise<Json> {
  if (!embed) return {...withKey(value, `${key}-data`, undefined), [key]: resolvePath(files.folder, path)};
  const bytes = await collectBytes(files.read(path));
  return {...withKey(value, key, undefined), [`${key}-data`]: encodeBase64(bytes)};
}
