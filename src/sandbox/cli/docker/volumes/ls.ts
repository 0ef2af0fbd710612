import {bool} from '../../cobra/flag-kinds.ts';
import type {GoStruct} from '../../template/value.ts';
import {defineCommand} from '../app.ts';
import {configText} from '../config-file.ts';
import {sortNaturally} from '../containers/port.ts';
import {encodeFilters} from '../engine/query.ts';
import {tableFormat} from '../flags/format-flag.ts';
import {filter} from '../flags/kinds.ts';
import {listingText} from '../format/listing.ts';
import {labelsText, row, textMethod} from '../format/row.ts';
import {isObject, type Json, number, object, objects, text, textMap} from '../json.ts';
import {humanSize} from '../units.ts';

const flags = {
  filter: filter('filter', {short: 'f', usage: 'Provide filter values (e.g. "dangling=true")'}),
  format: tableFormat(),
  quiet: bool('quiet', {short: 'q', usage: 'Only display volume names'}),
};

/** The headings of volumes. */
export const volumeHeaders = {
  Name: 'VOLUME NAME',
  Driver: 'DRIVER',
  Scope: 'SCOPE',
  Availability: 'AVAILABILITY',
  Mountpoint: 'MOUNTPOINT',
  Labels: 'LABELS',
  Links: 'LINKS',
  Size: 'SIZE',
  Group: 'GROUP',
  Status: 'STATUS',
};

/** `docker volume ls`. https://docs.docker.com/reference/cli/docker/volume/ls/ */
export const ls = defineCommand({
  usage: '[OPTIONS]',
  short: 'List volumes',
  aliases: 'docker volume ls, docker volume list',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run({app, get}) {
    const query = {filters: encodeFilters(get(flags.filter))};
    const volumes = objects(object(await app.engine.json({path: '/volumes', query}))['Volumes']);
    const quiet = get(flags.quiet);
    const wanted = get(flags.format) || (quiet ? '' : await configText(app.config, 'volumesFormat')) || 'table';
    const table = quiet ? '{{.Name}}' : 'table {{.Driver}}\t{{.Name}}';
    const raw = quiet ? 'name: {{.Name}}' : 'name: {{.Name}}\ndriver: {{.Driver}}\n';
    const format = wanted === 'table' ? table : wanted === 'raw' ? raw : wanted;
    const byName = sortNaturally(volumes.map(({Name}) => text(Name)));
    const sorted = volumes.toSorted((a, b) => byName.indexOf(text(a['Name'])) - byName.indexOf(text(b['Name'])));
    await app.print(listingText({format, headers: volumeHeaders, rows: sorted.map(volumeRow)}));
    return 0;
  },
});

/** One volume of `GET /volumes`. */
export function volumeRow(volume: Json): GoStruct {
  const labels = textMap(volume['Labels']);
  const usage = isObject(volume['UsageData']) ? volume['UsageData'] : undefined;
  return row(
    'formatter.volumeContext',
    {
      Name: () => text(volume['Name']),
      Driver: () => text(volume['Driver']),
      Scope: () => text(volume['Scope']),
      Mountpoint: () => text(volume['Mountpoint']),
      Labels: () => labelsText(labels),
      Links: () => (usage === undefined ? 'N/A' : String(number(usage['RefCount']))),
      Size: () => (usage === undefined ? 'N/A' : humanSize(number(usage['Size']))),
      Group: () => 'N/A',
      Availability: () => 'N/A',
      Status: () => 'N/A',
    },
    {Label: textMethod((name) => labels.get(name) ?? '')},
  );
}
