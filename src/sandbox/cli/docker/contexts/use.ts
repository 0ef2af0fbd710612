import {defineCommand} from '../app.ts';
import {contextStore} from './store.ts';

/** `docker context use`. https://docs.docker.com/reference/cli/docker/context/use/ */
export const use = defineCommand({
  usage: 'CONTEXT',
  short: 'Set the current docker context',
  flags: [],
  args: {kind: 'cobraExactly', count: 1},
  async run({app, args: [name = '']}) {
    if (name !== 'default') await contextStore(app.context.files, app.options.configFolder).get(name);
    const config = await app.config.read();
    const {currentContext: _, ...others} = config;
    const before = config['currentContext'] ?? 'default';
    if (before !== name) await app.config.write(name === 'default' ? others : {...others, currentContext: name});
    await app.print(`${name}\n`);
    await app.warn(`Current context is now "${name}"\n`);
    const host = app.context.env['DOCKER_HOST'];
    if (name !== 'default' && host) {
      await app.warn(
        `Warning: DOCKER_HOST environment variable overrides the active context. To use ${JSON.stringify(name)}, either set the global --context flag, or unset DOCKER_HOST environment variable.\n`,
      );
    }
    return 0;
  },
});
