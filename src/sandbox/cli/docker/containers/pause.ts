import {defineCommand} from '../app.ts';
import {forEach} from './each.ts';
import {containerPath} from './paths.ts';

/** `docker pause`. https://docs.docker.com/reference/cli/docker/container/pause/ */
export const pause = defineCommand({
  usage: 'CONTAINER [CONTAINER...]',
  short: 'Pause all processes within one or more containers',
  aliases: 'docker container pause, docker pause',
  flags: [],
  args: {kind: 'atLeast', count: 1},
  run: ({app, args}) =>
    forEach(app, {
      names: args,
      act: (name) => app.engine.done({method: 'POST', path: containerPath(name, 'pause')}),
    }),
});
