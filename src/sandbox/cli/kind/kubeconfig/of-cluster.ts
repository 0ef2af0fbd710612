import {type Json, object, objects} from '../../docker/json.ts';
import {readDocuments} from '../../kubectl/yaml-reading.ts';
import type {Kind} from '../app.ts';
import {externalEndpoint} from '../cluster/endpoint.ts';
import {controlPlanes, listNodes, runOn} from '../cluster/nodes.ts';
import {pause} from '../create/node-image.ts';
import {attempting} from '../errors.ts';
import {kubeconfigKey, mergeIntoKubeconfig} from './file.ts';

/** Which kubeconfig of a cluster. */
export interface Wanted {
  readonly name: string;
  /** With the address for other containers, instead of the one for this machine. */
  readonly internal: boolean;
}

/** The administrator's kubeconfig of a cluster, its entries named after it. */
export async function kubeconfigOf({docker}: Kind, {name, internal}: Wanted): Promise<Json> {
  const [node] = await controlPlanes(docker, await listNodes(docker, name));
  if (node === undefined) {
    const advice = 'Use the --name option to select a different cluster';
    throw new Error(`could not locate any control plane nodes for cluster named '${name}'. ${advice}`);
  }
  const {stdout} = await attempting('failed to get cluster internal kubeconfig', () =>
    runOn(docker, node, 'cat', '/etc/kubernetes/admin.conf'),
  );
  const server = internal ? undefined : `https://${await externalEndpoint(docker, name)}`;
  return renamed(object(readDocuments(stdout)[0]), {key: kubeconfigKey(name), server});
}

function renamed(raw: Json, {key, server}: {readonly key: string; readonly server: string | undefined}): Json {
  const cluster = object(only(raw, 'clusters')['cluster']);
  const context = object(only(raw, 'contexts')['context']);
  return {
    ...raw,
    clusters: [{name: key, cluster: server === undefined ? cluster : {...cluster, server}}],
    users: [{name: key, user: only(raw, 'users')['user']}],
    contexts: [{name: key, context: {...context, cluster: key, user: key}}],
    'current-context': key,
  };
}

function only(raw: Json, list: 'clusters' | 'users' | 'contexts'): Json {
  const entries = objects(raw[list]);
  const [entry] = entries;
  if (entry !== undefined && entries.length === 1) return entry;
  throw new Error(`kubeadm KUBECONFIG should have one ${list.slice(0, -1)}, but read ${entries.length}`);
}

/** How long to wait before each attempt: somebody else may be writing. */
const attemptsAfterMs = [0, 1, 50, 100] as const;

/** Writes a cluster's entries into a kubeconfig; `patient` tries again while another one has it locked. */
export async function exportKubeconfig(
  kind: Kind,
  {name, internal, kubeconfig, patient}: Wanted & {readonly kubeconfig: string; readonly patient: boolean},
): Promise<void> {
  const delays = patient ? attemptsAfterMs : attemptsAfterMs.slice(0, 1);
  for (const [attempt, delayMs] of delays.entries()) {
    if (delayMs > 0) await pause(kind.context.clock, delayMs);
    try {
      await mergeIntoKubeconfig(kind.context, await kubeconfigOf(kind, {name, internal}), kubeconfig);
      return;
    } catch (error) {
      if (attempt === delays.length - 1) throw error;
    }
  }
}
