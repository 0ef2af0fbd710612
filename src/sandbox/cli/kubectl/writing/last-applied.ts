import {isObject, type Json, object, text, withKey} from '../json.ts';
import {toJson} from '../print/json.ts';

/** Where `apply` keeps what it was last given. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** What `apply` was last given for an object; '' when it has never been applied. */
export function lastAppliedOf(found: Json): string {
  return text(object(object(found['metadata'])['annotations'])[lastAppliedAnnotation]);
}

/** The object as it is to be remembered. */
export function configurationText(given: Json): string {
  return `${toJson(annotated(given, undefined), '')}\n`;
}

/** The object with the memory of itself in its annotations. */
export function withLastApplied(given: Json): Json {
  return annotated(given, configurationText(given));
}

/** The object with a changed memory; undefined takes it away. */
export function annotated(given: Json, memory: string | undefined): Json {
  const meta = object(given['metadata']);
  const annotations = withKey(isObject(meta['annotations']) ? meta['annotations'] : {}, lastAppliedAnnotation, memory);
  return {...given, metadata: {...meta, annotations}};
}
