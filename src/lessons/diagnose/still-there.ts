import {defineCause} from './diagnosis.ts';

/** The step asks for it to be gone. */
export const stillThere = defineCause({
  cause: 'still-there',
  verdict: 'unmet',
  params: ['kind', 'name'],
  says: {
    usual: {
      en: '{kind} {name} is still there; the step asks for it to be gone‹: `kubectl delete` removes it›.',
      zh: '{kind} {name} 还在，而这一步要它消失‹：`kubectl delete` 会删除它›。',
    },
    container: {
      en: 'Container {name} is still there; the step asks for it to be gone‹: `docker rm -f {name}` stops and removes it›.',
      zh: '容器 {name} 还在，而这一步要它消失‹：`docker rm -f {name}` 会停止并删除它›。',
    },
    image: {
      en: 'Image {name} is still there; the step asks for it to be gone‹: `docker rmi {name}`›.',
      zh: '镜像 {name} 还在，而这一步要它消失‹：`docker rmi {name}`›。',
    },
    volume: {
      en: 'Volume {name} is still there; the step asks for it to be gone‹: `docker volume rm {name}`›.',
      zh: '卷 {name} 还在，而这一步要它消失‹：`docker volume rm {name}`›。',
    },
    network: {
      en: 'Network {name} is still there; the step asks for it to be gone‹: `docker network rm {name}`›.',
      zh: '网络 {name} 还在，而这一步要它消失‹：`docker network rm {name}`›。',
    },
    file: {
      en: '{name} is still in your working folder; the step asks for it to be gone‹: `rm {name}`›.',
      zh: '{name} 还在你的工作目录里，而这一步要它消失‹：`rm {name}`›。',
    },
  },
  variant: ({kind}) => kind,
});
