interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields: readonly Bounds[] = [
  {least: 0, most: 59, names: []},
  {least: 0, most: 23, names: []},
  {least: 1, most: 31, names: []},
  {least: 1, most: 12, names: months},
  {least: 0, most: 6, names: days},
];
const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** What is wrong with a schedule, in the words of the parser upstream uses. https://pkg.go.dev/github.com/robfig/cron/v3 */
export function faultOfSchedule(schedule: string): string | undefined {
  if (schedule.startsWith('@')) return faultOfDescriptor(schedule);
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== fields.length) return `expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`;
  for (const [index, bounds] of fields.entries()) {
    const fault = faultOfField(parts[index] ?? '', bounds);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfDescriptor(text: string): string | undefined {
  if (descriptors.includes(text)) return undefined;
  const span = text.startsWith('@every ') ? text.slice('@every '.length) : undefined;
  if (span === undefined) return `unrecognized descriptor: ${text}`;
  return /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(span)
    ? undefined
    : `failed to parse duration ${text}: time: invalid duration ${JSON.stringify(span)}`;
}

function faultOfField(text: string, bounds: Bounds): string | undefined {
  for (const part of text.split(',').filter((one) => one !== '')) {
    const fault = faultOfRange(part, bounds);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfRange(text: string, bounds: Bounds): string | undefined {
  const [span = '', step, ...more] = text.split('/');
  const [from = '', to, ...rest] = span.split('-');
  const whole = from === '*' || from === '?';
  const start = whole ? bounds.least : numberIn(from, bounds);
  if (typeof start === 'string') return start;
  if (rest.length > 0) return `too many hyphens: ${text}`;
  const given = whole ? bounds.most : to === undefined ? start : numberIn(to, bounds);
  if (typeof given === 'string') return given;
  if (more.length > 0) return `too many slashes: ${text}`;
  const pace = step === undefined ? 1 : plainNumber(step);
  if (typeof pace === 'string') return pace;
  const end = step !== undefined && to === undefined && !whole ? bounds.most : given;
  if (start < bounds.least) return `beginning of range (${start}) below minimum (${bounds.least}): ${text}`;
  if (end > bounds.most) return `end of range (${end}) above maximum (${bounds.most}): ${text}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${text}`;
  return pace === 0 ? `step of range should be a positive number: ${text}` : undefined;
}

function numberIn(text: string, {names}: Bounds): number | string {
  const named = names.indexOf(text.toLowerCase());
  if (named < 0) return plainNumber(text);
  return names === months ? named + 1 : named;
}

/** The number, or what is wrong with it. */
function plainNumber(text: string): number | string {
  if (/^\+?\d+$/.test(text)) return Number(text);
  if (/^-\d+$/.test(text)) return `negative number (${Number(text)}) not allowed: ${text}`;
  return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
}
