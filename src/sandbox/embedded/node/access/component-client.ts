import {decode} from '../../bytes/bytes.ts';
import type {User} from '../../kubernetes-api/resources/resource.ts';
import {resolveName} from '../../runtime/net/resolve.ts';
import type {Process} from '../../runtime/process/process.ts';
import {isSystemError} from '../../system-error.ts';
import type {ApiService, Backplane} from '../backplane.ts';
import {type Access, parseKubeconfig} from './kubeconfig.ts';
import {RemoteClient} from './remote-client.ts';

/** The files every Pod finds that may talk to the API server. */
const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** A client for a process, by what a kubeconfig says. Throws SystemErrors, and Errors for what is no kubeconfig. */
export function clientOf(
  process: Process,
  backplane: Backplane,
  given: {readonly kubeconfig: string; readonly manager: string},
): RemoteClient {
  return connect(process, backplane, {access: parseKubeconfig(process.files.readText(given.kubeconfig)), ...given});
}

/** A client of the cluster a process is in a Pod of: by environment and token file. */
export function inClusterClient(process: Process, backplane: Backplane, manager: string): RemoteClient {
  const host = process.env.get('KUBERNETES_SERVICE_HOST') ?? '';
  const port = Number(process.env.get('KUBERNETES_SERVICE_PORT') ?? 443);
  if (host === '')
    throw new Error(
      'unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined',
    );
  const access: Access = {server: {host, port}, user: '', tokenFile: `${serviceAccountFolder}/token`, token: ''};
  return connect(process, backplane, {access, manager});
}

/** A client that reaches a server by an access that was put together otherwise. */
export function connect(
  process: Process,
  backplane: Backplane,
  {access, manager}: {readonly access: Access; readonly manager: string},
): RemoteClient {
  const {space} = process;
  return new RemoteClient({
    backplane,
    fabric: space.fabric,
    clock: space.kernel.clock,
    from: space.network,
    server: access.server,
    resolve: async (host) => {
      const found = await resolveName({files: process.files, fabric: space.fabric, network: space.network}, host);
      return found.status === 'found' ? found.addresses : [];
    },
    userAt: (service) => userOf(process, access, service, manager),
    signal: process.signal,
  });
}

function userOf(process: Process, access: Access, service: ApiService, manager: string): User | undefined {
  const token = access.tokenFile === '' ? access.token : tokenIn(process, access.tokenFile);
  if (token !== '') {
    const known = service.server.userOfToken(token);
    return known && {...known, groups: [...known.groups, 'system:authenticated'], manager};
  }
  return {name: access.user, groups: groupsOf(access.user), manager};
}

function tokenIn(process: Process, file: string): string {
  try {
    return decode(process.files.read(file)).trim();
  } catch (error) {
    if (isSystemError(error)) return '';
    throw error;
  }
}

/** The groups kubeadm's client certificates have as their organizations. */
export function groupsOf(user: string): readonly string[] {
  if (user.startsWith('system:node:')) return ['system:nodes', 'system:authenticated'];
  if (user === 'kubernetes-admin') return ['kubeadm:cluster-admins', 'system:authenticated'];
  if (user === 'kubernetes-super-admin') return ['system:masters', 'system:authenticated'];
  return ['system:authenticated'];
}
