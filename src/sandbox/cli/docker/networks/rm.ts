import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {pathPart} from '../engine/query.ts';
import {EngineError, ExitError, errorOf} from '../errors.ts';

const flags = {force: bool('force', {short: 'f', usage: 'Do not error if the network does not exist'})};

/** `docker network rm`. https://docs.docker.com/reference/cli/docker/network/rm/ */
export const rm = defineCommand({
  usage: 'NETWORK [NETWORK...]',
  short: 'Remove one or more networks',
  aliases: 'docker network rm, docker network remove',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  async run({app, args, get}) {
    let failed = false;
    for (const name of args) {
      try {
        await app.engine.done({method: 'DELETE', path: `/networks/${pathPart(name)}`});
        await app.print(`${name}\n`);
      } catch (error) {
        if (get(flags.force) && error instanceof EngineError && error.status === 404) continue;
        await app.warn(`${errorOf(error).message}\n`);
        failed = true;
      }
    }
    if (failed) throw new ExitError(1, 'exit status 1');
    return 0;
  },
});
