import type {KubeObject} from '../object.ts';

/** Of an object only its metadata. */
export function metadataOf({metadata}: KubeObject, version: string): {readonly [field: string]: unknown} {
  return {kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata};
}
