import type {GoStruct} from '../../template/value.ts';
import {row} from '../format/row.ts';
import {type Json, list, number, object, objects, text} from '../json.ts';
import {bytesSize, humanSize} from '../units.ts';

/** What was measured of a container; undefined when it could not be. */
export interface Measured {
  /** As it was asked for. */
  readonly container: string;
  readonly stats: Json | undefined;
}

/** The headings of measurements. */
export const statsHeaders = {
  ID: 'CONTAINER ID',
  Name: 'NAME',
  Container: 'CONTAINER',
  CPUPerc: 'CPU %',
  MemUsage: 'MEM USAGE / LIMIT',
  MemPerc: 'MEM %',
  NetIO: 'NET I/O',
  BlockIO: 'BLOCK I/O',
  PIDs: 'PIDS',
};

/** One container of `GET /containers/{id}/stats`. */
export function statsRow({container, stats}: Measured, truncates: boolean): GoStruct {
  const missing = '--';
  const known = stats ?? {};
  const id = text(known['id']);
  const memory = memoryOf(known);
  const or = (value: () => string, none = missing) => (stats === undefined ? none : value());
  const limit = memory.limit === 0 ? 0 : (memory.used / memory.limit) * 100;
  return row('container.statsContext', {
    Container: () => container,
    Name: () => text(known['name']).replace(/^\//, '') || missing,
    ID: () => (truncates ? id.slice(0, 12) : id) || missing,
    CPUPerc: () => or(() => `${processorShare(known).toFixed(2)}%`),
    MemUsage: () => or(() => `${bytesSize(memory.used)} / ${bytesSize(memory.limit)}`, `${missing} / ${missing}`),
    MemPerc: () => or(() => `${limit.toFixed(2)}%`),
    NetIO: () => or(() => pair(networkOf(known))),
    BlockIO: () => or(() => pair(blocksOf(known))),
    PIDs: () => or(() => String(number(object(known['pids_stats'])['current']))),
  });
}

function pair([first, second]: readonly [number, number]): string {
  return `${humanSize(first, 3)} / ${humanSize(second, 3)}`;
}

/** Percent of one processor. */
function processorShare(stats: Json): number {
  const [now, before] = [object(stats['cpu_stats']), object(stats['precpu_stats'])];
  const used = (at: Json) => number(object(at['cpu_usage'])['total_usage']);
  const all = (at: Json) => number(at['system_cpu_usage']);
  const [own, whole] = [used(now) - used(before), all(now) - all(before)];
  const processors = number(now['online_cpus']) || list(object(now['cpu_usage'])['percpu_usage']).length;
  return own > 0 && whole > 0 ? (own / whole) * processors * 100 : 0;
}

/** Memory that only caches files does not count; its name differs by the version of cgroups. */
function memoryOf(stats: Json): {readonly used: number; readonly limit: number} {
  const memory = object(stats['memory_stats']);
  const usage = number(memory['usage']);
  const details = object(memory['stats']);
  const cache = [details['total_inactive_file'], details['inactive_file']]
    .map(number)
    .find((size) => size > 0 && size < usage);
  return {used: usage - (cache ?? 0), limit: number(memory['limit'])};
}

function networkOf(stats: Json): readonly [number, number] {
  const interfaces = Object.values(object(stats['networks'])).map(object);
  const total = (key: string) => interfaces.reduce((sum, each) => sum + number(each[key]), 0);
  return [total('rx_bytes'), total('tx_bytes')];
}

function blocksOf(stats: Json): readonly [number, number] {
  const entries = objects(object(stats['blkio_stats'])['io_service_bytes_recursive']);
  const total = (letter: string) =>
    entries
      .filter(({op}) => text(op).toLowerCase().startsWith(letter))
      .reduce((sum, {value}) => sum + number(value), 0);
  return [total('r'), total('w')];
}
