import {text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {errorOf} from '../errors.ts';
import {checkOutputPath, sendTo} from '../output-file.ts';
import {containerPath} from './paths.ts';

const flags = {output: text('output', {short: 'o', usage: 'Write to a file, instead of STDOUT'})};

/** `docker export`. https://docs.docker.com/reference/cli/docker/container/export/ */
export const exportContainer = defineCommand({
  usage: '[OPTIONS] CONTAINER',
  short: "Export a container's filesystem as a tar archive",
  aliases: 'docker container export, docker export',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 1},
  async run({app, args: [name = ''], get}) {
    const output = get(flags.output);
    if (output === '' && app.context.tty.stdout) {
      throw new Error('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    }
    try {
      await checkOutputPath(app, output);
    } catch (error) {
      throw new Error(`failed to export container: ${errorOf(error).message}`);
    }
    const {body} = await app.engine.call({path: containerPath(name, 'export')});
    await sendTo(app, output, body);
    return 0;
  },
});
