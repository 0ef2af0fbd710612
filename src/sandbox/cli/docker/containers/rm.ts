import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {EngineError} from '../errors.ts';
import {forEach} from './each.ts';
import {containerPath} from './paths.ts';

const flags = {
  force: bool('force', {short: 'f', usage: 'Force the removal of a running container (uses SIGKILL)'}),
  link: bool('link', {short: 'l', usage: 'Remove the specified link'}),
  volumes: bool('volumes', {short: 'v', usage: 'Remove anonymous volumes associated with the container'}),
};

/** `docker rm`. https://docs.docker.com/reference/cli/docker/container/rm/ */
export const rm = defineCommand({
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Remove one or more containers',
  aliases: 'docker container rm, docker container remove, docker rm',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  run: ({app, args, get}) =>
    forEach(app, {
      names: args,
      async act(name) {
        const bare = name.replace(/^\/+|\/+$/g, '');
        if (bare === '') throw new Error('container name cannot be empty');
        const query = {force: get(flags.force), link: get(flags.link), v: get(flags.volumes)};
        await app.engine.done({method: 'DELETE', path: containerPath(bare), query});
      },
      // Forced to be gone, and gone: that is what was asked for.
      forgives: (error) => get(flags.force) && error instanceof EngineError && error.status === 404,
    }),
});
