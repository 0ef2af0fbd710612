import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {configText} from '../config-file.ts';
import {encodeFilters} from '../engine/query.ts';
import {tableFormat} from '../flags/format-flag.ts';
import {filter, withFilter} from '../flags/kinds.ts';
import {listingText} from '../format/listing.ts';
import {objects} from '../json.ts';
import {imageHeaders, imageLines, imageRow} from './image-row.ts';

const flags = {
  all: bool('all', {short: 'a', usage: 'Show all images (default hides intermediate images)'}),
  digests: bool('digests', {usage: 'Show digests'}),
  filter: filter('filter', {short: 'f', usage: 'Filter output based on conditions provided'}),
  format: tableFormat(),
  noTrunc: bool('no-trunc', {usage: "Don't truncate output"}),
  quiet: bool('quiet', {short: 'q', usage: 'Only show image IDs'}),
};

/** `docker images`. https://docs.docker.com/reference/cli/docker/image/ls/ */
export const ls = defineCommand({
  usage: '[OPTIONS] [REPOSITORY[:TAG]]',
  short: 'List images',
  aliases: 'docker image ls, docker image list, docker images',
  flags: Object.values(flags),
  args: {kind: 'atMost', count: 1},
  async run({app, args: [name], get}) {
    const quiet = get(flags.quiet);
    const filters = name === undefined ? get(flags.filter) : withFilter(get(flags.filter), 'reference', name);
    const query = {all: get(flags.all), filters: encodeFilters(filters)};
    const images = objects(await app.engine.json({path: '/images/json', query}));
    const wanted = get(flags.format) || (quiet ? '' : await configText(app.config, 'imagesFormat')) || 'table';
    const format = fullFormat(wanted, {quiet, digests: get(flags.digests)});
    const style = {truncates: !get(flags.noTrunc), nowMs: app.context.clock.now()};
    const digests = get(flags.digests) || /\.Digest\b/.test(format);
    const rows = images.flatMap((image) => imageLines(image, digests)).map((line) => imageRow(line, style));
    await app.print(listingText({format, headers: imageHeaders, rows}));
    return 0;
  },
});

function fullFormat(format: string, {quiet, digests}: {readonly quiet: boolean; readonly digests: boolean}): string {
  if (format === 'raw') return quiet ? 'image_id: {{.ID}}' : rawFormat(digests);
  if (format !== 'table') return format;
  if (quiet) return '{{.ID}}';
  const names = ['Repository', 'Tag', ...(digests ? ['Digest'] : []), 'ID'];
  const columns = names.map((name) => `{{.${name}}}`);
  return `table ${columns.join('\t')}\t{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}\t{{.Size}}`;
}

function rawFormat(digests: boolean): string {
  const lines = ['repository: {{ .Repository }}', 'tag: {{.Tag}}', ...(digests ? ['digest: {{.Digest}}'] : [])];
  return [...lines, 'image_id: {{.ID}}', 'created_at: {{.CreatedAt}}', 'virtual_size: {{.Size}}', ''].join('\n');
}
