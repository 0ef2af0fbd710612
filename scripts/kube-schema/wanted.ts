import {type Documents, type OpenApiSchema, referenceOf} from './documents.ts';

/** Packages of which every kind is wanted but the lists. */
const packages = [
  'io.k8s.api.core.v1',
  'io.k8s.api.apps.v1',
  'io.k8s.api.batch.v1',
  'io.k8s.api.policy.v1',
  'io.k8s.api.autoscaling.v1',
  'io.k8s.api.autoscaling.v2',
  'io.k8s.api.networking.v1',
  'io.k8s.api.rbac.v1',
  'io.k8s.api.scheduling.v1',
  'io.k8s.api.coordination.v1',
  'io.k8s.api.discovery.v1',
  'io.k8s.api.events.v1',
  'io.k8s.api.node.v1',
  'io.k8s.api.certificates.v1',
  'io.k8s.api.authentication.v1',
  'io.k8s.api.authorization.v1',
  'io.k8s.api.admissionregistration.v1',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1',
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1',
];

const single = [
  'io.k8s.api.storage.v1.StorageClass',
  'io.k8s.api.storage.v1.CSIDriver',
  'io.k8s.api.storage.v1.CSINode',
  'io.k8s.api.storage.v1.VolumeAttachment',
  'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Status',
  'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta',
];

/** Types with a code of their own in the table. */
export const codes: {readonly [name: string]: string} = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 't',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'u',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Duration': 'D',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'a',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Patch': 'a',
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'q',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'x',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'a',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': 'a',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': 'a',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': 'a',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': 'a',
};

/** The wanted kinds and everything they are made of. */
export function reachable(documents: Documents): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name) || codes[name] !== undefined) return;
    found.add(name);
    const schema = documents.get(name);
    if (!schema) throw new Error(`the API server has no ${name}`);
    for (const field of Object.values(schema.properties ?? {})) for (const inner of referencesIn(field)) visit(inner);
  };
  for (const [name, schema] of documents) if (isWantedKind(name, schema)) visit(name);
  for (const name of single) visit(name);
  return [...found];
}

function isWantedKind(name: string, schema: OpenApiSchema): boolean {
  const inPackage = packages.some((prefix) => name.startsWith(`${prefix}.`));
  return inPackage && schema['x-kubernetes-group-version-kind'] !== undefined && !schema.properties?.['items'];
}

function referencesIn(schema: OpenApiSchema): readonly string[] {
  const inner = schema.items ?? schema.additionalProperties;
  const own = referenceOf(schema);
  return [...(own === undefined ? [] : [own]), ...(inner ? referencesIn(inner) : [])];
}
