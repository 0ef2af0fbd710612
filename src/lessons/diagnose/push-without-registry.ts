import {parseReference} from '../checks/reference.ts';
import {defineCause} from './diagnosis.ts';
import {answered, text} from './evidence.ts';

/** A push of `web:1`: without a host in front the registry is Docker Hub. */
export const pushWithoutRegistry = defineCause({
  cause: 'push-without-registry',
  verdict: 'unmet',
  params: ['reference', 'registry', 'answer'],
  says: {
    usual: {
      en: '{reference} names no registry, so the push went to Docker Hub, which did not take it. Put the registry in front: `docker tag {reference} {registry}/{reference}`, then push that.',
      zh: '{reference} 里没有写镜像仓库服务，于是推送去了 Docker Hub，那里没有收下。把它写在前面：`docker tag {reference} {registry}/{reference}`，再推送这个名字。',
    },
    refused: {
      en: '{reference} names no registry to push to. Put one in front: `docker tag {reference} {registry}/{reference}`, then push that.',
      zh: '{reference} 里没有写镜像仓库服务，不知道该推送到哪里。把它写在前面：`docker tag {reference} {registry}/{reference}`，再推送这个名字。',
    },
  },
  variant: ({answer}) => (answer?.startsWith('k8s-learn:') ? 'refused' : 'usual'),
  explains(found) {
    const pushed = answered(found, /./);
    if (pushed === undefined || !/push$/.test(pushed.refusal.verb)) return undefined;
    const reference = pushed.refusal.target;
    if (
      parseReference(reference).registry !== '' ||
      /does not exist locally|tag does not exist/.test(pushed.refusal.answer)
    )
      return undefined;
    const {registry} = parseReference(text(found.check.params['reference']) || text(found.check.params['target']));
    return {reference, registry: registry || 'localhost:5000', answer: pushed.refusal.answer};
  },
});
