import {bool} from '../../cobra/flag-kinds.ts';
import type {GoStruct} from '../../template/value.ts';
import {defineCommand} from '../app.ts';
import {ellipsis} from '../containers/container-row.ts';
import {errorOf} from '../errors.ts';
import {tableFormat} from '../flags/format-flag.ts';
import {listingText} from '../format/listing.ts';
import {row} from '../format/row.ts';
import {currentContext, defaultEndpoint} from './current.ts';
import {contextStore, type StoredContext} from './store.ts';

const flags = {format: tableFormat(), quiet: bool('quiet', {short: 'q', usage: 'Only show context names'})};

const headers = {Name: 'NAME', Description: 'DESCRIPTION', DockerEndpoint: 'DOCKER ENDPOINT', Error: 'ERROR'};

const overridden =
  'Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable.\n';

/** `docker context ls`. https://docs.docker.com/reference/cli/docker/context/ls/ */
export const ls = defineCommand({
  usage: '[OPTIONS]',
  short: 'List contexts',
  aliases: 'docker context ls, docker context list',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run({app, get}) {
    const current = await currentContext(app);
    const stored = await contextStore(app.context.files, app.options.configFolder).list();
    const own: StoredContext = {
      name: 'default',
      description: 'Current DOCKER_HOST based configuration',
      host: '',
      skipVerify: false,
    };
    const sorted = [own, ...stored].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const endpoint = endpointOf(app);
    const rows = sorted.map((context) =>
      contextRow(context, {current, ...(context === own ? endpoint : {host: context.host, error: ''})}),
    );
    const given = get(flags.format) || 'table';
    const table = get(flags.quiet)
      ? '{{.Name}}'
      : 'table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}';
    await app.print(listingText({format: given === 'table' ? table : given, headers, rows}));
    if (app.options.host === '' && app.context.env['DOCKER_HOST'] && app.options.context === '')
      await app.warn(overridden);
    return 0;
  },
});

function endpointOf(app: Parameters<typeof defaultEndpoint>[0]): {readonly host: string; readonly error: string} {
  try {
    return {host: defaultEndpoint(app), error: ''};
  } catch (error) {
    return {host: '', error: errorOf(error).message};
  }
}

function contextRow(
  {name, description}: StoredContext,
  {current, host, error}: {readonly current: string; readonly host: string; readonly error: string},
): GoStruct {
  return row('formatter.clientContextContext', {
    Current: () => name === current,
    Name: () => name,
    Description: () => ellipsis(description, 60),
    DockerEndpoint: () => host,
    Error: () => (error === '' ? '' : ellipsis(error.replaceAll('\n', ' '), 45)),
  });
}
