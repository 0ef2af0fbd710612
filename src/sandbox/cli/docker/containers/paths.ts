import {pathPart} from '../engine/query.ts';

/** The path of a container in the API; throws when there is no name. */
export function containerPath(name: string, action = ''): string {
  if (name.trim() === '') throw new Error('invalid container name or ID: value is empty');
  return `/containers/${pathPart(name)}${action === '' ? '' : `/${action}`}`;
}
