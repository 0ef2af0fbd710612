import {text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {errorOf} from '../errors.ts';
import {checkOutputPath, sendTo} from '../output-file.ts';

const flags = {
  output: text('output', {short: 'o', usage: 'Write to a file, instead of STDOUT'}),
  platform: text('platform', {
    usage: 'Save only the given platform variant. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")',
    needs: 'api:1.48',
  }),
};

/** `docker save`. https://docs.docker.com/reference/cli/docker/image/save/ */
export const save = defineCommand({
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  short: 'Save one or more images to a tar archive (streamed to STDOUT by default)',
  aliases: 'docker image save, docker save',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  async run({app, args, get}) {
    const output = get(flags.output);
    if (output === '' && app.context.tty.stdout) {
      throw new Error('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    }
    try {
      await checkOutputPath(app, output);
    } catch (error) {
      throw new Error(`failed to save image: ${errorOf(error).message}`);
    }
    const {body} = await app.engine.call({path: '/images/get', query: {names: args}});
    await sendTo(app, output, body);
    return 0;
  },
});
