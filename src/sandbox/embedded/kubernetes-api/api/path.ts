/** A path of the API as what it names. */
export type Place =
  | {
      readonly kind: 'resource';
      readonly group: string;
      readonly version: string;
      /** Undefined for all namespaces, or for what has none. */
      readonly namespace: string | undefined;
      readonly plural: string;
      /** Undefined for the whole collection. */
      readonly name: string | undefined;
      /** '' for the object itself. */
      readonly subresource: string;
      /** What follows: the path for a proxy. */
      readonly rest: readonly string[];
    }
  | {readonly kind: 'other'; readonly path: string};

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris */
export function placeOf(path: string): Place {
  const parts = path.split('/').slice(1);
  if (parts[0] === 'api' && parts.length > 2 && parts[2] !== '')
    return resourcePlace('', parts[1] ?? '', parts.slice(2));
  if (parts[0] === 'apis' && parts.length > 3 && parts[3] !== '')
    return resourcePlace(parts[1] ?? '', parts[2] ?? '', parts.slice(3));
  return {kind: 'other', path};
}

function resourcePlace(group: string, version: string, parts: readonly string[]): Place {
  const [first, namespace, third] = parts;
  const inNamespace = first === 'namespaces' && namespace && third && !ofNamespaces.includes(third);
  const [plural = '', name, subresource = '', ...rest] = inNamespace ? parts.slice(2) : parts;
  return {
    kind: 'resource',
    group,
    version,
    namespace: inNamespace ? namespace : undefined,
    plural,
    name: name === '' ? undefined : name,
    subresource,
    rest,
  };
}

/** Subresources of a Namespace: `/api/v1/namespaces/default/status` names no collection in it. */
const ofNamespaces: readonly string[] = ['status', 'finalize'];
