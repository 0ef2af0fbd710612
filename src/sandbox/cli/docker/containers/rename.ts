import {defineCommand} from '../app.ts';
import {errorOf} from '../errors.ts';
import {containerPath} from './paths.ts';

/** `docker rename`. https://docs.docker.com/reference/cli/docker/container/rename/ */
export const rename = defineCommand({
  usage: 'CONTAINER NEW_NAME',
  short: 'Rename a container',
  aliases: 'docker container rename, docker rename',
  flags: [],
  args: {kind: 'exactly', count: 2},
  async run({app, args}) {
    const [from = '', to = ''] = args.map((name) => name.trim());
    if (from === '' || to === '') throw new Error('Error: Neither old nor new names may be empty');
    try {
      await app.engine.done({method: 'POST', path: containerPath(from, 'rename'), query: {name: to}});
    } catch (error) {
      await app.warn(`${errorOf(error).message}\n`);
      throw new Error(`Error: failed to rename container named ${from}`);
    }
    return 0;
  },
});
