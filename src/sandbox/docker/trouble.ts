import {systemCode} from '../../errors.ts';
import type {Observation} from '../../observation.ts';
import {DockerRefusal} from './client.ts';

/** What an error of the daemon or of the connection to it means for somebody who only looks. */
export function troubleOf(error: unknown): Observation {
  if (error instanceof DockerRefusal && error.status === 404) return {state: 'absent', similar: []};
  const reason = systemCode(error) || (error instanceof Error ? error.message : String(error));
  return {state: 'unreachable', reason: {cause: causeOf(error), params: {endpoint: '', reason}}};
}

function causeOf(error: unknown): string {
  // The guard answers for a daemon that is gone.
  if (error instanceof DockerRefusal)
    return error.status === 502 || error.status === 503 ? 'docker-not-running' : 'docker-not-reachable';
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ECONNREFUSED':
      return 'docker-not-running';
    case 'EACCES':
    case 'EPERM':
      return 'docker-permission-denied';
    default:
      return 'docker-not-reachable';
  }
}

export function isAbsent(error: unknown): boolean {
  return error instanceof DockerRefusal && error.status === 404;
}
