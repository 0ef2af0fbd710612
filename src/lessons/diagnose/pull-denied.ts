import {parseReference} from '../checks/reference.ts';
import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** A registry says the same for a private repository and for one that does not exist. */
export const pullDenied = defineCause({
  cause: 'pull-denied',
  verdict: 'unmet',
  params: ['reference', 'registry'],
  says: {
    usual: {
      en: '{registry} has no public image {reference}: the name is misspelt, or it is private and needs `docker login`. Look at the name and run it again.',
      zh: '{registry} 上没有公开的镜像 {reference}：要么名字拼错了，要么它是私有的，需要 `docker login`。检查名字后再运行一次。',
    },
  },
  explains(found) {
    const denied = answered(
      found,
      /pull access denied for ([^\s,]+)|repository does not exist|requested access to the resource is denied|unauthorized/,
    );
    if (denied === undefined) return undefined;
    const reference = /(pull|push)$/.test(denied.refusal.verb) ? denied.refusal.target : (denied.match[1] ?? '');
    return {reference, registry: parseReference(reference).registry || 'Docker Hub'};
  },
});
