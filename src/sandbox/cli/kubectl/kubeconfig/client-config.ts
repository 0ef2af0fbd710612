import {collectBytes, collectText, decodeBase64, encodeBase64, encodeText} from '../../bytes.ts';
import type {CommandContext, Server} from '../../context.ts';
import {parseDuration} from '../../go/duration.ts';
import {ExitError} from '../errors.ts';
import type {GlobalOptions} from '../global-options.ts';
import {type Json, text} from '../json.ts';
import {type Kubeconfig, kubeconfigPaths, loadKubeconfig, pathFromKubeconfig, type Stanza} from './kubeconfig.ts';

/** Where the API is and who we are there. */
export interface ClientConfig {
  readonly server: Server;
  /** Before every path: '' or `/prefix`. */
  readonly prefix: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly namespace: string;
  /** Whether `-n` named the namespace. */
  readonly namespaceGiven: boolean;
  /** The name of the context that counts; '' when there is none. */
  readonly contextName: string;
  /** Undefined waits as long as it takes. */
  readonly timeoutMs: number | undefined;
}

const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';
const nobody: Stanza = {name: '', value: {}, path: ''};

/** Reads the kubeconfig, or, in a Pod without one, what the Pod was given; the flags count more than either. */
export async function clientConfig(context: CommandContext, options: GlobalOptions): Promise<ClientConfig> {
  const kubeconfig = await loadKubeconfig(context, kubeconfigPaths(context, options.kubeconfig));
  const isEmpty = kubeconfig.clusters.size === 0 && options.server === '' && options.context === '';
  const inPod = isEmpty ? await podConfig(context, options) : undefined;
  return inPod ?? configFrom(context, kubeconfig, options);
}

async function configFrom(
  context: CommandContext,
  kubeconfig: Kubeconfig,
  options: GlobalOptions,
): Promise<ClientConfig> {
  const contextName = options.context || kubeconfig.currentContext;
  const chosen = chosenContext(kubeconfig, contextName, options);
  const cluster = chosenStanza(
    kubeconfig.clusters,
    options.cluster || text(chosen['cluster']),
    'cluster',
    options.cluster !== '',
  );
  const user = chosenStanza(kubeconfig.users, options.user || text(chosen['user']), 'auth info', options.user !== '');
  const address = serverAddress(options.server || text(cluster.value['server']) || 'http://localhost:8080');
  const secure = address.protocol === 'https:';
  const tls = secure ? await tlsOf(context, {cluster, user, options}) : undefined;
  return {
    server: {url: `${address.protocol}//${address.host}`, ...(tls === undefined ? {} : {tls})},
    prefix: address.pathname.replace(/\/+$/, ''),
    headers: {...(secure ? await identityHeaders(context, {user, options}) : {}), ...impersonation(options)},
    namespace: options.namespace || text(chosen['namespace']) || 'default',
    namespaceGiven: options.namespace !== '',
    contextName,
    timeoutMs: timeoutOf(options.requestTimeout),
  };
}

function chosenContext({contexts}: Kubeconfig, name: string, options: GlobalOptions): Json {
  const found = contexts.get(name);
  if (found !== undefined) return found.value;
  if (options.context !== '') {
    throw new ExitError(1, `Error in configuration: context was not found for specified context: ${name}`);
  }
  if (name !== '' && options.server === '') {
    throw new ExitError(1, `Error in configuration: context was not found for specified context: ${name}`);
  }
  return {};
}

function chosenStanza(all: ReadonlyMap<string, Stanza>, name: string, what: string, given: boolean): Stanza {
  const found = all.get(name);
  if (found !== undefined) return found;
  if (name === '' && !given) return nobody;
  if (what === 'cluster') throw new Error(`cluster ${JSON.stringify(name)} does not exist`);
  throw new Error(`${what} ${JSON.stringify(name)} does not exist`);
}

function serverAddress(given: string): URL {
  const full = /^[a-z]+:\/\//i.test(given) ? given : `http://${given}`;
  try {
    return new URL(full);
  } catch {
    // The URL's own words name neither the flag nor the file.
    throw new Error(`host must be a URL or a host:port pair: ${JSON.stringify(given)}`);
  }
}

interface Identity {
  readonly user: Stanza;
  readonly options: GlobalOptions;
}

async function tlsOf(
  context: CommandContext,
  {cluster, user, options}: Identity & {readonly cluster: Stanza},
): Promise<Server['tls']> {
  const bytes = async (stanza: Stanza, key: string, given: string): Promise<Uint8Array | undefined> => {
    if (given !== '') return readPem(context, given);
    const inline = text(stanza.value[`${key}-data`]);
    if (inline !== '') return decodeBase64(inline);
    const path = text(stanza.value[key]);
    return path === '' ? undefined : readPem(context, pathFromKubeconfig(context, stanza, path));
  };
  const insecure = options.insecure ?? cluster.value['insecure-skip-tls-verify'] === true;
  const ca = await bytes(cluster, 'certificate-authority', options.certificateAuthority);
  const cert = await bytes(user, 'client-certificate', options.clientCertificate);
  const key = await bytes(user, 'client-key', options.clientKey);
  const name = options.tlsServerName || text(cluster.value['tls-server-name']);
  return {
    verify: !insecure,
    ...(ca === undefined || insecure ? {} : {ca}),
    ...(cert === undefined ? {} : {cert}),
    ...(key === undefined ? {} : {key}),
    ...(name === '' ? {} : {serverName: name}),
  };
}

async function readPem({files}: CommandContext, path: string): Promise<Uint8Array> {
  if ((await files.stat(path, {follow: true})) === undefined)
    throw new Error(`unable to read certificate-authority ${path}: no such file or directory`);
  return collectBytes(files.read(path));
}

/** Tokens and passwords are told over TLS only. */
async function identityHeaders(context: CommandContext, {user, options}: Identity): Promise<Record<string, string>> {
  if (options.token !== '') return {Authorization: `Bearer ${options.token}`};
  const name = options.username || text(user.value['username']);
  if (name !== '') {
    const password = options.password || text(user.value['password']);
    return {Authorization: `Basic ${encodeBase64(encodeText(`${name}:${password}`))}`};
  }
  const file = text(user.value['tokenFile']);
  const token =
    file === ''
      ? text(user.value['token'])
      : (await collectText(context.files.read(pathFromKubeconfig(context, user, file)))).trim();
  if (token !== '') return {Authorization: `Bearer ${token}`};
  if (user.value['exec'] !== undefined || user.value['auth-provider'] !== undefined) {
    throw new Error(
      `user ${JSON.stringify(user.name)} gets its credentials from a program of its own, which this kubectl does not start; use a token or a client certificate`,
    );
  }
  return {};
}

function impersonation({as, asGroups, asUid}: GlobalOptions): Record<string, string> {
  if (as === '') {
    if (asGroups.length > 0 || asUid !== '')
      throw new Error('requesting uid, groups or user-extra without impersonating a user');
    return {};
  }
  return {
    'Impersonate-User': as,
    ...(asUid === '' ? {} : {'Impersonate-Uid': asUid}),
    ...(asGroups.length === 0 ? {} : {'Impersonate-Group': asGroups.join(',')}),
  };
}

function timeoutOf(given: string): number | undefined {
  if (given === '' || given === '0') return undefined;
  if (/^\d+$/.test(given)) return Number(given) * 1000;
  try {
    return parseDuration(given) / 1e6 || undefined;
  } catch {
    throw new Error(
      `Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)`,
    );
  }
}

async function podConfig(context: CommandContext, options: GlobalOptions): Promise<ClientConfig | undefined> {
  const {env, files} = context;
  const [host, port] = [env['KUBERNETES_SERVICE_HOST'], env['KUBERNETES_SERVICE_PORT']];
  const there = async (name: string) => (await files.stat(`${accountFolder}/${name}`, {follow: true})) !== undefined;
  if (!host || !port || !(await there('token'))) return undefined;
  const read = async (name: string) =>
    (await there(name)) ? collectBytes(files.read(`${accountFolder}/${name}`)) : undefined;
  const ca = await read('ca.crt');
  const own = new TextDecoder().decode(await read('namespace')).trim();
  const token = options.token || new TextDecoder().decode(await read('token')).trim();
  return {
    server: {
      url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      tls: {verify: !options.insecure, ...(ca === undefined ? {} : {ca})},
    },
    prefix: '',
    headers: {Authorization: `Bearer ${token}`, ...impersonation(options)},
    namespace: options.namespace || own || 'default',
    namespaceGiven: options.namespace !== '',
    contextName: '',
    timeoutMs: timeoutOf(options.requestTimeout),
  };
}
