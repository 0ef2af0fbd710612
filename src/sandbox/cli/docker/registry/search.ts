import {bool, int, text} from '../../cobra/flag-kinds.ts';
import type {GoStruct} from '../../template/value.ts';
import {defineCommand} from '../app.ts';
import {ellipsis} from '../containers/container-row.ts';
import {encodeFilters} from '../engine/query.ts';
import {filter} from '../flags/kinds.ts';
import {listingText} from '../format/listing.ts';
import {row} from '../format/row.ts';
import {type Json, number, objects, text as textOf} from '../json.ts';
import {registryAuth} from './auth.ts';

const flags = {
  filter: filter('filter', {short: 'f', usage: 'Filter output based on conditions provided'}),
  format: text('format', {usage: 'Pretty-print search using a Go template'}),
  limit: int('limit', {usage: 'Max number of search results'}),
  noTrunc: bool('no-trunc', {usage: "Don't truncate output"}),
};

const headers = {
  Name: 'NAME',
  Description: 'DESCRIPTION',
  StarCount: 'STARS',
  IsOfficial: 'OFFICIAL',
  IsAutomated: 'AUTOMATED',
};

/** `docker search`. https://docs.docker.com/reference/cli/docker/search/ */
export const search = defineCommand({
  usage: '[OPTIONS] TERM',
  short: 'Search Docker Hub for images',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 1},
  async run({app, args: [term = ''], get}) {
    const found = objects(
      await app.engine.json({
        path: '/images/search',
        query: {term, limit: get(flags.limit) || undefined, filters: encodeFilters(get(flags.filter))},
        headers: {'X-Registry-Auth': await registryAuth(app, 'docker.io')},
      }),
    );
    const table = 'table {{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}';
    const given = get(flags.format) || 'table';
    const rows = found
      .toSorted((a, b) => number(b['star_count']) - number(a['star_count']))
      .map((image) => searchRow(image, !get(flags.noTrunc)));
    await app.print(listingText({format: given === 'table' ? table : given, headers, rows}));
    return 0;
  },
});

function searchRow(image: Json, truncates: boolean): GoStruct {
  const mark = (key: string) => (image[key] === true ? '[OK]' : '');
  return row('registry.searchContext', {
    Name: () => textOf(image['name']),
    Description() {
      const words = textOf(image['description']).replaceAll(/[\n\r]/g, ' ');
      return truncates ? ellipsis(words, 45) : words;
    },
    StarCount: () => String(number(image['star_count'])),
    IsOfficial: () => mark('is_official'),
    IsAutomated: () => mark('is_automated'),
  });
}
