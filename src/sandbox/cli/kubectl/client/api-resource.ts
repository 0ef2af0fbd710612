/** A part of a resource with a path of its own: `status`, `scale`, `log`. */
export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

/** A resource the API server serves, in one of its versions. */
export interface ApiResource {
  /** '' for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** `all`, `api-extensions`. */
  readonly categories: readonly string[];
  readonly subresources: readonly Subresource[];
}

/** `v1`, `apps/v1`. */
export function apiVersionOf({group, version}: Pick<ApiResource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The parts of an apiVersion. */
export function splitApiVersion(apiVersion: string): {readonly group: string; readonly version: string} {
  const [first = '', second] = apiVersion.split('/');
  return second === undefined ? {group: '', version: first} : {group: first, version: second};
}

/** `pods`, `deployments.apps`: how errors name a resource. */
export function resourceName({plural, group}: ApiResource): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** `pod`, `deployment.apps`: how results name a kind. */
export function kindName({kind, group}: Pick<ApiResource, 'kind' | 'group'>): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

/** Where an object is; the parts that are left out shorten the path to that of its list. */
export interface ObjectPlace {
  /** '' or undefined: all namespaces, or none. */
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** The path of an object, a list or a subresource: `/api/v1/namespaces/default/pods/web/log`. */
export function pathOf(resource: ApiResource, {namespace, name, subresource}: ObjectPlace = {}): string {
  const base = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const scope = resource.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const own = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${base}${scope}/${resource.plural}${own}${subresource === undefined ? '' : `/${subresource}`}`;
}
