import {bool, text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {at, type Json, metaOf, object, objects, text as textOf} from '../json.ts';
import {Grid} from '../print/grid.ts';
import {noHeaders} from '../print/output-flags.ts';
import {allNamespaces, selector} from '../resources/selection-flags.ts';
import {milliValue, wholeValue} from '../values/quantity.ts';
import {cpuText, memoryText, metricsOf, sumOf, type Usage, usageOf} from './usage.ts';

const sortBy = text('sort-by', {usage: "If non-empty, sort the list by 'cpu' or 'memory'."});
const containers = bool('containers', {usage: 'If present, print usage of containers within a pod.'});

interface Row {
  readonly names: readonly string[];
  readonly usage: Usage;
}

function sortedRows(rows: readonly Row[], key: string): readonly Row[] {
  if (!['', 'cpu', 'memory'].includes(key)) throw new Error('--sort-by accepts only cpu or memory');
  return rows.toSorted((a, b) => {
    if (key === 'cpu') return milliValue(b.usage.cpu) - milliValue(a.usage.cpu);
    if (key === 'memory') return wholeValue(b.usage.memory) - wholeValue(a.usage.memory);
    return a.names.join(' ') < b.names.join(' ') ? -1 : 1;
  });
}

export const topNode = defineCommand({
  usage: '[NAME | -l label]',
  short: 'Display resource (CPU/memory) usage of nodes',
  flags: [selector, noHeaders, sortBy],
  args: {kind: 'atLeast', count: 0},
  async run({app, args, get}) {
    const [name] = args;
    const metrics = await metricsOf(app, name === undefined ? '/nodes' : `/nodes/${name}`, get(selector));
    const nodes = new Map(
      objects((await app.api.json({path: '/api/v1/nodes'}))['items']).map((node) => [metaOf(node).name, node]),
    );
    const rows = sortedRows(
      metrics.map((one) => ({names: [metaOf(one).name], usage: usageOf(one['usage'])})),
      get(sortBy),
    );
    const cells = rows.map(({names, usage}) => {
      const free = usageOf(at(nodes.get(names[0] ?? ''), 'status', 'allocatable'));
      return [
        ...names,
        cpuText(usage),
        percent(milliValue(usage.cpu), milliValue(free.cpu)),
        memoryText(usage),
        percent(wholeValue(usage.memory), wholeValue(free.memory)),
      ];
    });
    const heading = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'];
    await app.print(new Grid().lines([...(get(noHeaders) ? [] : [heading]), ...cells].map((row) => [...row, ''])));
    return 0;
  },
});

function percent(part: number, whole: number): string {
  return whole === 0 ? '<unknown>' : `${Math.floor((part / whole) * 100)}%`;
}

export const topPod = defineCommand({
  usage: '[NAME | -l label]',
  short: 'Display resource (CPU/memory) usage of pods',
  flags: [allNamespaces, containers, selector, noHeaders, sortBy],
  args: {kind: 'atLeast', count: 0},
  async run({app, args, get}) {
    const all = get(allNamespaces);
    const base = all ? '/pods' : `/namespaces/${await app.namespace()}/pods`;
    const metrics = await metricsOf(app, args[0] === undefined ? base : `${base}/${args[0]}`, get(selector));
    const rows = sortedRows(
      metrics.flatMap((pod) => podRows(pod, {all, each: get(containers)})),
      get(sortBy),
    );
    if (rows.length === 0) {
      await app.warn(all ? 'No resources found\n' : `No resources found in ${await app.namespace()} namespace.\n`);
      return 0;
    }
    const heading = [
      ...(all ? ['NAMESPACE'] : []),
      ...(get(containers) ? ['POD', 'NAME'] : ['NAME']),
      'CPU(cores)',
      'MEMORY(bytes)',
    ];
    const cells = rows.map(({names, usage}) => [...names, cpuText(usage), memoryText(usage)]);
    await app.print(new Grid().lines([...(get(noHeaders) ? [] : [heading]), ...cells].map((row) => [...row, ''])));
    return 0;
  },
});

function podRows(pod: Json, {all, each}: {readonly all: boolean; readonly each: boolean}): readonly Row[] {
  const {name, namespace} = metaOf(pod);
  const names = [...(all ? [namespace] : []), name];
  const parts = objects(pod['containers']).map((one) => ({
    name: textOf(one['name']),
    usage: usageOf(object(one['usage'])),
  }));
  if (!each) return [{names, usage: sumOf(parts.map(({usage}) => usage))}];
  return parts.map((part) => ({names: [...names, part.name], usage: part.usage}));
}
