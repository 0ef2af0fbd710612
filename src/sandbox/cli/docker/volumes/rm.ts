import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {forEach} from '../containers/each.ts';
import {pathPart} from '../engine/query.ts';

const flags = {force: bool('force', {short: 'f', usage: 'Force the removal of one or more volumes'})};

/** `docker volume rm`. https://docs.docker.com/reference/cli/docker/volume/rm/ */
export const rm = defineCommand({
  usage: '[OPTIONS] VOLUME [VOLUME...]',
  short: 'Remove one or more volumes',
  long: 'Remove one or more volumes. You cannot remove a volume that is in use by a container.',
  aliases: 'docker volume rm, docker volume remove',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  run: ({app, args, get}) =>
    forEach(app, {
      names: args,
      inTurn: true,
      act: (name) =>
        app.engine.done({method: 'DELETE', path: `/volumes/${pathPart(name)}`, query: {force: get(flags.force)}}),
    }),
});
