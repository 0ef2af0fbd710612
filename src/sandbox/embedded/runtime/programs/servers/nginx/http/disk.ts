import {isSystemError, type SystemError} from '../../../../../system-error.ts';
import type {Stat} from '../../../../fs/files.ts';
import {decodeText, encodeBytes} from '../../../text/codec.ts';
import type {NginxRequest} from './request.ts';

/** A path as the file system has it; requests have one character a byte. */
export function diskPath(path: string): string {
  return decodeText(encodeBytes(path));
}

/** What is at a path, or why one cannot know. */
export function statFile(request: NginxRequest, path: string): Stat | SystemError {
  try {
    return request.worker.process.files.requireStat(diskPath(path));
  } catch (error) {
    if (isSystemError(error)) return error;
    throw error;
  }
}

/** Undefined for whatever is not to be seen. */
export function statQuietly(request: NginxRequest, path: string): Stat | undefined {
  const stat = statFile(request, path);
  return isSystemError(stat) ? undefined : stat;
}
