import type {Healthcheck} from '../../images/image.ts';
import {LineFault} from './fault.ts';
import {type Flags, readFlags} from './flags.ts';
import {parseGoDuration} from './go-duration.ts';
import {goQuote} from './go-quote.ts';
import type {ParsedLine} from './parsed-line.ts';

const intervals = [
  ['interval', 'Interval'],
  ['timeout', 'Timeout'],
  ['start-period', 'StartPeriod'],
  ['start-interval', 'StartInterval'],
] as const;
const leastNanoseconds = 1_000_000;
const mostRetries = 2 ** 31 - 1;

/** What HEALTHCHECK says. Throws a LineFault. https://docs.docker.com/reference/dockerfile/#healthcheck */
export function readHealthcheck({args, flags, isJson}: ParsedLine): Healthcheck {
  const [type = '', ...command] = args;
  if (args.length === 0) throw new LineFault('HEALTHCHECK requires at least one argument');
  const kind = type.toUpperCase();
  if (kind === 'NONE') {
    if (command.length > 0) throw new LineFault('HEALTHCHECK NONE takes no arguments');
    return {Test: ['NONE']};
  }
  const given = readFlags(flags, [...intervals.map(([name]) => name), 'retries']);
  if (kind !== 'CMD') throw new LineFault(`Unknown type ${goQuote(kind)} in HEALTHCHECK (try CMD)`);
  if (command.length === 0) throw new LineFault('Missing command after HEALTHCHECK CMD');
  const times = intervals.flatMap(([flag, key]) => {
    const value = intervalOf(flag, given);
    return value === 0 ? [] : [[key, value] as const];
  });
  const retries = retriesOf(given);
  return {
    Test: isJson ? ['CMD', ...command] : ['CMD-SHELL', command.join(' ')],
    ...Object.fromEntries(times),
    ...(retries === 0 ? {} : {Retries: retries}),
  };
}

function intervalOf(flag: string, given: Flags): number {
  const text = given.get(flag) ?? '';
  if (text === '') return 0;
  const value = parseGoDuration(text);
  if (value < leastNanoseconds) throw new LineFault(`Interval ${goQuote(flag)} cannot be less than 1ms`);
  return value;
}

function retriesOf(given: Flags): number {
  const text = given.get('retries') ?? '';
  if (text === '') return 0;
  const failed = (why: string): LineFault => new LineFault(`strconv.ParseInt: parsing ${goQuote(text)}: ${why}`);
  if (!/^[+-]?\d+$/.test(text)) throw failed('invalid syntax');
  const retries = Number(text);
  if (Math.abs(retries) > mostRetries) throw failed('value out of range');
  if (retries < 1) throw new LineFault(`--retries must be at least 1 (not ${retries})`);
  return retries;
}
