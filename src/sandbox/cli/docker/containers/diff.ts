import {defineCommand} from '../app.ts';
import {number, objects, text} from '../json.ts';
import {containerPath} from './paths.ts';

const kinds = ['C', 'A', 'D'];

/** `docker diff`. https://docs.docker.com/reference/cli/docker/container/diff/ */
export const diff = defineCommand({
  usage: 'CONTAINER',
  short: "Inspect changes to files or directories on a container's filesystem",
  aliases: 'docker container diff, docker diff',
  flags: [],
  args: {kind: 'exactly', count: 1},
  async run({app, args: [name = '']}) {
    const changes = objects(await app.engine.json({path: containerPath(name, 'changes')}));
    const lines = changes.map(({Kind, Path}) => `${kinds[number(Kind)] ?? ''} ${text(Path)}\n`);
    await app.print(lines.join(''));
    return 0;
  },
});
