import type {KubeObject} from '../object.ts';
import type {Column, Resource} from '../resources/resource.ts';
import {metadataOf} from './metadata.ts';

/** What a Table's rows carry besides their cells. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface TableOptions {
  readonly resource: Resource;
  readonly include: IncludeObject;
  /** `meta.k8s.io/v1` in words of `v`. */
  readonly version: string;
  /** Milliseconds since 1970: ages are of this moment. */
  readonly now: number;
}

/** Objects as rows. https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables */
export function tableOf(
  objects: readonly KubeObject[],
  metadata: {readonly [field: string]: unknown},
  {resource, include, version, now}: TableOptions,
): {readonly [field: string]: unknown} {
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata,
    columnDefinitions: resource.columns.map(definition),
    rows: objects.map((object) => ({
      cells: resource.columns.map((column) => cellOf(column, object, now)),
      object: include === 'Object' ? object : include === 'Metadata' ? metadataOf(object, version) : null,
    })),
  };
}

function definition({name, type, format, priority}: Column): {readonly [field: string]: unknown} {
  return {name, type, format: format ?? '', description: '', priority};
}

function cellOf(column: Column, object: KubeObject, now: number): unknown {
  return column.cell(object, now);
}
