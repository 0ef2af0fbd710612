import {parseRfc3339} from '../../go/time.ts';
import {marshalJson} from '../../template/marshal.ts';
import type {GoStruct, GoValue} from '../../template/value.ts';
import {containerHeaders, containerRow, type RowStyle} from '../containers/container-row.ts';
import {executeFormat, listingText, parseFormat, templateOf} from '../format/listing.ts';
import {row} from '../format/row.ts';
import {imageHeaders, imageLines, imageRow} from '../images/image-row.ts';
import {type Json, number, objects, text} from '../json.ts';
import {humanDuration, humanSize} from '../units.ts';
import {volumeHeaders, volumeRow} from '../volumes/ls.ts';

const imageTable =
  'table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}\t{{.Size}}\t{{.SharedSize}}\t{{.UniqueSize}}\t{{.Containers}}';
const containerTable =
  'table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}\t{{.Status}}\t{{.Names}}';
const volumeTable = 'table {{.Name}}\t{{.Links}}\t{{.Size}}';
const cacheTable =
  'table {{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}\t{{.UsageCount}}\t{{.Shared}}';

const cacheHeaders = {
  ID: 'CACHE ID',
  Parent: 'PARENT',
  CacheType: 'CACHE TYPE',
  Size: 'SIZE',
  CreatedSince: 'CREATED',
  LastUsedSince: 'LAST USED',
  UsageCount: 'USAGE',
  Shared: 'SHARED',
};

/** The four tables of `docker system df -v`. */
export function detailedUsage(usage: Json, style: RowStyle): string {
  const {images, containers, volumes, caches} = rowsOf(usage, style);
  const cached = objects(usage['BuildCache']).reduce(
    (sum, {Size, Shared}) => sum + (Shared === true ? 0 : number(Size)),
    0,
  );
  return [
    `Images space usage:\n\n${listingText({format: imageTable, headers: imageHeaders, rows: images})}`,
    `Containers space usage:\n\n${listingText({format: containerTable, headers: containerHeaders, rows: containers})}`,
    `Local Volumes space usage:\n\n${listingText({format: volumeTable, headers: volumeHeaders, rows: volumes})}`,
    `Build cache usage: ${humanSize(cached)}\n\n${listingText({format: cacheTable, headers: cacheHeaders, rows: caches})}`,
  ].join('\n');
}

/** The same for a template, which sees four lists. */
export function detailedUsageFormatted(usage: Json, style: RowStyle & {readonly format: string}): string {
  const {images, containers, volumes, caches} = rowsOf(usage, {...style, truncates: false});
  const lists: readonly (readonly [string, readonly GoStruct[]])[] = [
    ['Images', images],
    ['Containers', containers],
    ['Volumes', volumes],
    ['BuildCache', caches],
  ];
  const fields = new Map(
    lists.map(([name, items]): [string, GoValue] => [name, {kind: 'slice', type: `[]*${name}`, items}]),
  );
  const value: GoStruct = {
    kind: 'struct',
    type: 'formatter.diskUsageContext',
    pointer: true,
    fields,
    toJson: (options) =>
      `{${[...fields].map(([name, items]) => `"${name}":${marshalJson(items, options)}`).join(',')}}`,
  };
  return `${executeFormat(parseFormat(templateOf(style.format).source), value)}\n`;
}

function rowsOf(usage: Json, style: RowStyle) {
  return {
    images: objects(usage['Images'])
      .flatMap((image) => imageLines(image, false))
      .map((line) => imageRow(line, style)),
    containers: objects(usage['Containers']).map((container) => containerRow({...container, SizeRootFs: 0}, style)),
    volumes: objects(usage['Volumes']).map(volumeRow),
    caches: objects(usage['BuildCache']).map((cache) => cacheRow(cache, style)),
  };
}

function cacheRow(cache: Json, {truncates, nowMs}: RowStyle): GoStruct {
  const since = (key: string) => {
    const time = text(cache[key]);
    return time === '' ? '' : `${humanDuration(nowMs - parseRfc3339(time))} ago`;
  };
  const id = () => {
    const whole = text(cache['ID']);
    return (truncates ? whole.slice(0, 12) : whole) + (cache['InUse'] === true ? '*' : '');
  };
  return row('formatter.buildCacheContext', {
    ID: id,
    Parent: () => text(cache['Parent']),
    CacheType: () => text(cache['Type']),
    Description: () => text(cache['Description']),
    Size: () => humanSize(number(cache['Size']), 3),
    CreatedAt: () => text(cache['CreatedAt']),
    CreatedSince: () => since('CreatedAt'),
    LastUsedAt: () => text(cache['LastUsedAt']),
    LastUsedSince: () => since('LastUsedAt'),
    UsageCount: () => String(number(cache['UsageCount'])),
    InUse: () => String(cache['InUse'] === true),
    Shared: () => String(cache['Shared'] === true),
  });
}
