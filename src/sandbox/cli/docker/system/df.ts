import {bool} from '../../cobra/flag-kinds.ts';
import type {GoStruct} from '../../template/value.ts';
import {defineCommand} from '../app.ts';
import {tableFormat} from '../flags/format-flag.ts';
import {listingText} from '../format/listing.ts';
import {row} from '../format/row.ts';
import {type Json, list, number, object, objects} from '../json.ts';
import {humanSize} from '../units.ts';
import {detailedUsage, detailedUsageFormatted} from './df-details.ts';

const flags = {
  format: tableFormat(),
  verbose: bool('verbose', {short: 'v', usage: 'Show detailed information on space usage'}),
};

const headers = {Type: 'TYPE', TotalCount: 'TOTAL', Active: 'ACTIVE', Size: 'SIZE', Reclaimable: 'RECLAIMABLE'};

/** `docker system df`. https://docs.docker.com/reference/cli/docker/system/df/ */
export const df = defineCommand({
  usage: '[OPTIONS]',
  short: 'Show docker disk usage',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run({app, get}) {
    const usage = object(await app.engine.json({path: '/system/df'}));
    const given = get(flags.format);
    const style = {truncates: true, nowMs: app.context.clock.now()};
    if (get(flags.verbose)) {
      await app.print(
        given === '' ? detailedUsage(usage, style) : detailedUsageFormatted(usage, {...style, format: given}),
      );
      return 0;
    }
    const table = 'table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}';
    const format = given === '' || given === 'table' ? table : given;
    await app.print(listingText({format, headers, rows: usageRows(usage)}));
    return 0;
  },
});

interface Usage {
  readonly type: string;
  readonly total: number;
  readonly active: number;
  readonly sizeBytes: number;
  readonly usedBytes: number;
  /** No percentage is told of it. */
  readonly bare?: boolean;
}

function usageRows(usage: Json): readonly GoStruct[] {
  return [imageUsage(usage), containerUsage(usage), volumeUsage(usage), cacheUsage(usage)].map((kind) => {
    const reclaimable = Math.max(0, kind.sizeBytes - kind.usedBytes);
    return row(`formatter.diskUsage${kind.type.replaceAll(' ', '')}Context`, {
      Type: () => kind.type,
      TotalCount: () => String(kind.total),
      Active: () => String(kind.active),
      Size: () => humanSize(kind.sizeBytes),
      Reclaimable() {
        if (kind.bare || kind.sizeBytes <= 0) return humanSize(reclaimable);
        return `${humanSize(reclaimable)} (${Math.trunc((reclaimable * 100) / kind.sizeBytes)}%)`;
      },
    });
  });
}

function imageUsage(usage: Json): Usage {
  const images = objects(usage['Images']);
  const used = images.filter(({Containers}) => number(Containers) > 0);
  // What an image shares with others stays when it goes.
  const usedBytes = used
    .filter(({Size, SharedSize}) => number(Size) !== -1 && number(SharedSize) !== -1)
    .reduce((sum, {Size, SharedSize}) => sum + number(Size) - number(SharedSize), 0);
  return {type: 'Images', total: images.length, active: used.length, sizeBytes: number(usage['LayersSize']), usedBytes};
}

function containerUsage(usage: Json): Usage {
  const containers = objects(usage['Containers']);
  const active = containers.filter(({State}) => /running|paused|restarting/.test(String(State)));
  const total = (some: readonly Json[]) => some.reduce((sum, {SizeRw}) => sum + number(SizeRw), 0);
  return {
    type: 'Containers',
    total: containers.length,
    active: active.length,
    sizeBytes: total(containers),
    usedBytes: total(active),
  };
}

function volumeUsage(usage: Json): Usage {
  const volumes = objects(usage['Volumes']);
  const total = (some: readonly Json[]) =>
    some.reduce((sum, {UsageData}) => sum + Math.max(0, number(object(UsageData)['Size'])), 0);
  const active = volumes.filter(({UsageData}) => number(object(UsageData)['RefCount']) > 0);
  return {
    type: 'Local Volumes',
    total: volumes.length,
    active: active.length,
    sizeBytes: total(volumes),
    usedBytes: total(active),
  };
}

function cacheUsage(usage: Json): Usage {
  const caches = objects(usage['BuildCache']);
  const size = (some: readonly Json[]) =>
    some.reduce((sum, {Size, Shared}) => sum + (Shared === true ? 0 : number(Size)), 0);
  const inUse = caches.filter(({InUse}) => InUse === true);
  return {
    type: 'Build Cache',
    total: list(usage['BuildCache']).length,
    active: inUse.length,
    sizeBytes: number(usage['BuilderSize']) || size(caches),
    usedBytes: size(inUse),
    bare: true,
  };
}
