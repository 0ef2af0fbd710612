import {sameReference} from '../checks/reference.ts';
import {type Case, defineCause} from './diagnosis.ts';
import {containerNamed, did, said, text} from './evidence.ts';

/** It was there during this step and is gone: by hand, or because of `--rm`. */
export const containerRemoved = defineCause({
  cause: 'container-removed',
  verdict: 'unmet',
  params: ['name', 'image', 'how'],
  says: {
    removed: {
      en: 'Container {name} was there and has been removed; the step asks for it. Run it again.',
      zh: '容器 {name} 曾经在，后来被删除了，而这一步需要它。重新运行一次。',
    },
    auto: {
      en: 'Container {name} has ended and is gone, because `--rm` removes a container when it ends. Run it again without `--rm`.',
      zh: '容器 {name} 已经结束并消失了，因为 `--rm` 会在容器结束时把它删掉。去掉 `--rm` 再运行一次。',
    },
    'removed-of-image': {
      en: 'A container of {image} was there, {name}, and has been removed; the step asks for one. Run it again.',
      zh: '用 {image} 创建的容器 {name} 曾经在，后来被删除了，而这一步需要一个。重新运行一次。',
    },
    'auto-of-image': {
      en: 'A container of {image} ran and is gone, because `--rm` removes a container when it ends. Run it again without `--rm`.',
      zh: '{image} 的容器运行过，但 `--rm` 让它一结束就被删掉了。去掉 `--rm` 再运行一次。',
    },
  },
  variant: ({image, how}) => (image === '' ? how : `${how}-of-image`),
  explains(found) {
    const image = said(found, 'none-of-image')?.['image'] ?? '';
    const missing = said(found, 'not-there');
    if (image === '' && missing?.['kind'] !== 'container') return undefined;
    const name = image === '' ? (missing?.['name'] ?? '') : lastOf(found, image);
    const how = name === '' || containerNamed(found, name) ? '' : wentBy(found, name);
    return how === '' ? undefined : {name, image, how};
  },
});

/** The container of that image that was made last in this step; '' when there was none. */
function lastOf({surroundings: {calls}}: Case, image: string): string {
  const made = calls.findLast(
    ({verb, status, detail}) =>
      /^container (create|run)$/.test(verb) && status < 400 && sameReference(text(detail['image']), image),
  );
  return made?.target ?? '';
}

function wentBy(found: Case, name: string): '' | 'auto' | 'removed' {
  if (did(found, /^container rm$/, name)) return 'removed';
  return did(found, /^container (create|run)$/, name)?.detail['remove'] === true ? 'auto' : '';
}
