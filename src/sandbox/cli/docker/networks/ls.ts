import {bool} from '../../cobra/flag-kinds.ts';
import {goTimeOf} from '../../go/time.ts';
import type {GoStruct} from '../../template/value.ts';
import {defineCommand} from '../app.ts';
import {configText} from '../config-file.ts';
import {sortNaturally} from '../containers/port.ts';
import {encodeFilters} from '../engine/query.ts';
import {tableFormat} from '../flags/format-flag.ts';
import {filter} from '../flags/kinds.ts';
import {listingText} from '../format/listing.ts';
import {labelsText, row, textMethod} from '../format/row.ts';
import {type Json, objects, text, textMap} from '../json.ts';

const flags = {
  filter: filter('filter', {short: 'f', usage: 'Provide filter values (e.g. "driver=bridge")'}),
  format: tableFormat(),
  noTrunc: bool('no-trunc', {usage: 'Do not truncate the output'}),
  quiet: bool('quiet', {short: 'q', usage: 'Only display network IDs'}),
};

const headers = {
  ID: 'NETWORK ID',
  Name: 'NAME',
  Driver: 'DRIVER',
  Scope: 'SCOPE',
  IPv4: 'IPV4',
  IPv6: 'IPV6',
  Internal: 'INTERNAL',
  Labels: 'LABELS',
  CreatedAt: 'CREATED AT',
};

/** `docker network ls`. https://docs.docker.com/reference/cli/docker/network/ls/ */
export const ls = defineCommand({
  usage: '[OPTIONS]',
  short: 'List networks',
  aliases: 'docker network ls, docker network list',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run({app, get}) {
    const query = {filters: encodeFilters(get(flags.filter))};
    const networks = objects(await app.engine.json({path: '/networks', query}));
    const quiet = get(flags.quiet);
    const wanted = get(flags.format) || (quiet ? '' : await configText(app.config, 'networksFormat')) || 'table';
    const table = quiet ? '{{.ID}}' : 'table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}';
    const raw = quiet
      ? 'network_id: {{.ID}}'
      : 'network_id: {{.ID}}\nname: {{.Name}}\ndriver: {{.Driver}}\nscope: {{.Scope}}\n';
    const format = wanted === 'table' ? table : wanted === 'raw' ? raw : wanted;
    const byName = sortNaturally(networks.map(({Name}) => text(Name)));
    const sorted = networks.toSorted((a, b) => byName.indexOf(text(a['Name'])) - byName.indexOf(text(b['Name'])));
    const rows = sorted.map((network) => networkRow(network, !get(flags.noTrunc)));
    await app.print(listingText({format, headers, rows}));
    return 0;
  },
});

function networkRow(network: Json, truncates: boolean): GoStruct {
  const labels = textMap(network['Labels']);
  const id = text(network['Id']);
  return row(
    'network.networkContext',
    {
      ID: () => (truncates ? id.slice(0, 12) : id),
      Name: () => text(network['Name']),
      Driver: () => text(network['Driver']),
      Scope: () => text(network['Scope']),
      IPv4: () => String(network['EnableIPv4'] === true),
      IPv6: () => String(network['EnableIPv6'] === true),
      Internal: () => String(network['Internal'] === true),
      Labels: () => labelsText(labels),
      CreatedAt: () => goTimeOf(text(network['Created'])),
    },
    {Label: textMethod((name) => labels.get(name) ?? '')},
  );
}
