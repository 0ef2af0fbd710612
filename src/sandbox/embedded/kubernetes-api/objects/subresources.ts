import type {Draft, KubeObject} from '../object.ts';
import {badRequest, notFound} from '../refusal.ts';
import type {Resource} from '../resources/resource.ts';
import {entryOf, fieldsOf, listOf} from '../values/reading.ts';

/** What a write of a subresource makes of the object; only that part of the draft counts. */
type Writer = (draft: Draft, before: KubeObject) => Draft;

const writers: {readonly [collection: string]: {readonly [subresource: string]: Writer}} = {
  pods: {
    ephemeralcontainers: (draft, before) =>
      withSpec(before, draft, {ephemeralContainers: fieldsOf(draft.spec).ephemeralContainers}),
    resize: (draft, before) => withSpec(before, draft, {containers: resized(draft, before)}),
  },
  namespaces: {
    finalize: (draft, before) => withSpec(before, draft, {finalizers: fieldsOf(draft.spec).finalizers}),
  },
  'certificatesigningrequests.certificates.k8s.io': {
    approval: (draft, before) => ({
      ...before,
      ...(draft.metadata ? {metadata: draft.metadata} : {}),
      status: {...fieldsOf(before.status), conditions: fieldsOf(draft.status).conditions},
    }),
  },
};

/** Which subresources of a resource change the object: `status`, `finalize`, `approval`, … */
export function writableSubresources(resource: Resource, collection: string): readonly string[] {
  return [...(resource.hasStatus ? ['status'] : []), ...Object.keys(writers[collection] ?? {})];
}

/** The object as a write of a subresource makes it. Throws 404 for a subresource there is none of. */
export function withSubresource(
  {resource, collection}: {readonly resource: Resource; readonly collection: string},
  subresource: string,
  {draft, before}: {readonly draft: Draft; readonly before: KubeObject},
): Draft {
  if (subresource === 'status' && resource.hasStatus) return draft;
  const writer = entryOf(entryOf(writers, collection) ?? {}, subresource);
  if (!writer) throw notFound(resource, before.metadata.name);
  return writer(draft, before);
}

function withSpec(before: KubeObject, {metadata}: Draft, changes: {readonly [field: string]: unknown}): Draft {
  const spec = {...fieldsOf(before.spec), ...changes};
  return {
    ...before,
    metadata: {...before.metadata, ...(metadata?.resourceVersion ? {resourceVersion: metadata.resourceVersion} : {})},
    spec,
  };
}

/** The containers as they are, with the resources and resize policies the draft asks for. */
function resized(draft: Draft, before: KubeObject): readonly unknown[] {
  const asked = new Map(listOf(fieldsOf(draft.spec).containers).map((one) => [fieldsOf(one).name, fieldsOf(one)]));
  return listOf(fieldsOf(before.spec).containers).map((one) => {
    const container = fieldsOf(one);
    const wanted = asked.get(container.name);
    if (!wanted) throw badRequest(`container ${String(container.name)} is not in the Pod that was sent`);
    return {...container, resources: wanted.resources ?? {}};
  });
}
