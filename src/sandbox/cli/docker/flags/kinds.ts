import {defineFlag, type Flag, type FlagOptions} from '../../cobra/flag.ts';
import {parseBytes} from '../units.ts';

/** Bytes, written as `64m`. */
export function bytes(name: string, options: FlagOptions): Flag<number> {
  return defineFlag(name, options, {type: 'bytes', initial: 0, set: (_, given) => parseBytes(given)});
}

/** Bytes, or -1 for no limit. */
export function swapBytes(name: string, options: FlagOptions): Flag<number> {
  const set = (_: number, given: string) => (given === '-1' ? -1 : parseBytes(given));
  return defineFlag(name, options, {type: 'bytes', initial: 0, set});
}

/** Processors in billionths, written as `0.5`. */
export function decimal(name: string, options: FlagOptions): Flag<number> {
  return defineFlag(name, options, {
    type: 'decimal',
    initial: 0,
    set(_, given) {
      const [, whole, divisor = '1'] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:\/(\d+))?$/.exec(given) ?? [];
      if (whole === undefined) throw new Error(`failed to parse ${given} as a rational number`);
      const nano = Number(((Number(whole) / Number(divisor)) * 1e9).toFixed(6));
      if (!Number.isInteger(nano)) throw new Error('value is too precise');
      return nano;
    },
  });
}

/** Pairs `key=value`; a bare key has an empty value. */
export function map(
  name: string,
  options: FlagOptions & {readonly shownDefault?: string; readonly check?: (text: string) => string},
): Flag<ReadonlyMap<string, string>> {
  return defineFlag<ReadonlyMap<string, string>>(name, options, {
    type: 'map',
    initial: new Map(),
    defaultText: options.shownDefault ?? 'map[]',
    set(value, given) {
      const [, key = '', , item = ''] = /^([^=]*)(=(.*))?$/s.exec(options.check?.(given) ?? given) ?? [];
      return new Map([...value, [key, item]]);
    },
  });
}

/** Conditions `name=value`, by name. */
export type Filters = ReadonlyMap<string, readonly string[]>;

/** Conditions on what is listed. */
export function filter(name: string, options: FlagOptions): Flag<Filters> {
  return defineFlag<Filters>(name, options, {
    type: 'filter',
    initial: new Map(),
    set(value, given) {
      if (given === '') return value;
      const [, key, item = ''] = /^([^=]*)=(.*)$/s.exec(given) ?? [];
      if (key === undefined) throw new Error(badFilter);
      return withFilter(value, key.trim().toLowerCase(), item.trim());
    },
  });
}

const badFilter = 'bad format of filter (expected name=value)';

/** The conditions and one more. */
export function withFilter(filters: Filters, name: string, value: string): Filters {
  return new Map([...filters, [name, [...new Set([...(filters.get(name) ?? []), value])]]]);
}
