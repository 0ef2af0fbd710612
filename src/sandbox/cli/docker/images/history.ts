import {bool, text} from '../../cobra/flag-kinds.ts';
import {formatRfc3339} from '../../go/time.ts';
import type {GoStruct} from '../../template/value.ts';
import {defineCommand} from '../app.ts';
import {ellipsis, shortId} from '../containers/container-row.ts';
import {pathPart} from '../engine/query.ts';
import {tableFormat} from '../flags/format-flag.ts';
import {listingText} from '../format/listing.ts';
import {row} from '../format/row.ts';
import {type Json, number, objects, text as textOf} from '../json.ts';
import {humanDuration, humanSize} from '../units.ts';

const flags = {
  format: tableFormat(),
  human: bool('human', {short: 'H', usage: 'Print sizes and dates in human readable format', initial: true}),
  noTrunc: bool('no-trunc', {usage: "Don't truncate output"}),
  platform: text('platform', {
    usage: 'Show history for the given platform. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")',
    needs: 'api:1.48',
  }),
  quiet: bool('quiet', {short: 'q', usage: 'Only show image IDs'}),
};

const headers = {
  ID: 'IMAGE',
  CreatedSince: 'CREATED',
  CreatedAt: 'CREATED AT',
  CreatedBy: 'CREATED BY',
  Size: 'SIZE',
  Comment: 'COMMENT',
};

/** `docker history`. https://docs.docker.com/reference/cli/docker/image/history/ */
export const history = defineCommand({
  usage: '[OPTIONS] IMAGE',
  short: 'Show the history of an image',
  aliases: 'docker image history, docker history',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 1},
  async run({app, args: [name = ''], get}) {
    const layers = objects(await app.engine.json({path: `/images/${pathPart(name)}/history`}));
    const human = get(flags.human);
    const created = human ? 'CreatedSince' : 'CreatedAt';
    const table = `table {{.ID}}\t{{.${created}}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}`;
    const format = get(flags.format) || 'table';
    const full = format !== 'table' ? format : get(flags.quiet) ? '{{.ID}}' : table;
    const style = {human, truncates: !get(flags.noTrunc), nowMs: app.context.clock.now()};
    const rows = layers.map((layer) => layerRow(layer, style));
    await app.print(listingText({format: full, headers, rows}));
    return 0;
  },
});

interface Style {
  readonly human: boolean;
  readonly truncates: boolean;
  readonly nowMs: number;
}

function layerRow(layer: Json, {human, truncates, nowMs}: Style): GoStruct {
  const seconds = number(layer['Created']);
  return row('image.historyContext', {
    ID: () => (truncates ? shortId(textOf(layer['Id'])) : textOf(layer['Id'])),
    CreatedAt: () => (seconds <= 0 ? '' : formatRfc3339(seconds)),
    CreatedSince() {
      if (!human) return formatRfc3339(seconds);
      return seconds <= 0 ? 'N/A' : `${humanDuration(nowMs - seconds * 1000)} ago`;
    },
    CreatedBy() {
      const command = textOf(layer['CreatedBy']).replaceAll('\t', ' ');
      return truncates ? ellipsis(command, 45) : command;
    },
    Size: () => (human ? humanSize(number(layer['Size']), 3) : String(number(layer['Size']))),
    Comment: () => textOf(layer['Comment']),
  });
}
