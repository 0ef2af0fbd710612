import {badRequest} from '../api/refusal.ts';
import type {Healthcheck, RunConfig} from '../images/image.ts';
import type {ContainerConfig} from './container-config.ts';

/**
 * A configuration with what its image says where the client said nothing. Throws 400 when nothing is to run.
 * https://github.com/moby/moby/blob/v27.0.0/daemon/commit.go#L27
 */
export function mergeConfig(asked: ContainerConfig, image: RunConfig): ContainerConfig {
  const command = mergeCommand(asked, image);
  if (command.Entrypoint === null && (command.Cmd ?? []).length === 0) throw badRequest('No command specified');
  const ports = {...image.ExposedPorts, ...asked.ExposedPorts};
  const healthcheck = mergeHealthcheck(asked.Healthcheck, image.Healthcheck);
  const stopSignal = asked.StopSignal || image.StopSignal;
  const volumes = {...image.Volumes, ...asked.Volumes};
  return {
    ...asked,
    ...command,
    ...(Object.keys(ports).length > 0 ? {ExposedPorts: ports} : {}),
    ...(healthcheck ? {Healthcheck: healthcheck} : {}),
    ...(stopSignal ? {StopSignal: stopSignal} : {}),
    User: asked.User || image.User || '',
    WorkingDir: asked.WorkingDir || image.WorkingDir || '',
    Env: mergeEnv(asked.Env, image.Env ?? []),
    Labels: {...image.Labels, ...asked.Labels},
    Volumes: Object.keys(volumes).length > 0 ? volumes : null,
  };
}

function mergeCommand(asked: ContainerConfig, image: RunConfig): Pick<ContainerConfig, 'Cmd' | 'Entrypoint'> {
  const own = asked.Entrypoint ?? [];
  // `--entrypoint ""` asks for none at all.
  const cleared = own.length === 1 && own[0] === '';
  const cmd = asked.Cmd ?? [];
  return {
    Cmd: own.length === 0 && cmd.length === 0 ? copy(image.Cmd) : asked.Cmd,
    Entrypoint: cleared ? null : own.length > 0 ? own : asked.Entrypoint === null ? copy(image.Entrypoint) : null,
  };
}

function copy(list: readonly string[] | null | undefined): string[] | null {
  return list && list.length > 0 ? [...list] : null;
}

function mergeEnv(own: readonly string[], image: readonly string[]): string[] {
  const names = new Set(own.map(nameOf));
  return [...own, ...image.filter((line) => !names.has(nameOf(line)))];
}

function nameOf(line: string): string {
  return line.split('=', 1)[0] ?? '';
}

function mergeHealthcheck(own: Healthcheck | undefined, image: Healthcheck | undefined): Healthcheck | undefined {
  if (!own || !image) return own ?? image;
  const test = own.Test?.length ? own.Test : image.Test;
  return {...image, ...withoutZeros(own), ...(test ? {Test: test} : {})};
}

function withoutZeros(check: Healthcheck): Healthcheck {
  return Object.fromEntries(Object.entries(check).filter(([, value]) => value !== 0));
}

/** A list of `NAME=value` with the values of another put over it; names of the other that are new come last. */
export function overrideEnv(lines: readonly string[], over: readonly string[]): readonly string[] {
  const merged = [...lines];
  for (const line of over) {
    const at = merged.findIndex((known) => nameOf(known) === nameOf(line));
    // A bare name takes the variable away.
    if (!line.includes('=')) {
      if (at >= 0) merged.splice(at, 1);
    } else if (at >= 0) merged[at] = line;
    else merged.push(line);
  }
  return merged;
}
