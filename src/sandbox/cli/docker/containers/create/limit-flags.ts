import {defineFlag, type Flag, type FlagOptions} from '../../../cobra/flag.ts';
import {list, parseInteger} from '../../../cobra/flag-kinds.ts';
import {splitCsv} from '../../../go/csv.ts';
import type {Json} from '../../json.ts';
import {parseBytes} from '../../units.ts';

const ulimitNames =
  /^(core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|rttime|sigpending|stack)$/;

/** Limits of a process, `nofile=1024:2048`, as the API takes them. */
export function ulimit(name: string, options: FlagOptions): Flag<readonly Json[]> {
  return defineFlag<readonly Json[]>(name, options, {
    type: 'ulimit',
    initial: [],
    defaultText: '[]',
    set: (value, given) => [...value, parseUlimit(given)],
  });
}

function parseUlimit(given: string): Json {
  const [, name, limits] = /^([^=]*)=(.*)$/s.exec(given) ?? [];
  if (name === undefined || limits === undefined) throw new Error(`invalid ulimit argument: ${given}`);
  if (!ulimitNames.test(name)) throw new Error(`invalid ulimit type: ${name}`);
  const [first = '', second, ...rest] = limits.split(':');
  if (rest.length > 0)
    throw new Error(`too many limit value arguments - ${limits}, can only have up to two, \`soft[:hard]\``);
  const soft = parseInteger(first, 'ParseInt');
  const hard = second === undefined ? soft : parseInteger(second, 'ParseInt');
  if (hard !== -1 && (soft === -1 || soft > hard)) {
    throw new Error(`ulimit soft limit must be less than or equal to hard limit: ${soft} > ${hard}`);
  }
  return {Name: name, Hard: hard, Soft: soft};
}

/** Pairs `device:amount`, checked here and taken apart by `devicePairs`. */
export function devices(
  name: string,
  options: FlagOptions & {readonly unit: 'bytes' | 'number' | 'weight'},
): Flag<readonly string[]> {
  return list(name, {
    ...options,
    shownDefault: '[]',
    check(given) {
      const [path = '', amount] = given.split(':');
      if (amount === undefined || given.split(':').length !== 2 || path === '') throw new Error(`bad format: ${given}`);
      if (!path.startsWith('/dev/')) throw new Error(`bad format for device path: ${given}`);
      checkAmount(given, amount, options.unit);
      return given;
    },
  });
}

function checkAmount(given: string, amount: string, unit: 'bytes' | 'number' | 'weight'): void {
  if (unit === 'weight') {
    const weight = /^\d+$/.test(amount) ? Number(amount) : -1;
    if (weight < 0 || (weight > 0 && (weight < 10 || weight > 1000)))
      throw new Error(`invalid weight for device: ${given}`);
    return;
  }
  try {
    if (unit === 'bytes') parseBytes(amount);
    else if (!/^\d+$/.test(amount)) throw new Error(amount);
  } catch {
    const format = unit === 'bytes' ? '<device-path>:<number>[<unit>]' : '<device-path>:<number>';
    throw new Error(
      `invalid rate for device: ${given}. The correct format is ${format}. Number must be a positive integer${unit === 'bytes' ? '. Unit is optional and can be kb, mb, or gb' : ''}`,
    );
  }
}

/** Pairs `device:amount` as the API takes them. */
export function devicePairs(
  pairs: readonly string[],
  key: 'Rate' | 'Weight',
  parse: (text: string) => number = Number,
): readonly Json[] {
  return pairs.map((pair) => {
    const [path = '', amount = ''] = pair.split(':');
    return {Path: path, [key]: parse(amount)};
  });
}

/** Graphics processors, as the API takes them. */
export function gpus(name: string, options: FlagOptions): Flag<readonly Json[]> {
  return defineFlag<readonly Json[]>(name, options, {
    type: 'gpu-request',
    initial: [],
    set: (value, given) => [...value, parseGpus(given)],
  });
}

function parseGpus(given: string): Json {
  let request: Json = {Driver: '', Count: 0, DeviceIDs: null, Capabilities: null, Options: {}};
  for (const field of splitCsv(given)) {
    const [, key = '', equals, value = ''] = /^([^=]*)(=(.*))?$/s.exec(field) ?? [];
    if (equals === undefined) request = {...request, Count: countOf(field)};
    else if (key === 'driver') request = {...request, Driver: value};
    else if (key === 'count') request = {...request, Count: countOf(value)};
    else if (key === 'device') request = {...request, DeviceIDs: value.split(',')};
    else if (key === 'capabilities') request = {...request, Capabilities: [[...value.split(','), 'gpu']]};
    else if (key === 'options')
      request = {...request, Options: Object.fromEntries(splitCsv(value).map((pair) => pair.split('=', 2)))};
    else throw new Error(`unexpected key '${key}' in '${field}'`);
  }
  if (request['Count'] === 0 && request['DeviceIDs'] === null) request = {...request, Count: 1};
  return request['Capabilities'] === null ? {...request, Capabilities: [['gpu']]} : request;
}

function countOf(text: string): number {
  if (text === 'all') return -1;
  if (!/^-?\d+$/.test(text))
    throw new Error(`invalid count (${text}): value must be either "all" or an integer: invalid syntax`);
  return Number(text);
}
