import {defineCause} from './diagnosis.ts';
import {apiRefusal} from './kube-evidence.ts';

/** A kind or apiVersion is misspelt. */
export const kindUnknown = defineCause({
  cause: 'kind-unknown',
  verdict: 'unmet',
  params: ['kind', 'version'],
  says: {
    usual: {
      en: 'The cluster knows no kind {kind} in {version}. `kubectl api-resources` lists kinds with their apiVersion: letter case counts.',
      zh: '集群里没有 {version} 的 {kind} 这个类型。`kubectl api-resources` 会列出类型和它们的 apiVersion，大小写要一致。',
    },
  },
  explains(found) {
    const refused = apiRefusal(found);
    const match = /no matches for kind "([^"]+)" in version "([^"]+)"/.exec(refused?.answer ?? '');
    if (!refused || !match) return undefined;
    return {kind: match[1] ?? '', version: match[2] ?? ''};
  },
});
