import type {Endpoint, EndpointSlice} from 'kubernetes-types/discovery/v1';
import {type Frozen, type Stored, same} from '../../kubernetes-api/object.ts';
import type {EndpointPort} from './ports.ts';

/** https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#distribution-of-endpointslices */
const mostEndpoints = 100;

export interface SliceGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Frozen<Endpoint>[];
}

/** What a slice holds; an empty one has nulls, as upstream writes it. */
export interface SliceContent {
  readonly ports: readonly EndpointPort[] | null;
  readonly endpoints: readonly Frozen<Endpoint>[] | null;
}

export interface SlicePlan {
  readonly created: readonly SliceContent[];
  readonly changed: readonly (SliceContent & {readonly slice: Stored<EndpointSlice>})[];
  readonly deleted: readonly Stored<EndpointSlice>[];
}

/** Which slices to write so that they hold the groups, changing as few as may be. */
export function planSlices(
  groups: readonly SliceGroup[],
  known: readonly Stored<EndpointSlice>[],
  isLabelled: (slice: Stored<EndpointSlice>) => boolean,
): SlicePlan {
  const plan = {created: [] as SliceContent[], changed: [] as SlicePlan['changed'][number][]};
  const left = new Set(known);
  const shown = groups.length === 0 ? [{ports: [], endpoints: []}] : groups;
  for (const {ports, endpoints} of shown) {
    const those = known.filter((slice) => left.has(slice) && same(slice.ports ?? [], ports));
    const [first] = left;
    // Where no slice has these ports, one that would go otherwise may take them.
    const slices = those.length === 0 && first && shown.length === 1 ? [first] : those;
    const contents = fill(endpoints, slices);
    for (const [index, content] of contents.entries()) {
      const slice = slices[index];
      const held = {
        ports: ports.length === 0 ? null : ports,
        endpoints: content.length === 0 ? null : content,
      };
      if (!slice) plan.created.push(held);
      else if (content.length > 0 || index === 0) {
        left.delete(slice);
        const unchanged = same(slice.ports ?? null, held.ports) && same(slice.endpoints ?? null, held.endpoints);
        if (!unchanged || !isLabelled(slice)) plan.changed.push({slice, ...held});
      }
    }
  }
  return {...plan, deleted: [...left]};
}

/** The endpoints by slice: each stays in the slice it is in, new ones go where there is room. */
function fill(
  endpoints: readonly Frozen<Endpoint>[],
  slices: readonly Stored<EndpointSlice>[],
): readonly (readonly Frozen<Endpoint>[])[] {
  const wanted = new Map(endpoints.map((endpoint) => [identity(endpoint), endpoint]));
  const contents = slices.map((slice) =>
    (slice.endpoints ?? []).flatMap((endpoint) => {
      const now = wanted.get(identity(endpoint));
      wanted.delete(identity(endpoint));
      return now ? [now] : [];
    }),
  );
  let at = 0;
  for (const endpoint of wanted.values()) {
    while ((contents[at]?.length ?? 0) >= mostEndpoints) at += 1;
    const content = contents[at];
    if (content) content.push(endpoint);
    else contents.push([endpoint]);
  }
  return contents.length === 0 ? [[]] : contents;
}

function identity({targetRef, addresses}: Frozen<Endpoint>): string {
  return targetRef?.uid ?? addresses.join();
}
