import {defineCause} from './diagnosis.ts';
import {said} from './evidence.ts';

/** `docker build .` without `-t`. */
export const imageBuiltWithoutTag = defineCause({
  cause: 'image-built-without-tag',
  verdict: 'unmet',
  params: ['reference', 'id'],
  says: {
    usual: {
      en: 'The build made an image, but without a name: it is only {id}. Give it one: `docker tag {id} {reference}`, or build again with `-t {reference}`.',
      zh: '构建出了一个镜像，但没有名字，只有 {id}。给它取名：`docker tag {id} {reference}`，或加上 `-t {reference}` 再构建一次。',
    },
  },
  explains(found) {
    const missing = said(found, 'not-there');
    const {calls, images} = found.surroundings;
    const built = calls.findLast(({verb}) => verb === 'image build');
    if (missing?.['kind'] !== 'image' || built === undefined || built.status >= 400) return undefined;
    const unnamed = images
      .filter(({tags, createdAt}) => tags.length === 0 && !(Date.parse(createdAt) < built.at - 3_600_000))
      .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt))[0];
    if (unnamed === undefined || built.target !== '') return undefined;
    return {reference: missing['name'] ?? '', id: unnamed.id.replace(/^sha256:/, '').slice(0, 12)};
  },
});
