import {writableSubresources} from '../objects/subresources.ts';
import {apiVersionOf, collectionOf, type Resource} from '../resources/resource.ts';
import type {ObjectType, Schema} from '../schema/field.ts';
import * as operations from './operations.ts';
import {type Part, referenceTo, Schemas} from './schemas.ts';

const listMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta';
const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const scaleSchema = 'io.k8s.api.autoscaling.v1.Scale';

/** The OpenAPI v3 document of one group and version. Descriptions are left out: they are upstream's own words. */
export function documentOf(resources: readonly Resource[], schema: Schema): Part {
  const schemas = new Schemas();
  schemas.add(operations.patchBody, {type: 'object'});
  addNamed(schemas, schema, [operations.deleteOptions, operations.statusAnswer, listMeta, objectMeta]);
  const paths = resources.flatMap((resource) => pathsOf(resource, {schemas, schema}));
  return {
    openapi: '3.0.0',
    info: {title: 'Kubernetes', version: '1.34'},
    paths: Object.fromEntries(paths.toSorted(([one], [other]) => (one < other ? -1 : 1))),
    components: {
      schemas: schemas.all(),
      securitySchemes: {BearerToken: {type: 'apiKey', name: 'authorization', in: 'header'}},
    },
  };
}

interface Given {
  readonly schemas: Schemas;
  readonly schema: Schema;
}

function addNamed(schemas: Schemas, schema: Schema, names: readonly string[]): void {
  for (const name of names) {
    const type = schema.type(name);
    if (type) schemas.addType(type, kindOf(name));
  }
}

/** Kinds that are sent to every group. */
function kindOf(name: string): Part {
  const [kind = ''] = name.split('.').slice(-1);
  return kind.endsWith('Meta') ? {} : {'x-kubernetes-group-version-kind': [{group: '', version: 'v1', kind}]};
}

type Path = readonly [string, Part];

function pathsOf(resource: Resource, given: Given): readonly Path[] {
  const {group, version, kind, plural, namespaced, withoutVerbs = []} = resource;
  const of = {group, version, kind, schema: addKind(resource, given)};
  const listed = addList(of, given.schemas);
  const root = `/${group === '' ? 'api' : 'apis'}/${apiVersionOf(resource)}`;
  const place = namespaced ? [operations.inPath('namespace')] : [];
  const collection = `${root}/${namespaced ? 'namespaces/{namespace}/' : ''}${plural}`;
  const may = (verb: string): boolean => !withoutVerbs.includes(verb);
  const all = {
    get: operations.list(of, listed),
    ...(may('create') ? {post: operations.create(of)} : {}),
    ...(may('deletecollection') ? {delete: operations.removeAll(of)} : {}),
    ...(place.length > 0 ? {parameters: place} : {}),
  };
  const one = {
    get: operations.read(of),
    ...(may('update') ? {put: operations.replace(of)} : {}),
    ...(may('delete') ? {delete: operations.remove(of)} : {}),
    ...(may('patch') ? {patch: operations.patch(of, resource.schema === undefined)} : {}),
    parameters: [operations.inPath('name'), ...place],
  };
  return [
    ...(namespaced ? [[`${root}/${plural}`, {get: operations.list(of, listed)}] as const] : []),
    [collection, all],
    [`${collection}/{name}`, one],
    ...subresourcesOf(resource, {...given, of, at: `${collection}/{name}`}),
  ];
}

function subresourcesOf(
  resource: Resource,
  {schemas, schema, of, at}: Given & {readonly of: operations.OperationKind; readonly at: string},
): readonly Path[] {
  const {namespaced} = resource;
  const collection = resource.view?.collection ?? collectionOf(resource);
  const parameters = [operations.inPath('name'), ...(namespaced ? [operations.inPath('namespace')] : [])];
  const write = (kind: operations.OperationKind): Part => ({
    get: operations.read(kind),
    put: operations.replace(kind),
    patch: operations.patch(kind, resource.schema === undefined),
    parameters,
  });
  const paths: Path[] = writableSubresources(resource, collection).map((name) => [`${at}/${name}`, write(of)]);
  if (!resource.scale) return paths;
  const scale = schema.type(scaleSchema);
  const gvk = {group: 'autoscaling', version: 'v1', kind: 'Scale'};
  if (scale) schemas.addType(scale, {'x-kubernetes-group-version-kind': [gvk]});
  return [...paths, [`${at}/scale`, write({...gvk, schema: scaleSchema})]];
}

/** Puts the schema of a kind into the document; returns its name there. */
function addKind(resource: Resource, {schemas, schema}: Given): string {
  const {group, version, kind} = resource;
  const gvk = {'x-kubernetes-group-version-kind': [{group, version, kind}]};
  const type: ObjectType | undefined = resource.schema ? undefined : schema.kind(apiVersionOf(resource), kind);
  if (type) {
    schemas.addType(type, gvk);
    return type.name;
  }
  const name = `${group.split('.').toReversed().join('.')}.${version}.${kind}`;
  const own = resource.schema ?? {type: 'object', 'x-kubernetes-preserve-unknown-fields': true};
  const properties = {
    ...(typeof own['properties'] === 'object' ? own['properties'] : {}),
    apiVersion: {type: 'string'},
    kind: {type: 'string'},
    metadata: referenceTo(objectMeta),
  };
  schemas.add(name, {...own, type: 'object', properties, ...gvk});
  return name;
}

function addList({group, version, kind, schema}: operations.OperationKind, schemas: Schemas): string {
  const name = `${schema}List`;
  schemas.add(name, {
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: {type: 'string'},
      items: {type: 'array', items: {default: {}, ...referenceTo(schema)}},
      kind: {type: 'string'},
      metadata: {default: {}, ...referenceTo(listMeta)},
    },
    'x-kubernetes-group-version-kind': [{group, version, kind: `${kind}List`}],
  });
  return name;
}
