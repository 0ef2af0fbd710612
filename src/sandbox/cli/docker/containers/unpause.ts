import {defineCommand} from '../app.ts';
import {forEach} from './each.ts';
import {containerPath} from './paths.ts';

/** `docker unpause`. https://docs.docker.com/reference/cli/docker/container/unpause/ */
export const unpause = defineCommand({
  usage: 'CONTAINER [CONTAINER...]',
  short: 'Unpause all processes within one or more containers',
  aliases: 'docker container unpause, docker unpause',
  flags: [],
  args: {kind: 'atLeast', count: 1},
  run: ({app, args}) =>
    forEach(app, {
      names: args,
      act: (name) => app.engine.done({method: 'POST', path: containerPath(name, 'unpause')}),
    }),
});
