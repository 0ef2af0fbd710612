import {parseReference} from '../checks/reference.ts';
import {defineCause} from './diagnosis.ts';
import {said} from './evidence.ts';
import {officialImages} from './official-images.ts';

/** An image that is pulled, not built, and is not here. */
export const imageNotPulledYet = defineCause({
  cause: 'image-not-pulled-yet',
  verdict: 'unmet',
  params: ['reference'],
  says: {
    usual: {
      en: 'The image {reference} is not on this machine yet.‹ `docker pull {reference}` fetches it.›',
      zh: '这台机器上还没有镜像 {reference}。‹用 `docker pull {reference}` 拉取。›',
    },
  },
  explains(found) {
    const missing = said(found, 'not-there');
    const reference = missing?.['name'] ?? '';
    if (missing?.['kind'] !== 'image') return undefined;
    const {registry, repository} = parseReference(reference);
    return registry === '' && officialImages.includes(repository) ? {reference} : undefined;
  },
});
