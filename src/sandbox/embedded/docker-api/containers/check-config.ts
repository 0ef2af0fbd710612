import {parseSignal} from '../../runtime/process/signals.ts';
import {badRequest} from '../api/refusal.ts';
import type {Healthcheck} from '../images/image.ts';
import type {ContainerConfig} from './container-config.ts';
import {checkExposedPorts} from './ports.ts';

/** Refuses what Docker refuses of a configuration, in its words. */
export function checkConfig(config: ContainerConfig): void {
  if (config.WorkingDir !== '' && !config.WorkingDir.startsWith('/'))
    throw badRequest(`the working directory '${config.WorkingDir}' is invalid, it needs to be an absolute path`);
  if (config.StopSignal !== undefined && config.StopSignal !== '' && !parseSignal(config.StopSignal))
    throw badRequest(`Invalid signal: ${config.StopSignal}`);
  for (const line of config.Env)
    if (line === '' || line.startsWith('=')) throw badRequest(`invalid environment variable: ${line}`);
  checkHealthcheck(config.Healthcheck ?? {});
  checkExposedPorts(config.ExposedPorts ?? {});
}

const leastNanoseconds = 1_000_000;

function checkHealthcheck(check: Healthcheck): void {
  for (const key of ['Interval', 'Timeout', 'StartPeriod', 'StartInterval'] as const) {
    const value = check[key] ?? 0;
    if (value !== 0 && value < leastNanoseconds) throw badRequest(`${key} in Healthcheck cannot be less than 1ms`);
  }
  if ((check.Retries ?? 0) < 0) throw badRequest('Retries in Healthcheck cannot be negative');
}
