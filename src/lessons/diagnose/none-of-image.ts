import {defineCause} from './diagnosis.ts';

/** The check wants any container of an image, and there is none. */
export const noneOfImage = defineCause({
  cause: 'none-of-image',
  verdict: 'unmet',
  params: ['image'],
  says: {
    usual: {
      en: 'There is no container of the image {image} yet; `docker ps -a` would list it.‹ Start one with `docker run`.›',
      zh: '还没有用镜像 {image} 创建的容器，有的话 `docker ps -a` 会列出来。‹用 `docker run` 启动一个。›',
    },
  },
});
