import {defineCommand} from '../app.ts';
import {plainFormat} from '../flags/format-flag.ts';
import {inspectAll} from '../inspect/inspect-all.ts';
import {lookUps} from '../inspect/look-up.ts';

const flags = {format: plainFormat()};

/** `docker volume inspect`. https://docs.docker.com/reference/cli/docker/volume/inspect/ */
export const inspect = defineCommand({
  usage: '[OPTIONS] VOLUME [VOLUME...]',
  short: 'Display detailed information on one or more volumes',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  run: ({app, args, get}) =>
    inspectAll(app, {names: args, format: get(flags.format), look: (name) => lookUps.volume(app, name)}),
});
