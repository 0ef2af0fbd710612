import {defineCommand} from '../app.ts';
import {forEach} from './each.ts';
import {containerPath} from './paths.ts';
import {stopFlags, stopQuery} from './stop-flags.ts';

/** `docker restart`. https://docs.docker.com/reference/cli/docker/container/restart/ */
export const restart = defineCommand({
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Restart one or more containers',
  aliases: 'docker container restart, docker restart',
  flags: Object.values(stopFlags),
  args: {kind: 'atLeast', count: 1},
  async run(call) {
    const query = await stopQuery(call);
    return forEach(call.app, {
      names: call.args,
      inTurn: true,
      act: (name) => call.app.engine.done({method: 'POST', path: containerPath(name, 'restart'), query}),
    });
  },
});
