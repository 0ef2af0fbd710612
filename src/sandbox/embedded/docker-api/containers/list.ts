import {booleanFilter, type Filters, hasLabels, readFilters} from '../api/filters.ts';
import {badRequest, notFound} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import type {DockerContainer} from './docker-container.ts';
import {portsOf} from './ports.ts';
import {storeOf} from './query.ts';

const known = [
  'ancestor',
  'before',
  'exited',
  'expose',
  'health',
  'id',
  'is-task',
  'isolation',
  'label',
  'name',
  'network',
  'publish',
  'since',
  'status',
  'volume',
];
const statuses = ['created', 'restarting', 'running', 'removing', 'paused', 'exited', 'dead'];

/** What `GET /containers/json` asks for. */
export interface ListOptions {
  readonly all: boolean;
  /** The newest so many, running or not; 0: no limit. */
  readonly limit: number;
  readonly filters: string;
}

/** Containers a client asks for, the newest first. Throws in Docker's words for filters there are not. */
export function listContainers(daemon: Daemon, options: ListOptions): readonly DockerContainer[] {
  const filters = readFilters(options.filters, known);
  const test = testOf(filters, daemon);
  const status = filters.get('status') ?? [];
  const showsAll = options.all || options.limit > 0 || status.length > 0;
  const found = [...storeOf(daemon).list()]
    .reverse()
    .filter((container) => (showsAll || container.state.running) && test(container));
  return options.limit > 0 ? found.slice(0, options.limit) : found;
}

type Test = (container: DockerContainer) => boolean;

function testOf(filters: Filters, daemon: Daemon): Test {
  const tests = [...filters].flatMap(([name, values]) => (values.length > 0 ? [testFor(name, values, daemon)] : []));
  const isTask = booleanFilter(filters, 'is-task') ?? false;
  return (container) => !isTask && tests.every((test) => test(container));
}

function testFor(name: string, values: readonly string[], daemon: Daemon): Test {
  switch (name) {
    case 'ancestor':
      return ancestorTest(values, daemon);
    case 'before':
    case 'since':
      return orderTest(name, values, daemon);
    case 'exited':
      return exitedTest(values);
    case 'health':
      return healthTest(values);
    case 'status':
      return statusTest(values);
    case 'id':
      return ({id}) => values.some((value) => matches(id, value));
    case 'name':
      return (container) =>
        values.some((value) => matches(container.name, value) || matches(`/${container.name}`, value));
    case 'label':
      return ({labels}) => hasLabels(labels, values);
    case 'network':
      return ({networks}) =>
        [...networks.connections].some(
          ([network, {networkId}]) => values.includes(network) || values.includes(networkId),
        );
    case 'volume':
      return ({mounts}) =>
        mounts.some((mount) => values.some((value) => [mount.name, mount.source, mount.destination].includes(value)));
    case 'publish':
    case 'expose':
      return portTest(name, values);
    default:
      return () => true;
  }
}

/** Docker takes values as patterns; what is none is taken as it is. */
function matches(text: string, pattern: string): boolean {
  // A long pattern could take for ever: nobody's name is as long.
  if (pattern.length > 256 || /[+*}]\)?[+*{]/.test(pattern)) return text === pattern;
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return text === pattern;
  }
}

function ancestorTest(values: readonly string[], {images}: Daemon): Test {
  const ids = new Set(values.flatMap((value) => images.find(value)?.id ?? []));
  const parents = new Map(images.list().map(({id, parentId}) => [id, parentId]));
  return ({image}) => {
    for (let id: string | undefined = image.id; id; id = parents.get(id)) if (ids.has(id)) return true;
    return false;
  };
}

function orderTest(name: 'before' | 'since', values: readonly string[], daemon: Daemon): Test {
  const order = storeOf(daemon).list();
  const [reference = ''] = values;
  const other = storeOf(daemon).find(reference);
  if (!other) throw notFound(`No such container: ${reference}`);
  const at = order.indexOf(other);
  return (container) => (name === 'before' ? order.indexOf(container) < at : order.indexOf(container) > at);
}

function exitedTest(values: readonly string[]): Test {
  for (const value of values)
    if (!/^-?\d+$/.test(value)) throw badRequest(`strconv.Atoi: parsing "${value}": invalid syntax`);
  return ({state}) => !state.running && state.startedMs !== undefined && values.includes(String(state.exitCode));
}

function healthTest(values: readonly string[]): Test {
  for (const value of values)
    if (!['none', 'starting', 'healthy', 'unhealthy'].includes(value))
      throw badRequest(`unrecognized filter value for health: ${value}`);
  return ({state}) => values.includes(state.health?.status ?? 'none');
}

function statusTest(values: readonly string[]): Test {
  for (const value of values) if (!statuses.includes(value)) throw badRequest(`invalid filter 'status=${value}'`);
  return ({state}) => values.includes(state.status);
}

/** Ranges with a protocol: `80`, `8000-8010/tcp`. */
function portTest(name: 'publish' | 'expose', values: readonly string[]): Test {
  const ranges = values.map((value) => {
    const [range = '', protocol = 'tcp'] = value.split('/');
    const [first = '', last = first] = range.split('-');
    for (const end of [first, last])
      if (!/^\d+$/.test(end) || Number(end) > 65_535)
        throw badRequest(
          `error while looking up for ${name} ${value}: strconv.ParseUint: parsing "${end}": invalid syntax`,
        );
    return {first: Number(first), last: Number(last), protocol};
  });
  const isIn = (port: number, protocol: string): boolean =>
    ranges.some((range) => range.protocol === protocol && port >= range.first && port <= range.last);
  const parts = (port: string): readonly [number, string] => {
    const [number = '', protocol = 'tcp'] = port.split('/');
    return [Number(number), protocol];
  };
  if (name === 'publish')
    return ({run}) => (run?.ports ?? []).some(({hostPort, port}) => isIn(hostPort, parts(port)[1]));
  return ({config, host, run}) => run !== undefined && portsOf(config, host).some((port) => isIn(...parts(port)));
}
