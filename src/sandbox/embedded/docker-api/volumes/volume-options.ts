import {badRequest, notSimulated} from '../api/refusal.ts';
import {parseSize} from '../containers/mount-points.ts';

export type DriverOptions = {readonly [name: string]: string};

/**
 * Checks the options of the driver `local`; the room a tmpfs has, 0 when it has no limit. Throws in Docker's words.
 * https://docs.docker.com/reference/cli/docker/volume/create/#opt
 */
export function sizeLimitOf(name: string, options: DriverOptions): number {
  const names = Object.keys(options);
  const unknown = names.find((option) => !['type', 'o', 'device', 'size'].includes(option));
  if (unknown !== undefined) throw badRequest(`create ${name}: invalid option: "${unknown}"`);
  if ('size' in options) throw badRequest(`create ${name}: quota size requested but no quota support`);
  if (names.length === 0) return 0;
  for (const required of ['device', 'type'])
    if (!options[required]) throw badRequest(`create ${name}: missing required option: "${required}"`);
  const {type = '', o = ''} = options;
  if (type !== 'tmpfs') throw notSimulated(`a volume of the type ${type} (-o type=${type})`);
  const size = /(?:^|,)size=([^,]*)/.exec(o)?.[1];
  if (size === undefined) return 0;
  const bytes = parseSize(size);
  if (bytes === undefined) throw badRequest(`create ${name}: invalid size: '${size}'`);
  return bytes;
}
