import type {Kubectl} from '../app.ts';
import type {ApiResource} from '../client/api-resource.ts';
import {type Json, object} from '../json.ts';
import {itemsOf, listPieces} from '../resources/fetch.ts';
import type {Page} from './page.ts';

/** The object that is described, and what is needed to look around it. */
export interface Subject {
  readonly kubectl: Kubectl;
  readonly resource: ApiResource;
  readonly object: Json;
  readonly name: string;
  /** '' for an object without namespace. */
  readonly namespace: string;
  readonly meta: Json;
  readonly spec: Json;
  readonly status: Json;
  /** Lists come in pieces of so many. */
  readonly chunkSize: number;
  readonly nowMs: number;
}

/** How one kind is described. */
export interface Describer {
  readonly kind: string;
  /** '' for the core group. */
  readonly group: string;
  /** The version whose fields it knows; an object of another version is fetched again in this one. */
  readonly version: string;
  describe(subject: Subject, page: Page): void | Promise<void>;
  /** Where its events are, when not simply with the object; `none` shows no events. */
  readonly events?: 'none' | ((subject: Subject) => Promise<readonly Json[]>);
}

/** Gives a describer its type. */
export function defineDescriber(describer: Describer): Describer {
  return describer;
}

/** What lists are asked with. */
export interface Conditions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** The objects under a path. */
export async function listAt(subject: Subject, path: string, conditions: Conditions = {}): Promise<readonly Json[]> {
  const {kubectl, chunkSize} = subject;
  return itemsOf(await listPieces(kubectl, {path, chunkSize, ...conditions}));
}

/** Where the objects of a core resource in the subject's namespace are. */
export function nearby({namespace}: Subject, plural: string): string {
  return `/api/v1/namespaces/${namespace}/${plural}`;
}

/** The parts of an object that every description reads. */
export function partsOf(whole: Json): Pick<Subject, 'object' | 'meta' | 'spec' | 'status'> {
  return {
    object: whole,
    meta: object(whole['metadata']),
    spec: object(whole['spec']),
    status: object(whole['status']),
  };
}
