import {sameReference} from '../checks/reference.ts';
import {defineCause} from './diagnosis.ts';
import {endedContainer} from './evidence.ts';

/** What stands behind the image became arguments of the image's own program. */
export const commandSwallowedByEntrypoint = defineCause({
  cause: 'command-swallowed-by-entrypoint',
  verdict: 'unmet',
  params: ['name', 'entrypoint', 'command'],
  says: {
    usual: {
      en: 'Container {name} ran {entrypoint} {command}: the image has an entrypoint, and your command became its arguments. To run something else: `docker run --entrypoint`.',
      zh: '容器 {name} 实际运行的是 {entrypoint} {command}：镜像自带入口点（entrypoint），你的命令成了它的参数。想换成别的程序：`docker run --entrypoint`。',
    },
  },
  explains(found) {
    const container = endedContainer(found);
    const [entrypoint = ''] = container?.entrypoint ?? [];
    // A script as entrypoint ends with `exec "$@"` by custom: it runs the command it is given.
    if (!container || entrypoint === '' || entrypoint.endsWith('.sh') || container.exitCode === 0) return undefined;
    const image = found.surroundings.images.find(({tags}) => tags.some((tag) => sameReference(tag, container.image)));
    const own = image !== undefined && image.command.join(' ') !== container.command.join(' ');
    if (!own || container.command.length === 0) return undefined;
    return {name: container.name, entrypoint: container.entrypoint.join(' '), command: container.command.join(' ')};
  },
});
