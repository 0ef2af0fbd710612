import {matches} from '../checks/matchers.ts';
import {sameReference} from '../checks/reference.ts';
import {defineCause} from './diagnosis.ts';
import {did, newest, said, text} from './evidence.ts';

/** As Docker makes names up: an adjective and a surname. */
const MADE_UP = /^[a-z]+_[a-z]+\d*$/;

/** The container was run without `--name`, in this step: an older one has nothing to do with it. */
export const madeUpName = defineCause({
  cause: 'made-up-name',
  verdict: 'unmet',
  params: ['name', 'seen', 'image'],
  says: {
    usual: {
      en: 'There is a container of {image}, but it got the made-up name {seen}; the step asks for {name}. `docker rename {seen} {name}`, or run it again with `--name {name}`.',
      zh: '有一个 {image} 的容器，但它的名字 {seen} 是 Docker 随机起的，这一步要的是 {name}。用 `docker rename {seen} {name}` 改名，或加上 `--name {name}` 重新运行。',
    },
  },
  explains(found) {
    const missing = said(found, 'not-there');
    if (missing?.['kind'] !== 'container') return undefined;
    const wanted = text(found.check.params['image']);
    const container = newest(
      found,
      ({name, image}) =>
        MADE_UP.test(name) &&
        did(found, /^container (create|run)$/, name) !== undefined &&
        (wanted === '' || matches(wanted, image) || sameReference(wanted, image)),
    );
    return container && {name: missing['name'] ?? '', seen: container.name, image: container.image};
  },
});
