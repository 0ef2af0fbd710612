import {parseReference} from '../checks/reference.ts';
import {defineCause} from './diagnosis.ts';
import {said} from './evidence.ts';

/** The registry answers and does not have the tag or digest. */
export const notInRegistry = defineCause({
  cause: 'not-in-registry',
  verdict: 'unmet',
  params: ['reference', 'registry', 'similar', 'local'],
  says: {
    usual: {
      en: 'The registry {registry} has no {reference} yet[; it has {similar}].‹ `docker push {reference}` brings it there.›',
      zh: '镜像仓库服务 {registry} 里还没有 {reference}[，那里有 {similar}]。‹用 `docker push {reference}` 把它送过去。›',
    },
    untagged: {
      en: 'The registry {registry} has no {reference} yet[; it has {similar}].‹ Give your image that name with `docker tag`, then `docker push {reference}`.›',
      zh: '镜像仓库服务 {registry} 里还没有 {reference}[，那里有 {similar}]。‹先用 `docker tag` 给镜像取这个名字，再 `docker push {reference}`。›',
    },
  },
  variant: ({local}) => (local === '' ? 'untagged' : 'usual'),
  explains(found) {
    const missing = said(found, 'not-in-registry');
    if (missing === undefined) return undefined;
    const reference = missing['reference'] ?? '';
    const local = found.surroundings.images.some(({tags}) => tags.includes(reference)) ? reference : '';
    const similar = found.verdict.params['similar'] ?? [];
    return {reference, registry: parseReference(reference).registry, similar, local};
  },
});
