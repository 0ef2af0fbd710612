import {setMaxListeners} from 'node:events';
import type {Clock} from '../../clock.ts';
import {type KubernetesApi, KubernetesRefusal} from './api.ts';
import type {Cluster} from './cluster.ts';
import {objectAt, textAt} from './read-object.ts';
import {inNamespace} from './resources.ts';
import {scopeOf} from './snapshot.ts';

/** What is listened to: everything a lesson looks at, and what moves on its way there. */
const watched = [
  '/api/v1/pods',
  '/api/v1/services',
  '/api/v1/configmaps',
  '/api/v1/secrets',
  '/api/v1/persistentvolumeclaims',
  '/api/v1/resourcequotas',
  '/apis/apps/v1/deployments',
  '/apis/apps/v1/replicasets',
  '/apis/apps/v1/daemonsets',
  '/apis/apps/v1/statefulsets',
  '/apis/batch/v1/jobs',
  '/apis/batch/v1/cronjobs',
  '/apis/discovery.k8s.io/v1/endpointslices',
] as const;

/** On a cluster that is the course's as a whole. */
const watchedWide = ['/api/v1/nodes', '/api/v1/namespaces'] as const;

/** Only that something changed is of interest: metadata is a tenth of the bytes. */
const listOfMetadata = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
const retryMs = 1000;
/** A watch is opened anew before proxies on the way would cut it. */
const watchSeconds = 280;

/**
 * Calls back on every change until the signal aborts, and once after each time a watch had to begin anew (it was cut, or
 * what it had seen is too old: 410). https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export function watchKubernetes(options: {
  readonly cluster: Pick<Cluster, 'api' | 'home'>;
  readonly clock: Clock;
  readonly onChange: (what: string) => void;
  readonly signal: AbortSignal;
}): void {
  const {cluster, ...rest} = options;
  const scope = scopeOf(cluster);
  const paths = [...watched.map((path) => inNamespace(path, scope)), ...(scope === '' ? watchedWide : [])];
  // One for each watch and its connection.
  setMaxListeners(0, options.signal);
  for (const path of paths) void watchOne(path, {api: cluster.api, ...rest});
}

interface Watching {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly onChange: (what: string) => void;
  readonly signal: AbortSignal;
}

async function watchOne(path: string, options: Watching): Promise<void> {
  const {api, clock, onChange, signal} = options;
  let version = '';
  while (!signal.aborted) {
    try {
      if (version === '') {
        const list = await api.ask({path: `${path}?limit=1`, accept: listOfMetadata});
        version = textAt(list, 'metadata', 'resourceVersion');
        onChange(`${path} listed`);
      }
      version = await follow({path, version, api, onChange, signal});
    } catch (error) {
      if (!(error instanceof KubernetesRefusal)) throw error;
      version = '';
      await new Promise<void>((resolve) => {
        const cancel = clock.after(retryMs, resolve);
        signal.addEventListener(
          'abort',
          () => {
            cancel();
            resolve();
          },
          {once: true},
        );
      });
    }
  }
}

/** Follows one watch to its end; resolves with the version to go on from, '' when it must begin anew. */
async function follow(given: {
  readonly path: string;
  readonly version: string;
  readonly api: KubernetesApi;
  readonly onChange: (what: string) => void;
  readonly signal: AbortSignal;
}): Promise<string> {
  const {path, api, onChange, signal} = given;
  let {version} = given;
  let isGone = false;
  const query = new URLSearchParams({
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: version,
    timeoutSeconds: String(watchSeconds),
  });
  const take = (line: string): void => {
    const event: unknown = JSON.parse(line);
    const type = textAt(event, 'type');
    if (type === 'ERROR') {
      isGone = true;
      return;
    }
    version = textAt(event, 'object', 'metadata', 'resourceVersion') || version;
    if (type !== 'BOOKMARK')
      onChange(`${type.toLowerCase()} ${path} ${textAt(objectAt(event, 'object', 'metadata'), 'name')}`);
  };
  await api.lines({path: `${path}?${query}`, accept: metadataOnly}, take, signal);
  return isGone ? '' : version;
}
