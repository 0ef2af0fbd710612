import {parseReference, repositoryOf} from '../checks/reference.ts';
import {type Case, defineCause} from './diagnosis.ts';
import {answered, knownImages} from './evidence.ts';
import {nearest} from './nearest.ts';
import {officialImages} from './official-images.ts';

const NOT_FOUND =
  /not found|manifest unknown|pull access denied|does not exist|access to the resource is denied|no such (?:host|image)|unauthorized/i;

/** A registry does not have what was asked for, and a known image has almost the same name. */
export const imageMisspelt = defineCause({
  cause: 'image-misspelt',
  verdict: 'unmet',
  params: ['reference', 'similar'],
  says: {
    usual: {
      en: 'There is no image {reference}, but there is {similar}: one of them is misspelt. Look at the name letter by letter and run it again.',
      zh: '没有叫 {reference} 的镜像，但有 {similar}：多半是拼写有误。逐个字母看一遍名字，再运行一次。',
    },
  },
  explains(found) {
    const missing = answered(found, NOT_FOUND);
    if (missing === undefined) return undefined;
    const {verb, target, answer} = missing.refusal;
    const reference = /pull$/.test(verb) ? target : namedIn(answer);
    const similar = reference === '' ? undefined : nearestImage(found, reference);
    return similar === undefined ? undefined : {reference, similar};
  },
});

function namedIn(answer: string): string {
  return (
    /access denied for ([^\s,]+)|manifest for (\S+) not found|No such image: (\S+)/
      .exec(answer)
      ?.slice(1)
      .find(Boolean) ?? ''
  );
}

/** A known image whose repository is a letter or two away; undefined when the repository itself is known. */
function nearestImage(found: Case, reference: string): string | undefined {
  const wanted = repositoryOf(reference);
  const {tag} = parseReference(reference);
  const known = [...knownImages(found), ...officialImages.map((name) => (tag === 'latest' ? name : `${name}:${tag}`))];
  if (known.some((name) => repositoryOf(name) === wanted)) return undefined;
  const repository = nearest(wanted, known.map(repositoryOf));
  return known.find((name) => repositoryOf(name) === repository);
}
