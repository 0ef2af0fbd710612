import type {KubeObject, KubernetesApi} from './api.ts';
import {listAt, textAt} from './read-object.ts';

/** A kind of object an API server has. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  /** `pods` */
  readonly name: string;
  readonly kind: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const accept =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList';

/**
 * Everything an API server has, each in its preferred version.
 * https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery
 */
export async function discover(api: KubernetesApi): Promise<readonly Resource[]> {
  const answers = await Promise.all(['/api', '/apis'].map((path) => api.ask({path, accept})));
  const known = new Set<string>();
  return answers.flatMap((answer) =>
    listAt(answer, 'items').flatMap((group) =>
      listAt(group, 'versions').flatMap((version) =>
        listAt(version, 'resources').flatMap((resource) => {
          const found = resourceOf(textAt(group, 'metadata', 'name'), textAt(version, 'version'), resource);
          const key = `${found.group}/${found.name}`;
          if (known.has(key)) return [];
          known.add(key);
          return [found];
        }),
      ),
    ),
  );
}

function resourceOf(group: string, version: string, resource: KubeObject): Resource {
  const list = (value: unknown): readonly string[] =>
    Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  return {
    group,
    version,
    name: textAt(resource, 'resource'),
    kind: textAt(resource, 'responseKind', 'kind'),
    singular: textAt(resource, 'singularResource'),
    shortNames: list(resource['shortNames']),
    namespaced: textAt(resource, 'scope') === 'Namespaced',
    verbs: list(resource['verbs']),
  };
}

/** Path of a resource's objects; of one object with a name. A namespaced one without a namespace: of all of them. */
export function pathOf(
  {group, version, name, namespaced}: Pick<Resource, 'group' | 'version' | 'name' | 'namespaced'>,
  at: {readonly namespace?: string; readonly object?: string} = {},
): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const where =
    namespaced && at.namespace !== undefined && at.namespace !== ''
      ? `/namespaces/${encodeURIComponent(at.namespace)}`
      : '';
  const object = at.object === undefined ? '' : `/${encodeURIComponent(at.object)}`;
  return `${root}${where}/${name}${object}`;
}

/** The resource of a kind, as a manifest or a lesson names it: `Deployment`, with or without its apiVersion. */
export function resourceOfKind(resources: readonly Resource[], kind: string, apiVersion = ''): Resource | undefined {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return resources.find((one) => one.kind === kind && (apiVersion === '' || one.group === group));
}

/** The path of all objects of a namespaced resource, `/api/v1/pods`, as one of a namespace; '' leaves it as it is. */
export function inNamespace(path: string, namespace: string): string {
  if (namespace === '') return path;
  const at = path.lastIndexOf('/');
  return `${path.slice(0, at)}/namespaces/${encodeURIComponent(namespace)}${path.slice(at)}`;
}
