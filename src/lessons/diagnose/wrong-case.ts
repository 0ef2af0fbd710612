import {type Case, defineCause} from './diagnosis.ts';
import {containerNamed, said} from './evidence.ts';

/** A name that differs in capitals only, or an image typed with one. */
export const wrongCase = defineCause({
  cause: 'wrong-case',
  verdict: 'unmet',
  params: ['kind', 'name', 'seen'],
  says: {
    usual: {
      en: 'There is a {kind} {seen}; the step asks for {name}. To Docker capital and small letters are different names.',
      zh: '有一个叫 {seen} 的{kind}，而这一步要的是 {name}。在 Docker 里，大小写不同就是不同的名字。',
    },
    container: {
      en: 'There is a container {seen}; the step asks for {name}. To Docker capital and small letters are different names: `docker rename {seen} {name}`.',
      zh: '有一个叫 {seen} 的容器，而这一步要的是 {name}。在 Docker 里，大小写不同就是不同的名字：`docker rename {seen} {name}`。',
    },
    image: {
      en: 'You typed {seen}; an image has small letters only: {name}. Type it again.',
      zh: '你输入的是 {seen}；镜像名只能用小写字母：{name}。重新输入一次。',
    },
  },
  variant: ({kind}) => kind,
  explains(found) {
    const missing = said(found, 'not-there') ?? said(found, 'none-of-image');
    if (missing === undefined) return undefined;
    const kind = missing['kind'] ?? 'image';
    const name = missing['name'] ?? missing['image'] ?? '';
    const seen =
      kind === 'image'
        ? undefined
        : namesOf(found, kind).find((other) => other !== name && folded(other) === folded(name));
    if (seen !== undefined) return {kind, name, seen};
    return kind === 'image' || kind === 'container' ? typedCapital(found) : undefined;
  },
});

function namesOf({surroundings}: Case, kind: string): readonly string[] {
  if (kind === 'container') return surroundings.containers.map(({name}) => name);
  if (kind === 'volume') return surroundings.volumes.map(({name}) => name);
  return surroundings.networks.map(({name}) => name);
}

/** The docker command refuses capitals in an image itself, so only the command line knows. */
function typedCapital(found: Case): {kind: string; name: string; seen: string} | undefined {
  const {params} = found.check;
  const wanted = [params['reference'], params['image'], params['of']].find((value) => typeof value === 'string');
  const typed = found.surroundings.commands.at(-1);
  if (typeof wanted !== 'string' || typed === undefined || typed.exitCode === 0 || containerNamed(found, wanted))
    return undefined;
  const seen = typed.line.split(/\s+/).find((word) => word !== wanted && folded(word) === folded(wanted));
  return seen === undefined ? undefined : {kind: 'image', name: wanted, seen};
}

function folded(name: string): string {
  return name.toLowerCase();
}
