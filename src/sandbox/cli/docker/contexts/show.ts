import {defineCommand} from '../app.ts';
import {currentContext} from './current.ts';

/** `docker context show`. https://docs.docker.com/reference/cli/docker/context/show/ */
export const show = defineCommand({
  usage: '',
  short: 'Print the name of the current context',
  flags: [],
  args: {kind: 'none'},
  async run({app}) {
    await app.print(`${await currentContext(app)}\n`);
    return 0;
  },
});
