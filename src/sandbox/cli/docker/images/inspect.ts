import {text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {plainFormat} from '../flags/format-flag.ts';
import {inspectAll} from '../inspect/inspect-all.ts';
import {lookUps} from '../inspect/look-up.ts';

const flags = {
  format: plainFormat(),
  platform: text('platform', {
    usage: [
      'Inspect a specific platform of the multi-platform image.',
      'If the image or the server is not multi-platform capable, the command will error out if the platform does not match.',
      "'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)",
    ].join('\n'),
    needs: 'api:1.49',
  }),
};

/** `docker image inspect`. https://docs.docker.com/reference/cli/docker/image/inspect/ */
export const inspect = defineCommand({
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  short: 'Display detailed information on one or more images',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  run: ({app, args, get}) =>
    inspectAll(app, {names: args, format: get(flags.format), look: (name) => lookUps.image(app, name)}),
});
