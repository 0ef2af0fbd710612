import type {z} from 'zod';
import {badRequest, conflict} from '../api/refusal.ts';
import {checkLimits, checkRestartPolicy} from './check-limits.ts';
import {limitsOf} from './container-run.ts';
import type {DockerContainer} from './docker-container.ts';
import {goStruct, parseGo} from './go-json.ts';
import {type HostConfig, resourcesShape, restartPolicySchema} from './host-config.ts';

const updateSchema = goStruct({...resourcesShape, RestartPolicy: restartPolicySchema.exactOptional()});
type Update = z.output<typeof updateSchema>;

/** `docker update`: new limits and another restart policy. Throws in Docker's words; nothing is changed then. */
export function updateContainer(container: DockerContainer, body: unknown): void {
  if (body === undefined) throw badRequest('invalid JSON: got EOF while reading request body');
  const {RestartPolicy: policy, ...limits} = parseGo('UpdateConfig', updateSchema, body);
  const {state, host, run, life} = container;
  if (policy) checkPolicy(policy, host);
  checkLimits(limits);
  if (state.removing || state.dead)
    throw conflict(`Cannot update container ${container.id}: Container is marked for removal and cannot be "update".`);
  const changed = {...host, ...changedLimits(container, limits)};
  container.host = {...changed, RestartPolicy: policy?.Name ? policy : host.RestartPolicy};
  if (run) run.space.cgroup.limits = limitsOf(container.host);
  life.setRestartPolicy(container.host.RestartPolicy);
  container.tell('update');
}

function checkPolicy(policy: HostConfig['RestartPolicy'], host: HostConfig): void {
  checkRestartPolicy(policy);
  if (host.AutoRemove && !['', 'no'].includes(policy.Name))
    throw badRequest('Restart policy cannot be updated because AutoRemove is enabled for the container');
}

const counts = [
  'CpuShares',
  'Memory',
  'NanoCpus',
  'BlkioWeight',
  'CpuPeriod',
  'CpuQuota',
  'CpuRealtimePeriod',
  'CpuRealtimeRuntime',
  'MemoryReservation',
  'MemorySwap',
] as const;

/** Zero means that a limit stays as it is. */
function changedLimits({id, host}: DockerContainer, limits: Omit<Update, 'RestartPolicy'>): Partial<HostConfig> {
  const {Memory, MemorySwap, PidsLimit, CpusetCpus, CpusetMems} = limits;
  const why = `Cannot update container ${id}: `;
  if (Memory > 0 && MemorySwap === 0 && host.MemorySwap > 0 && Memory > host.MemorySwap)
    throw conflict(
      `${why}Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time`,
    );
  const wanted = Object.fromEntries(counts.filter((name) => limits[name] !== 0).map((name) => [name, limits[name]]));
  return {
    ...wanted,
    ...(PidsLimit === null ? {} : {PidsLimit: PidsLimit > 0 ? PidsLimit : null}),
    ...(CpusetCpus === '' ? {} : {CpusetCpus}),
    ...(CpusetMems === '' ? {} : {CpusetMems}),
  };
}
