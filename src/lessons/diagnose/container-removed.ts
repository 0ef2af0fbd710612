import {defineCause} from './diagnosis.ts';
import {containerNamed, did, said} from './evidence.ts';

/** It was there during this step and is gone: by hand, or because of `--rm`. */
export const containerRemoved = defineCause({
  cause: 'container-removed',
  verdict: 'unmet',
  params: ['name', 'how'],
  says: {
    usual: {
      en: 'Container {name} was there and has been removed; the step asks for it. Run it again.',
      zh: '容器 {name} 曾经在，后来被删除了，而这一步需要它。重新运行一次。',
    },
    auto: {
      en: 'Container {name} has ended and is gone, because `--rm` removes a container when it ends. Run it again without `--rm`.',
      zh: '容器 {name} 已经结束并消失了，因为 `--rm` 会在容器结束时把它删掉。去掉 `--rm` 再运行一次。',
    },
  },
  variant: ({how}) => (how === 'auto' ? 'auto' : 'usual'),
  explains(found) {
    const missing = said(found, 'not-there');
    const name = missing?.['name'] ?? '';
    if (missing?.['kind'] !== 'container' || containerNamed(found, name)) return undefined;
    if (did(found, /^container rm$/, name)) return {name, how: 'removed'};
    const {remove} = did(found, /^container (create|run)$/, name)?.detail ?? {};
    return remove === true ? {name, how: 'auto'} : undefined;
  },
});
