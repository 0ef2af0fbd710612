import {concat} from '../../bytes/bytes.ts';
import {field} from '../protobuf/encode.ts';
import {apiVersionOf, type Resource} from '../resources/resource.ts';

/** The only form clients of version 2 ask for. https://github.com/google/gnostic/blob/main/openapiv2/OpenAPIv2.proto */
export const versionTwoType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/**
 * What old clients look up in OpenAPI v2, and new ones for kinds they do not find in v3: whether a patch validates fields.
 * There are no definitions in it; all that is known of types is in v3.
 */
export function versionTwoDocument(resources: readonly Resource[]): Uint8Array {
  const info = [field(1, 'Kubernetes'), field(2, 'v1.34.4')];
  const paths = resources.filter(({withoutVerbs = []}) => !withoutVerbs.includes('patch')).map(pathOf);
  return concat([field(1, '2.0'), field(2, info), field(8, paths)]);
}

function pathOf(resource: Resource): Uint8Array {
  const {group, plural, namespaced} = resource;
  const root = `/${group === '' ? 'api' : 'apis'}/${apiVersionOf(resource)}`;
  const name = `${root}/${namespaced ? 'namespaces/{namespace}/' : ''}${plural}/{name}`;
  return field(2, [field(1, name), field(2, [field(8, patchOf(resource))])]);
}

const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'];

/** An operation: its parameters, each within three messages that say what kind of one it is, and whose it is. */
function patchOf({group, version, kind}: Resource): readonly Uint8Array[] {
  const named = parameters.map((name) =>
    field(8, [field(1, [field(2, [field(3, [field(2, 'query'), field(4, name), field(6, 'string')])])])]),
  );
  const gvk = `group: ${JSON.stringify(group)}\nkind: ${kind}\nversion: ${version}\n`;
  const extension = field(13, [field(1, 'x-kubernetes-group-version-kind'), field(2, [field(2, gvk)])]);
  return [...named, extension];
}
