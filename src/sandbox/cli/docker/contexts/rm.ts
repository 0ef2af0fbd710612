import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {forEach} from '../containers/each.ts';
import {currentContext} from './current.ts';
import {contextStore} from './store.ts';

const flags = {force: bool('force', {short: 'f', usage: 'Force the removal of a context in use'})};

/** `docker context rm`. https://docs.docker.com/reference/cli/docker/context/rm/ */
export const rm = defineCommand({
  usage: 'CONTEXT [CONTEXT...]',
  short: 'Remove one or more contexts',
  aliases: 'docker context rm, docker context remove',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  async run({app, args, get}) {
    const store = contextStore(app.context.files, app.options.configFolder);
    const current = await currentContext(app);
    return forEach(app, {
      names: args,
      inTurn: true,
      async act(name) {
        if (name === 'default') throw new Error('context "default" cannot be removed');
        if (!(await store.has(name))) throw new Error(`context "${name}" does not exist`);
        if (name === current && !get(flags.force)) {
          throw new Error(`context "${name}" is in use, set -f flag to force remove`);
        }
        await store.remove(name);
        if (name !== current) return;
        const {currentContext: _, ...others} = await app.config.read();
        await app.config.write(others);
      },
    });
  },
});
