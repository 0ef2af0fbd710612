import {bool, text} from '../../cobra/flag-kinds.ts';
import {defineCommand, type Kubectl} from '../app.ts';
import {errorOf, UsageError} from '../errors.ts';
import {type Json, text as textOf} from '../json.ts';
import {toOrderedJson} from '../print/json.ts';
import {toYaml} from '../print/yaml.ts';

/** The version whose words and layout these commands have. */
export const clientVersion = 'v1.34.4';
const kustomizeVersion = 'v5.7.1';

const flags = {
  client: bool('client', {usage: 'If true, shows client version only (no server required).'}),
  output: text('output', {short: 'o', usage: "One of 'yaml' or 'json'."}),
} as const;

export const version = defineCommand({
  usage: '[flags]',
  short: 'Print the client and server version information',
  long: 'Print the client and server version information for the current context.',
  examples: '# Print the client and server versions for the current context\nkubectl version',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run({app, args, get}) {
    if (args.length > 0) throw new UsageError(`extra arguments: [${args.join(' ')}]`);
    const output = get(flags.output);
    if (!['', 'yaml', 'json'].includes(output)) throw new UsageError("--output must be 'yaml' or 'json'");
    let server: Json | undefined;
    let failure: Error | undefined;
    try {
      server = get(flags.client) ? undefined : await app.api.json({path: '/version'});
    } catch (error) {
      failure = errorOf(error);
    }
    await app.print(versionText(app, server, output));
    if (failure !== undefined) throw failure;
    await warnOfDistance(app, server);
    return 0;
  },
});

function versionText({context: {platform}}: Kubectl, server: Json | undefined, output: string): string {
  const own = {
    major: '1',
    minor: '34',
    gitVersion: clientVersion,
    gitCommit: '',
    gitTreeState: '',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: '',
    compiler: '',
    platform: `${platform.os}/${platform.arch}`,
  };
  const all = {clientVersion: own, kustomizeVersion, ...(server === undefined ? {} : {serverVersion: server})};
  if (output === 'json') return `${toOrderedJson(all, '  ')}\n`;
  if (output === 'yaml') return `${toYaml(all)}\n`;
  const known = server === undefined ? '' : `Server Version: ${textOf(server['gitVersion'])}\n`;
  return `Client Version: ${clientVersion}\nKustomize Version: ${kustomizeVersion}\n${known}`;
}

async function warnOfDistance(app: Kubectl, server: Json | undefined): Promise<void> {
  const minor = Number(textOf(server?.['minor']).replace(/\D/g, ''));
  if (server === undefined || Math.abs(minor - 34) <= 1) return;
  await app.warn(
    `WARNING: version difference between client (1.34) and server (1.${minor}) exceeds the supported minor version skew of +/-1\n`,
  );
}
