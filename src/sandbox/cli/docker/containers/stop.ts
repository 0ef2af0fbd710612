import {defineCommand} from '../app.ts';
import {forEach} from './each.ts';
import {containerPath} from './paths.ts';
import {stopFlags, stopQuery} from './stop-flags.ts';

/** `docker stop`. https://docs.docker.com/reference/cli/docker/container/stop/ */
export const stop = defineCommand({
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Stop one or more running containers',
  aliases: 'docker container stop, docker stop',
  flags: Object.values(stopFlags),
  args: {kind: 'atLeast', count: 1},
  async run(call) {
    const query = await stopQuery(call);
    return forEach(call.app, {
      names: call.args,
      act: (name) => call.app.engine.done({method: 'POST', path: containerPath(name, 'stop'), query}),
    });
  },
});
