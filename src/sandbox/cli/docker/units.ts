const decimal = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

/** Bytes in powers of 1000 with so many digits: `2.03MB`. https://pkg.go.dev/github.com/docker/go-units */
export function humanSize(bytes: number, digits = 4): string {
  return scaled(bytes, {base: 1000, units: decimal, digits});
}

/** Bytes in powers of 1024: `4.223MiB`. */
export function bytesSize(bytes: number): string {
  return scaled(bytes, {base: 1024, units: binary, digits: 4});
}

function scaled(
  bytes: number,
  {base, units, digits}: {readonly base: number; readonly units: readonly string[]; readonly digits: number},
): string {
  let size = bytes;
  let at = 0;
  while (size >= base && at < units.length - 1) {
    size /= base;
    at += 1;
  }
  return significant(size, digits) + (units[at] ?? '');
}

/** A number as Go's `%.3g`: so many digits at most, an exponent where they do not reach the point. */
function significant(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  if (Math.abs(rounded) >= 10 ** digits) return rounded.toExponential().replace(/e\+(\d)$/, 'e+0$1');
  return String(rounded);
}

/** A span of time as docker tells it: `About an hour`, `3 weeks`. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.trunc(ms / 60_000);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.trunc(ms / 3_600_000 + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(ms / 3_600_000 / 24 / 365)} years`;
}

const powers: Readonly<Record<string, number>> = {k: 1, m: 2, g: 3, t: 4, p: 5};

/** Bytes of `64m`, `1.5GiB`, `2048`, in powers of 1024; throws in go-units' words. */
export function parseBytes(text: string): number {
  const last = /^(.*[0-9. ])(.*)$/s.exec(text);
  if (last === null) throw new Error(`invalid size: '${text}'`);
  const number = (last[1] ?? '').replace(/ $/, '');
  const suffix = (last[2] ?? '').toLowerCase();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(number)) {
    throw new Error(`strconv.ParseFloat: parsing ${JSON.stringify(number)}: invalid syntax`);
  }
  const size = Number(number);
  if (size < 0) throw new Error(`invalid size: '${text}'`);
  const power = suffix === '' || suffix === 'b' ? 0 : powers[suffix.slice(0, 1)];
  if (power === undefined || !['', 'b', 'ib'].includes(power === 0 ? '' : suffix.slice(1))) {
    throw new Error(`invalid suffix: '${suffix}'`);
  }
  return Math.trunc(size * 1024 ** power);
}
