import {splitApiVersion} from '../client/api-resource.ts';
import {type Json, metaOf, text} from '../json.ts';

/** `pod/web`, `deployment.apps/web`. */
export function objectName(object: Json): string {
  const {group} = splitApiVersion(text(object['apiVersion']));
  const kind = text(object['kind']).toLowerCase();
  return `${kind}${group === '' ? '' : `.${group}`}/${metaOf(object).name}`;
}
