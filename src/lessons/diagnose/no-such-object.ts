import {verbsOf} from '../checks/docker-verbs.ts';
import {type Case, defineCause} from './diagnosis.ts';
import {answered, containerNamed, said} from './evidence.ts';
import {nearest} from './nearest.ts';

const MISSING = /No such (container|image): (\S+)|(?:get )?(\S+): no such (volume)|(network) (\S+) not found/i;

/** A command named an object that is not there. */
export const noSuchObject = defineCause({
  cause: 'no-such-object',
  verdict: 'unmet',
  params: ['kind', 'name', 'similar', 'isContainer'],
  says: {
    usual: {
      en: 'Your command named the {kind} {name}, which is not there.[ There is {similar}: look at the spelling.]',
      zh: '你的命令里写的{kind} {name} 并不存在。[有一个叫 {similar}：检查一下拼写。]',
    },
    container: {
      en: 'Your command asks for an image, and {name} is a container. `docker images` lists the images.',
      zh: '你的命令要的是镜像，而 {name} 是容器。`docker images` 会列出镜像。',
    },
  },
  variant: ({isContainer}) => (isContainer === 'true' ? 'container' : 'usual'),
  explains(found) {
    const mistyped = mistypedContainer(found);
    if (mistyped !== undefined) {
      return {
        kind: 'container',
        name: mistyped,
        similar: nearest(mistyped, namesOf(found, 'container')) ?? '',
        isContainer: false,
      };
    }
    const match = answered(found, MISSING)?.match;
    if (!match) return undefined;
    const kind = (match[1] ?? match[4] ?? match[5] ?? '').toLowerCase();
    const name = match[2] ?? match[3] ?? match[6] ?? '';
    const bare = name.replace(/:latest$/, '');
    const isContainer = kind === 'image' && containerNamed(found, bare) !== undefined;
    const similar = nearest(name, namesOf(found, kind)) ?? '';
    return {kind, name: isContainer ? bare : name, similar, isContainer};
  },
});

/** `docker logs` and `docker exec` ask first whether there is such a container, and go no further when there is none. */
function mistypedContainer(found: Case): string | undefined {
  const command = (said(found, 'not-run-yet') ?? said(found, 'run-against-other-target'))?.['command'] ?? '';
  if (!(verbsOf(command) ?? []).some((verb) => verb.startsWith('container '))) return undefined;
  const last = found.surroundings.calls.findLast(({verb}) => verb.startsWith('container '));
  if (last?.verb !== 'container inspect' || last.status !== 404) return undefined;
  return containerNamed(found, last.target) ? undefined : last.target;
}

function namesOf({surroundings}: Case, kind: string): readonly string[] {
  if (kind === 'image') return surroundings.images.flatMap(({tags}) => tags);
  if (kind === 'volume') return surroundings.volumes.map(({name}) => name);
  if (kind === 'network') return surroundings.networks.map(({name}) => name);
  return surroundings.containers.map(({name}) => name);
}
