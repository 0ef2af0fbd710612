import type {KubeObject} from '../object.ts';
import type {Resource} from '../resources/resource.ts';
import {meetsFields, parseFieldSelector} from './field-selector.ts';
import {meetsAll, parseLabelSelector} from './label-selector.ts';

/** Which objects of a collection a call is about. */
export interface Selection {
  /** '' for all. */
  readonly namespace: string;
  /** Whether labels and fields narrow it down. */
  readonly narrowed: boolean;
  readonly matches: (object: KubeObject) => boolean;
}

export interface Selectors {
  readonly labelSelector: string;
  readonly fieldSelector: string;
}

/** Throws 400 for selectors that are none. */
export function selectionOf(resource: Resource, namespace: string, selectors: Selectors): Selection {
  const labels = parseLabelSelector(selectors.labelSelector);
  const fields = parseFieldSelector(selectors.fieldSelector, resource);
  return {
    namespace,
    narrowed: labels.length + fields.length > 0,
    matches: (object) =>
      (namespace === '' || object.metadata.namespace === namespace) &&
      meetsAll(object.metadata.labels, labels) &&
      meetsFields(object, fields, resource),
  };
}
