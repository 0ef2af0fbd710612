import {z} from 'zod';
import type {ClusterStateView, Verdict} from '../../observation.ts';
import {defineCheck, look} from './check.ts';
import {matcher, matches} from './matchers.ts';
import {passed, unmet, waiting} from './verdict.ts';

const params = z.strictObject({
  nodes: matcher.exactOptional(),
  ready: matcher.exactOptional(),
  version: matcher.exactOptional(),
  context: matcher.exactOptional(),
  namespace: matcher.exactOptional(),
});

const view: z.ZodType<ClusterStateView> = z.object({
  name: z.string(),
  version: z.string(),
  nodes: z.array(z.object({name: z.string(), role: z.enum(['control-plane', 'worker']), ready: z.boolean()})),
  context: z.string(),
  namespace: z.string(),
  leadsHere: z.boolean(),
  home: z.object({context: z.string(), namespace: z.string()}),
});

/** Passes when there is a cluster, with as many nodes and as many ready ones as written, and kubectl set as written. */
export const cluster = defineCheck({
  type: 'cluster',
  params,
  subject: () => ({api: 'kubernetes', resource: 'cluster'}),
  evaluate: (wanted, seen) =>
    look(seen, {
      object: 'cluster',
      view,
      absent: () => unmet('no-cluster-yet', {}),
      present: (state) => judge(wanted, state),
    }),
});

function judge(wanted: z.infer<typeof params>, state: ClusterStateView): Verdict {
  const ready = state.nodes.filter((node) => node.ready).length;
  const seen = {
    nodes: state.nodes.length,
    version: state.version,
    context: state.context,
    namespace: state.namespace === '' ? 'default' : state.namespace,
  };
  for (const key of ['nodes', 'version', 'context', 'namespace'] as const) {
    const matching = wanted[key];
    if (matching !== undefined && !matches(matching, seen[key]))
      return unmet('cluster-differs', {property: key, expected: String(matching), seen: String(seen[key])});
  }
  if (wanted.ready === undefined || matches(wanted.ready, ready)) return passed;
  // A node that was made a moment ago becomes ready by itself; one that stopped says so in its own conditions.
  return waiting('waiting-for-nodes', {expected: String(wanted.ready), seen: String(ready)});
}
