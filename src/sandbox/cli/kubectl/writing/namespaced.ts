import {type Json, object} from '../json.ts';
import type {ManifestTarget} from '../resources/target.ts';

/** The object of a file with the namespace it is meant for. */
export function placedObject({object: given, namespace}: ManifestTarget): Json {
  if (namespace === '') return given;
  return {...given, metadata: {...object(given['metadata']), namespace}};
}
