import {text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {readContainer} from './create/config.ts';
import {checkPull, createContainer, orWithHelp} from './create/create-container.ts';
import {containerFlags, makingFlags} from './create/flags.ts';

const pull = text('pull', {
  usage: 'Pull image before creating ("always", "|missing", "never")',
  initial: 'missing',
});

/** `docker create`. https://docs.docker.com/reference/cli/docker/container/create/ */
export const create = defineCommand({
  usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
  short: 'Create a new container',
  aliases: 'docker container create, docker create',
  flags: [...Object.values(containerFlags), ...Object.values(makingFlags), pull],
  args: {kind: 'atLeast', count: 1},
  stopsAtFirst: true,
  async run(call) {
    const {app, get} = call;
    const container = await orWithHelp(async () => {
      checkPull(get(pull));
      return readContainer(call);
    }, call);
    const id = await createContainer(app, container, {
      name: get(makingFlags.name),
      platform: get(makingFlags.platform),
      quiet: get(makingFlags.quiet),
      pull: get(pull),
      cidfile: get(containerFlags.cidfile),
    });
    await app.print(`${id}\n`);
    return 0;
  },
});
