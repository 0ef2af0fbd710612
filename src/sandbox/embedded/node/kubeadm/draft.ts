import type {Draft} from '../../kubernetes-api/object.ts';
import {at, isFields, textOf, textsOf} from '../../kubernetes-api/values/reading.ts';

/** An object as it stands in a manifest; undefined for what is none, such as an empty document. */
export function draftOf(document: unknown): Draft | undefined {
  if (!isFields(document)) return undefined;
  const apiVersion = textOf(document['apiVersion']);
  const kind = textOf(document['kind']);
  const name = textOf(at(document, 'metadata', 'name'));
  if (apiVersion === '' || kind === '' || name === '') return undefined;
  const namespace = textOf(at(document, 'metadata', 'namespace'));
  const metadata = {
    name,
    ...(namespace === '' ? {} : {namespace}),
    ...some('labels', textsOf(at(document, 'metadata', 'labels'))),
    ...some('annotations', textsOf(at(document, 'metadata', 'annotations'))),
  };
  return {...document, apiVersion, kind, metadata};
}

function some(name: string, texts: {readonly [key: string]: string}): object {
  return Object.keys(texts).length === 0 ? {} : {[name]: texts};
}
