import {text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {forEach} from './each.ts';
import {containerPath} from './paths.ts';

const flags = {signal: text('signal', {short: 's', usage: 'Signal to send to the container'})};

/** `docker kill`. https://docs.docker.com/reference/cli/docker/container/kill/ */
export const kill = defineCommand({
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Kill one or more running containers',
  aliases: 'docker container kill, docker kill',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  run: ({app, args, get}) =>
    forEach(app, {
      names: args,
      act: (name) =>
        app.engine.done({
          method: 'POST',
          path: containerPath(name, 'kill'),
          query: {signal: get(flags.signal) || undefined},
        }),
    }),
});
