import {usualPath} from '../../runtime/process/executable.ts';
import {overrideEnv} from './merge-config.ts';

/**
 * The environment of a process of a container, in the order Docker and runc make it.
 * https://github.com/moby/moby/blob/v27.0.0/container/container_unix.go#L62
 */
export function processEnv(options: {
  readonly hostname: string;
  readonly terminal: boolean;
  /** Of linked containers. */
  readonly linked: readonly string[];
  /** The container's, then those of an exec. */
  readonly own: readonly (readonly string[])[];
  readonly home: string;
}): ReadonlyMap<string, string> {
  const usual = [
    `PATH=${usualPath}`,
    `HOSTNAME=${options.hostname}`,
    ...(options.terminal ? ['TERM=xterm'] : []),
    ...options.linked,
  ];
  const lines = options.own.reduce(overrideEnv, usual);
  const env = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf('=');
    if (at > 0) env.set(line.slice(0, at), line.slice(at + 1));
  }
  if (!env.get('HOME')) env.set('HOME', options.home);
  return env;
}
