import {defineCause} from './diagnosis.ts';

/** It is not there, and nothing says why: most likely the step is still ahead. */
export const notThere = defineCause({
  cause: 'not-there',
  verdict: 'unmet',
  params: ['kind', 'name'],
  says: {
    usual: {
      en: 'There is no {kind} {name} yet.',
      zh: '还没有叫 {name} 的 {kind}。',
    },
    container: {
      en: 'There is no container {name} yet; `docker ps -a` lists yours, the stopped ones too.',
      zh: '还没有叫 {name} 的容器；`docker ps -a` 会列出你的容器，包括停止的。',
    },
    image: {
      en: 'There is no image {name} on this machine yet; `docker images` lists what is there.',
      zh: '这台机器上还没有镜像 {name}；`docker images` 会列出已有的镜像。',
    },
    volume: {
      en: 'There is no volume {name} yet; `docker volume ls` lists yours‹, `docker volume create {name}` makes it›.',
      zh: '还没有叫 {name} 的卷；`docker volume ls` 会列出已有的卷‹，`docker volume create {name}` 可以创建›。',
    },
    network: {
      en: 'There is no network {name} yet; `docker network ls` lists yours‹, `docker network create {name}` makes it›.',
      zh: '还没有叫 {name} 的网络；`docker network ls` 会列出已有的网络‹，`docker network create {name}` 可以创建›。',
    },
  },
  variant: ({kind}) => kind,
});
