import type {Refusal, Search} from './search.ts';

/** What is said when there is no node. */
export const noNodes = 'no nodes available to schedule pods';

/** `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint(s).` */
export function unavailable(nodeCount: number, refusals: Iterable<Pick<Refusal, 'reasons'>>): string {
  const counts = new Map<string, number>();
  for (const {reasons} of refusals) for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const listed = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return `0/${nodeCount} nodes are available:${listed.length === 0 ? '' : ` ${listed.join(', ')}.`}`;
}

/** Why a Pod stays without a node; what came of making room is said last. */
export function failureSentence(nodeCount: number, search: Search, makingRoom: string | undefined): string {
  if (nodeCount === 0) return noNodes;
  const {forbidden, refusals} = search;
  // Upstream's own words: what looks for Pods that may make way finds no verdict on any node.
  if (forbidden) return `0/${nodeCount} nodes are available: ${forbidden.reason}. not found`;
  const why = unavailable(nodeCount, refusals.values());
  return makingRoom === undefined ? why : `${why} no new claims to deallocate, preemption: ${makingRoom}`;
}
