import {defineCommand} from '../app.ts';
import {apiVersions as versionsOf} from '../client/discovery.ts';
import {UsageError} from '../errors.ts';

export const apiVersions = defineCommand({
  usage: '',
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  examples: '# All versions of all groups\nkubectl api-versions',
  flags: [],
  args: {kind: 'atLeast', count: 0},
  async run({app, args}) {
    if (args.length > 0) throw new UsageError(`unexpected arguments: [${args.join(' ')}]`);
    await app.print(
      versionsOf(await app.discovery.groups())
        .map((one) => `${one}\n`)
        .join(''),
    );
    return 0;
  },
});
