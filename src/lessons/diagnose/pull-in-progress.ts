import {sameReference} from '../checks/reference.ts';
import {defineCause} from './diagnosis.ts';
import {lastAct, subjectName, text} from './evidence.ts';

/**
 * An image is on its way. `docker run` is answered "No such image" first and pulls then; a pull is in the call
 * log with status 0 until it has ended.
 */
export const pullInProgress = defineCause({
  cause: 'pull-in-progress',
  verdict: 'waiting',
  params: ['reference'],
  says: {
    usual: {
      en: 'The image {reference} is being pulled. The check goes on when it is there.',
      zh: '正在拉取镜像 {reference}。拉取完成后检查会自己接着进行。',
    },
  },
  explains(found) {
    const {verdict, surroundings} = found;
    if (!['not-there', 'none-of-image', 'nothing-listens', 'not-run-yet', 'call-refused'].includes(verdict.cause))
      return undefined;
    const act = lastAct(found);
    if (act === undefined) return undefined;
    if (act.verb === 'image pull' && act.status === 0) return {reference: act.target || subjectName(found)};
    if (act.verb !== 'container create' || act.status !== 404) return undefined;
    const reference = /No such image: (\S+)/.exec(act.error)?.[1] ?? text(act.detail['image']);
    const isThere = surroundings.images.some(({tags}) => tags.some((tag) => sameReference(tag, reference)));
    return reference === '' || isThere ? undefined : {reference};
  },
});
