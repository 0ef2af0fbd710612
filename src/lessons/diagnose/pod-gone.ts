import {defineCause} from './diagnosis.ts';
import {askedObject} from './kube-evidence.ts';

/** A bare Pod that was there and was deleted or evicted. */
export const podGone = defineCause({
  cause: 'pod-gone',
  verdict: 'unmet',
  params: ['name'],
  says: {
    usual: {
      en: 'Pod {name} was deleted, and nobody brings it back: a bare Pod has no controller behind it. Make it again.',
      zh: 'Pod {name} 被删除了，没有谁会让它回来：单独的 Pod 背后没有控制器。重新创建一个。',
    },
  },
  explains(found) {
    const asked = askedObject(found);
    if (asked?.kind !== 'Pod' || found.verdict.cause !== 'not-there') return undefined;
    const target = `pods/${asked.name}`;
    const gone = found.surroundings.calls.some(
      ({verb, target: one, detail, status}) =>
        /^kubectl (delete|drain)/.test(verb) &&
        status < 400 &&
        (one === target || JSON.stringify(detail['targets'] ?? '').includes(`"${target}"`)),
    );
    return gone ? {name: asked.name} : undefined;
  },
});
