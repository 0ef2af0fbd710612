import type {Fields} from '../object.ts';
import type {ObjectType} from '../schema/field.ts';
import {type Comparison, compare} from './comparison.ts';
import {difference, type FieldSet, noFields} from './field-set.ts';

/** Fields of the metadata, and of every object, that nobody owns: the server sets them. */
const unowned: FieldSet = {
  'f:apiVersion': noFields,
  'f:kind': noFields,
  'f:metadata': {
    '.': noFields,
    'f:name': noFields,
    'f:namespace': noFields,
    'f:creationTimestamp': noFields,
    'f:selfLink': noFields,
    'f:uid': noFields,
    'f:clusterName': noFields,
    'f:generation': noFields,
    'f:managedFields': noFields,
    'f:resourceVersion': noFields,
  },
};

/** A set without what nobody owns. */
export function ownable(set: FieldSet): FieldSet {
  return difference(set, unowned);
}

/** A set without whole fields of the object, `status`, that a write does not set. */
export function withoutFields(set: FieldSet, ignored: readonly string[]): FieldSet {
  if (ignored.length === 0) return set;
  const gone = new Set(ignored.map((name) => `f:${name}`));
  return Object.fromEntries(Object.entries(set).filter(([element]) => !gone.has(element)));
}

/** What of an object changed, other than what a write does not set. */
export function compareWritten(
  {before, after}: {readonly before: Fields; readonly after: Fields},
  type: ObjectType,
  ignored: readonly string[],
): Comparison {
  const {removed, modified, added} = compare(before, after, type);
  return {
    removed: withoutFields(removed, ignored),
    modified: withoutFields(modified, ignored),
    added: withoutFields(added, ignored),
  };
}
