import {cleanPath} from '../../../paths.ts';
import type {Json} from '../../json.ts';

/** Devices of the machine, `host[:container[:rwm]]`, as the API takes them; throws in docker's words. */
export function parseDevices(given: readonly string[]): readonly Json[] {
  return given.map((device) => {
    const parts = device.split(':');
    const [host = '', second, third] = parts;
    if (parts.length > 3 || host === '') throw new Error(`bad format for path: ${device}`);
    if (third !== undefined && !isMode(third)) throw new Error(`bad mode specified: ${third}`);
    const secondIsMode = second !== undefined && third === undefined && isMode(second);
    const target = second === undefined || secondIsMode ? host : second;
    if (!target.startsWith('/')) throw new Error(`${target} is not an absolute path`);
    return {
      PathOnHost: secondIsMode || second === undefined ? cleanPath(host) : host,
      PathInContainer: cleanPath(target),
      CgroupPermissions: third ?? (secondIsMode ? second : 'rwm'),
    };
  });
}

/** Some of read, write and mknod, each once. */
function isMode(text: string): boolean {
  return /^[rwm]+$/.test(text) && new Set(text).size === text.length;
}
