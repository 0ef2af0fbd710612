import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** A push of a name that no local image has. */
export const pushUntagged = defineCause({
  cause: 'push-untagged',
  verdict: 'unmet',
  params: ['reference'],
  says: {
    usual: {
      en: 'There is no image {reference} on this machine to push. Give yours that name first: `docker tag IMAGE {reference}`.',
      zh: '这台机器上没有叫 {reference} 的镜像可以推送。先给你的镜像取这个名字：`docker tag IMAGE {reference}`。',
    },
  },
  explains(found) {
    const untagged = answered(found, /image does not exist locally with the tag: (\S+)|tag does not exist: (\S+)/i);
    if (untagged === undefined) return undefined;
    return {reference: untagged.refusal.target || (untagged.match[1] ?? untagged.match[2] ?? '')};
  },
});
