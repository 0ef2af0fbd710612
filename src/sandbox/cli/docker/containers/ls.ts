import {bool, int} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {configText} from '../config-file.ts';
import {encodeFilters} from '../engine/query.ts';
import {tableFormat} from '../flags/format-flag.ts';
import {filter} from '../flags/kinds.ts';
import {fieldsUsed, listingText} from '../format/listing.ts';
import {objects} from '../json.ts';
import {containerHeaders, containerRow} from './container-row.ts';

const flags = {
  all: bool('all', {short: 'a', usage: 'Show all containers (default shows just running)'}),
  filter: filter('filter', {short: 'f', usage: 'Filter output based on conditions provided'}),
  format: tableFormat(),
  last: int('last', {short: 'n', usage: 'Show n last created containers (includes all states)', initial: -1}),
  latest: bool('latest', {short: 'l', usage: 'Show the latest created container (includes all states)'}),
  noTrunc: bool('no-trunc', {usage: "Don't truncate output"}),
  quiet: bool('quiet', {short: 'q', usage: 'Only display container IDs'}),
  size: bool('size', {short: 's', usage: 'Display total file sizes'}),
};

/** `docker ps`. https://docs.docker.com/reference/cli/docker/container/ls/ */
export const ls = defineCommand({
  usage: '[OPTIONS]',
  short: 'List containers',
  aliases: 'docker container ls, docker container list, docker container ps, docker ps',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run({app, get, changed}) {
    const quiet = get(flags.quiet);
    const given = quiet ? '' : get(flags.format);
    if (quiet && get(flags.format) !== '') {
      await app.warn('WARNING: Ignoring custom format, because both --format and --quiet are set.\n');
    }
    const style = {truncates: !get(flags.noTrunc), nowMs: app.context.clock.now()};
    const wanted = given || (quiet ? '' : await configText(app.config, 'psFormat')) || 'table';
    const sized = get(flags.size);
    const format = fullFormat(wanted, {quiet, sized});
    // A template that shows sizes needs them measured, asked for or not.
    const shown = given === '' || given === 'json' ? undefined : fieldsUsed(given, containerRow({}, style));
    const needsSize = sized || (shown?.has('Size') === true && !changed(flags.size));
    const last = get(flags.latest) && get(flags.last) === -1 ? 1 : get(flags.last);
    const containers = await app.engine.json({
      path: '/containers/json',
      query: {
        all: get(flags.all),
        limit: last > 0 ? last : undefined,
        size: needsSize,
        filters: encodeFilters(get(flags.filter)),
      },
    });
    const rows = objects(containers).map((container) => containerRow(container, style));
    await app.print(listingText({format, headers: containerHeaders, rows}));
    return 0;
  },
});

const columns = ['ID', 'Image', 'Command', 'RunningFor', 'Status', 'Ports', 'Names'];

function fullFormat(format: string, {quiet, sized}: {readonly quiet: boolean; readonly sized: boolean}): string {
  if (format === 'raw') return quiet ? 'container_id: {{.ID}}' : rawFormat(sized);
  if (format !== 'table') return format;
  if (quiet) return '{{.ID}}';
  return `table ${[...columns, ...(sized ? ['Size'] : [])].map((name) => `{{.${name}}}`).join('\t')}`;
}

function rawFormat(sized: boolean): string {
  return [
    'container_id: {{.ID}}',
    'image: {{.Image}}',
    'command: {{.Command}}',
    'created_at: {{.CreatedAt}}',
    'state: {{- if .State}} {{.State}}{{- end}}',
    'status: {{- if .Status}} {{.Status}}{{- end}}',
    'names: {{.Names}}',
    'labels: {{- if .Labels}} {{.Labels}}{{- end}}',
    'ports: {{- if .Ports}} {{.Ports}}{{- end}}',
    ...(sized ? ['size: {{.Size}}'] : []),
    '',
  ].join('\n');
}
