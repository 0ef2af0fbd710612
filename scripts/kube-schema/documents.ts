import {execFileSync} from 'node:child_process';

/** A schema of OpenAPI, as far as the table knows it. */
export interface OpenApiSchema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: {readonly [name: string]: OpenApiSchema};
  readonly additionalProperties?: OpenApiSchema;
  readonly items?: OpenApiSchema;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly allOf?: readonly {readonly $ref: string}[];
  readonly oneOf?: readonly unknown[];
  readonly $ref?: string;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly {readonly kind: string}[];
}

export type Documents = ReadonlyMap<string, OpenApiSchema>;

/** Every schema of the API server kubectl talks to, by its full name. */
export function readDocuments(): Documents {
  const index = JSON.parse(raw('/openapi/v3')) as {readonly paths: {readonly [path: string]: unknown}};
  const groups = Object.keys(index.paths).filter((path) => /^(api\/v1|apis\/[^/]+\/v\d+)$/.test(path));
  const documents = groups.map(
    (path) =>
      JSON.parse(raw(`/openapi/v3/${path}`)) as {
        readonly components: {readonly schemas: {readonly [name: string]: OpenApiSchema}};
      },
  );
  return new Map(documents.flatMap(({components}) => Object.entries(components.schemas)));
}

function raw(path: string): string {
  return execFileSync('kubectl', ['get', '--raw', path], {encoding: 'utf8', maxBuffer: 64 * 1024 * 1024});
}

/** The full name of the type a schema refers to. */
export function referenceOf({$ref, allOf}: OpenApiSchema): string | undefined {
  return ($ref ?? allOf?.[0]?.$ref)?.split('/').at(-1);
}
