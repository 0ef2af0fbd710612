import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {pathPart} from '../engine/query.ts';
import {plainFormat} from '../flags/format-flag.ts';
import {inspectAll} from '../inspect/inspect-all.ts';
import {networkType} from '../inspect/types/network.ts';

const flags = {
  format: plainFormat(),
  verbose: bool('verbose', {short: 'v', usage: 'Verbose output for diagnostics'}),
};

/** `docker network inspect`. https://docs.docker.com/reference/cli/docker/network/inspect/ */
export const inspect = defineCommand({
  usage: '[OPTIONS] NETWORK [NETWORK...]',
  short: 'Display detailed information on one or more networks',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  run: ({app, args, get}) =>
    inspectAll(app, {
      names: args,
      format: get(flags.format),
      look: async (name) => ({
        type: networkType,
        json: await app.engine.text({
          path: `/networks/${pathPart(name)}`,
          query: {verbose: get(flags.verbose) ? 'true' : undefined},
        }),
      }),
    }),
});
