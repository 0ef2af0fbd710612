import {type Part, pathOf} from './schemas.ts';

/** A kind and what its schema is called. */
export interface OperationKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schema: string;
}

const writing = ['dryRun', 'fieldManager', 'fieldValidation'];
const listing = [
  'allowWatchBookmarks',
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'timeoutSeconds',
  'watch',
];
const deleting = ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy'];
const types: {readonly [parameter: string]: string} = {
  allowWatchBookmarks: 'boolean',
  limit: 'integer',
  sendInitialEvents: 'boolean',
  timeoutSeconds: 'integer',
  watch: 'boolean',
  force: 'boolean',
  gracePeriodSeconds: 'integer',
  orphanDependents: 'boolean',
};

const answers = ['application/json', 'application/yaml'];
export const deleteOptions = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';
export const patchBody = 'io.k8s.apimachinery.pkg.apis.meta.v1.Patch';
export const statusAnswer = 'io.k8s.apimachinery.pkg.apis.meta.v1.Status';

export function list(of: OperationKind, listSchema: string): Part {
  return operation(of, {action: 'list', answer: listSchema, parameters: listing});
}

export function read(of: OperationKind): Part {
  return operation(of, {action: 'get', answer: of.schema, parameters: []});
}

export function create(of: OperationKind): Part {
  return operation(of, {action: 'post', answer: of.schema, parameters: writing, body: {'*/*': of.schema}});
}

export function replace(of: OperationKind): Part {
  return operation(of, {action: 'put', answer: of.schema, parameters: writing, body: {'*/*': of.schema}});
}

/** `isBuiltIn`: strategic merge is for kinds whose merge keys the server knows from its own types. */
export function patch(of: OperationKind, isBuiltIn: boolean): Part {
  const media = [
    'application/apply-patch+yaml',
    'application/json-patch+json',
    'application/merge-patch+json',
    ...(isBuiltIn ? ['application/strategic-merge-patch+json'] : []),
  ];
  const body = Object.fromEntries(media.map((type) => [type, patchBody]));
  return operation(of, {action: 'patch', answer: of.schema, parameters: [...writing, 'force'], body});
}

export function remove(of: OperationKind): Part {
  return operation(of, {action: 'delete', answer: statusAnswer, parameters: deleting, body: {'*/*': deleteOptions}});
}

export function removeAll(of: OperationKind): Part {
  const parameters = [...listing.filter((name) => name !== 'watch'), ...deleting];
  return operation(of, {action: 'deletecollection', answer: statusAnswer, parameters, body: {'*/*': deleteOptions}});
}

function operation(
  {group, version, kind}: OperationKind,
  {
    action,
    answer,
    parameters,
    body,
  }: {
    readonly action: string;
    readonly answer: string;
    readonly parameters: readonly string[];
    readonly body?: {readonly [media: string]: string};
  },
): Part {
  const content = (media: string, name: string): readonly [string, Part] => [media, {schema: {$ref: pathOf(name)}}];
  return {
    ...(parameters.length > 0 ? {parameters: parameters.map(inQuery)} : {}),
    ...(body
      ? {
          requestBody: {
            content: Object.fromEntries(Object.entries(body).map((entry) => content(...entry))),
            required: true,
          },
        }
      : {}),
    responses: {
      '200': {description: 'OK', content: Object.fromEntries(answers.map((media) => content(media, answer)))},
      '401': {description: 'Unauthorized'},
    },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': {group, version, kind},
  };
}

function inQuery(name: string): Part {
  return {name, in: 'query', schema: {type: types[name] ?? 'string', uniqueItems: true}};
}

export function inPath(name: string): Part {
  return {name, in: 'path', required: true, schema: {type: 'string', uniqueItems: true}};
}
