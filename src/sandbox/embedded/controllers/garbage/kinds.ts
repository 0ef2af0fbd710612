import type {KubeObject} from '../../kubernetes-api/object.ts';
import {createResources} from '../../kubernetes-api/resources/index.ts';
import {collectionOf} from '../../kubernetes-api/resources/resource.ts';
import {fieldsOf, textOf} from '../../kubernetes-api/values/reading.ts';
import type {Informers} from '../informer.ts';

/** A kind of object that can be listed and deleted. */
export interface DeletableKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  /** Where the store keeps its objects. */
  readonly collection: string;
  readonly namespaced: boolean;
}

const customResources = 'customresourcedefinitions.apiextensions.k8s.io';

/** Tells of every kind whose objects are kept: the built-in ones now, those of CustomResourceDefinitions as they come. */
export function followKinds(informers: Informers, onKind: (kind: DeletableKind) => void): void {
  for (const resource of createResources()) {
    const {group, kind, plural, namespaced, view, withoutVerbs = []} = resource;
    if (view || withoutVerbs.includes('list') || withoutVerbs.includes('delete')) continue;
    onKind({group, kind, plural, namespaced, collection: collectionOf(resource)});
  }
  const seen = new Set<string>();
  const see = (definition: KubeObject): void => {
    const kind = customKind(definition);
    if (seen.has(kind.collection)) return;
    seen.add(kind.collection);
    onKind(kind);
  };
  informers.of(customResources).on({added: see, changed: see});
}

function customKind({spec}: KubeObject): DeletableKind {
  const {group, scope, names} = fieldsOf(spec);
  const {plural, kind} = fieldsOf(names);
  const named = {group: textOf(group), plural: textOf(plural)};
  return {...named, kind: textOf(kind), namespaced: scope === 'Namespaced', collection: collectionOf(named)};
}
