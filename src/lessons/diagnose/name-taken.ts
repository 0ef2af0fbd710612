import {defineCause} from './diagnosis.ts';
import {answered, containerNamed} from './evidence.ts';

/** `docker run --name` or `docker create` with a name that a container has, running or not. */
export const nameTaken = defineCause({
  cause: 'name-taken',
  verdict: 'unmet',
  params: ['name', 'image', 'state'],
  says: {
    usual: {
      en: 'The name {name} is taken by an older container of {image} ({state}). Remove it with `docker rm -f {name}`, then run your command again.',
      zh: '名字 {name} 已被一个更早的 {image} 容器占用（{state}）。先用 `docker rm -f {name}` 删掉它，再运行一次你的命令。',
    },
    unseen: {
      en: 'The name {name} is taken by another container. Remove it with `docker rm -f {name}`, then run your command again.',
      zh: '名字 {name} 已被另一个容器占用。先用 `docker rm -f {name}` 删掉它，再运行一次你的命令。',
    },
  },
  variant: ({image}) => (image === '' ? 'unseen' : 'usual'),
  explains(found) {
    const name = answered(found, /container name "?\/?([^" ]+)"? is already in use/i)?.match[1];
    if (name === undefined) return undefined;
    const holder = containerNamed(found, name);
    return {name, image: holder?.image ?? '', state: holder?.state ?? ''};
  },
});
