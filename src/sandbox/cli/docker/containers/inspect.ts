import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {plainFormat} from '../flags/format-flag.ts';
import {inspectAll} from '../inspect/inspect-all.ts';
import {lookUps} from '../inspect/look-up.ts';

const flags = {format: plainFormat(), size: bool('size', {short: 's', usage: 'Display total file sizes'})};

/** `docker container inspect`. https://docs.docker.com/reference/cli/docker/container/inspect/ */
export const inspect = defineCommand({
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Display detailed information on one or more containers',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  run: ({app, args, get}) =>
    inspectAll(app, {
      names: args,
      format: get(flags.format),
      look: (name) => lookUps.container(app, name, {size: get(flags.size)}),
    }),
});
