import {defineCause} from './diagnosis.ts';

/** A property is not as asked, and no other cause says more about it. */
export const differs = defineCause({
  cause: 'differs',
  verdict: 'unmet',
  params: ['kind', 'name', 'property', 'expected', 'seen'],
  says: {
    usual: {
      en: '{kind} {name}: the {property} is {seen}; the step asks for {expected}.',
      zh: '{kind} {name} 的{property}是 {seen}，这一步要的是 {expected}。',
    },
    container: {
      en: 'Container {name}: the {property} is {seen}; the step asks for {expected}. Most of it is set once‹: `docker rm -f {name}`, then run it again›.',
      zh: '容器 {name} 的{property}是 {seen}，这一步要的是 {expected}。这些大多只在创建时设置‹：先 `docker rm -f {name}`，再重新运行›。',
    },
    state: {
      en: 'Container {name} is {seen}; the step asks for {expected}. `docker ps -a` shows the state of each.',
      zh: '容器 {name} 现在是 {seen}，这一步要的是 {expected}。每个容器的状态见 `docker ps -a`。',
    },
    restart: {
      en: 'Container {name}: the restart policy is {seen}; the step asks for {expected}.‹ `docker update --restart {expected} {name}` changes it.›',
      zh: '容器 {name} 的重启策略是 {seen}，这一步要的是 {expected}。‹`docker update --restart {expected} {name}` 就能改。›',
    },
    image: {
      en: 'Image {name}: the {property} is {seen}; the step asks for {expected}. Change the Dockerfile and build again with the same name.',
      zh: '镜像 {name} 的{property}是 {seen}，这一步要的是 {expected}。改好 Dockerfile，用同一个名字再构建一次。',
    },
    members: {
      en: 'Network {name} has no running container {expected} on it.‹ Run it with `--network {name}`, or `docker network connect {name} {expected}`.›',
      zh: '网络 {name} 上没有运行中的容器 {expected}。‹运行时加上 `--network {name}`，或者 `docker network connect {name} {expected}`。›',
    },
    tags: {
      en: 'The registry has these tags for {name}: {seen}; the step asks for {expected}.‹ `docker push` brings it there.›',
      zh: '镜像仓库服务里 {name} 的标签有：{seen}；这一步要的是 {expected}。‹用 `docker push` 把它送过去。›',
    },
  },
  variant({kind, property}) {
    if (kind === 'container') return property === 'state' || property === 'restart' ? property : 'container';
    if (kind === 'network' && property === 'containers') return 'members';
    return kind === 'registry' ? 'tags' : kind;
  },
});
