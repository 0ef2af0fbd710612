import {duration, int} from '../../cobra/flag-kinds.ts';
import {defineCommand, type Kubectl} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {timeoutSignal} from '../delete/wait-gone.ts';
import {type Json, metaOf} from '../json.ts';
import type {Found} from '../resources/target.ts';
import {rolloutFlags, rolloutObjects, watch} from './selection.ts';
import {rolloutStatus} from './status-text.ts';

const revision = int('revision', {
  usage: 'Pin to a specific revision for showing its status. Defaults to 0 (last revision).',
});
const timeout = duration('timeout', {
  usage:
    'The length of time to wait before ending watch, zero means never. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).',
});

export const rolloutStatusCommand = defineCommand({
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'Show the status of the rollout',
  examples: '# Watch the rollout of a deployment\nkubectl rollout status deployment/nginx',
  flags: [...Object.values(rolloutFlags), revision, timeout, watch],
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, get} = call;
    if (get(revision) < 0) throw new Error(`revision must be a positive integer: ${get(revision)}`);
    const pinned = get(revision);
    for (const found of await rolloutObjects(call)) {
      rolloutStatus(withKind(found), {name: found.name, revision: pinned});
      if (!get(watch)) await app.print(rolloutStatus(withKind(found), {name: found.name, revision: pinned}).said);
      else
        await follow(app, found, {
          pinned,
          timeoutMs: get(timeout) === 0 ? Number.POSITIVE_INFINITY : get(timeout) / 1e6,
        });
    }
    return 0;
  },
});

function withKind({object, resource}: Found): Json {
  return {kind: resource.kind, ...object};
}

async function follow(
  kubectl: Kubectl,
  {resource, namespace, name, object}: Found,
  {pinned, timeoutMs}: {readonly pinned: number; readonly timeoutMs: number},
): Promise<void> {
  const {signal, cancel} = timeoutSignal(kubectl, timeoutMs);
  let version = metaOf(object).resourceVersion;
  const show = async (now: Json): Promise<boolean> => {
    const status = rolloutStatus({kind: resource.kind, ...now}, {name, revision: pinned});
    await kubectl.print(status.said);
    return status.done;
  };
  if (await show(object)) return cancel();
  while (!signal.aborted) {
    const watching = new AbortController();
    const events = kubectl.api.watch({
      path: pathOf(resource, {namespace}),
      query: {fieldSelector: `metadata.name=${name}`, resourceVersion: version},
      signal: AbortSignal.any([signal, watching.signal]),
    });
    try {
      for await (const {type, object: now} of events) {
        version = metaOf(now).resourceVersion;
        if (type === 'DELETED') throw new Error('object has been deleted');
        if (type === 'BOOKMARK') continue;
        if (await show(now)) return cancel();
      }
    } finally {
      watching.abort();
    }
  }
  throw new Error('timed out waiting for the condition');
}
