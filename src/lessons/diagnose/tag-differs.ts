import {parseReference, repositoryOf} from '../checks/reference.ts';
import {defineCause} from './diagnosis.ts';
import {said} from './evidence.ts';

/** The repository is there under another tag; without one, Docker takes `latest`. */
export const tagDiffers = defineCause({
  cause: 'tag-differs',
  verdict: 'unmet',
  params: ['reference', 'seen', 'tag'],
  says: {
    usual: {
      en: 'There is {seen}; the step asks for {reference}. Only the tag behind the colon differs‹: `docker tag {seen} {reference}` if it is the same image, else pull or build that one›.',
      zh: '这里有 {seen}，而这一步要的是 {reference}。只是冒号后面的标签不同‹：如果是同一个镜像，`docker tag {seen} {reference}`；否则拉取或构建那一个›。',
    },
    latest: {
      en: 'There is {seen}; the step asks for {reference}. Where no tag is written Docker takes latest‹: `docker tag {seen} {reference}`, or name the tag and do it again›.',
      zh: '这里有 {seen}，而这一步要的是 {reference}。不写标签时 Docker 就用 latest‹：`docker tag {seen} {reference}`，或者写上标签再来一次›。',
    },
  },
  variant: ({tag}) => (tag === 'latest' ? 'latest' : 'usual'),
  explains(found) {
    const missing = said(found, 'not-there');
    if (missing?.['kind'] !== 'image') return undefined;
    const reference = missing['name'] ?? '';
    const seen = found.surroundings.images
      .flatMap(({tags}) => tags)
      .filter((name) => repositoryOf(name) === repositoryOf(reference))
      .toSorted(
        (one, other) => Number(parseReference(other).tag === 'latest') - Number(parseReference(one).tag === 'latest'),
      )[0];
    return seen === undefined ? undefined : {reference, seen, tag: parseReference(seen).tag};
  },
});
