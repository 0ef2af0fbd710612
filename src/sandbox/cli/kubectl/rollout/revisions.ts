import type {Kubectl} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {at, type Json, metaOf, number, object, objects, text} from '../json.ts';
import {itemsOf} from '../resources/fetch.ts';
import type {Found} from '../resources/target.ts';

/** One state that an object has had. */
export interface Revision {
  readonly number: number;
  /** Why it was made; '' when nobody said. */
  readonly cause: string;
  /** The Pods it made. */
  readonly template: Json;
  /** The ReplicaSet or ControllerRevision that keeps it. */
  readonly keeper: Json;
}

/** Where a Deployment and its ReplicaSets say which revision they are. */
export const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** The revisions of an object, oldest first; throws for a kind that keeps none. */
export async function revisionsOf(kubectl: Kubectl, found: Found, what: string): Promise<readonly Revision[]> {
  switch (found.resource.kind) {
    case 'Deployment':
      return replicaSetRevisions(kubectl, found);
    case 'DaemonSet':
    case 'StatefulSet':
      return controllerRevisions(kubectl, found);
    default:
      throw new Error(`no ${what} has been implemented for ${JSON.stringify(found.resource.kind)}`);
  }
}

async function owned(kubectl: Kubectl, found: Found, keeper: string): Promise<readonly Json[]> {
  const resource = await kubectl.discovery.find(keeper);
  const labelSelector = selectorText(object(at(found.object, 'spec', 'selector')));
  const list = await kubectl.api.json({path: pathOf(resource, {namespace: found.namespace}), query: {labelSelector}});
  const uid = metaOf(found.object).uid;
  return itemsOf(list).filter((item) =>
    objects(at(item, 'metadata', 'ownerReferences')).some(
      (owner) => owner['uid'] === uid && owner['controller'] === true,
    ),
  );
}

/** A selector as the query of a list has it. */
export function selectorText(selector: Json): string {
  const labels = Object.entries(object(selector['matchLabels'])).map(([key, value]) => `${key}=${text(value)}`);
  const expressions = objects(selector['matchExpressions']).map((one) => {
    const [key, values] = [text(one['key']), Array.isArray(one['values']) ? one['values'].join(',') : ''];
    switch (one['operator']) {
      case 'In':
        return `${key} in (${values})`;
      case 'NotIn':
        return `${key} notin (${values})`;
      case 'Exists':
        return key;
      default:
        return `!${key}`;
    }
  });
  return [...labels, ...expressions].join(',');
}

function causeOf(keeper: Json): string {
  return text(at(keeper, 'metadata', 'annotations', 'kubernetes.io/change-cause'));
}

async function replicaSetRevisions(kubectl: Kubectl, found: Found): Promise<readonly Revision[]> {
  return (await owned(kubectl, found, 'replicasets.apps'))
    .map((keeper) => ({
      number: Number(at(keeper, 'metadata', 'annotations', revisionAnnotation) ?? 0),
      cause: causeOf(keeper),
      template: object(at(keeper, 'spec', 'template')),
      keeper,
    }))
    .filter((one) => one.number > 0)
    .sort((a, b) => a.number - b.number);
}

async function controllerRevisions(kubectl: Kubectl, found: Found): Promise<readonly Revision[]> {
  return (await owned(kubectl, found, 'controllerrevisions.apps'))
    .map((keeper) => {
      const {$patch: _, ...template} = object(at(keeper, 'data', 'spec', 'template'));
      return {number: number(keeper['revision']), cause: causeOf(keeper), template, keeper};
    })
    .sort((a, b) => a.number - b.number);
}
