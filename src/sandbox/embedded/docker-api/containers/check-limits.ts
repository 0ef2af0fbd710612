import {badRequest} from '../api/refusal.ts';
import type {HostConfig, RestartPolicy} from './host-config.ts';

/** Processors of the simulated machine. */
export const processors = 2;

type Resources = Pick<
  HostConfig,
  | 'Memory'
  | 'MemorySwap'
  | 'MemoryReservation'
  | 'MemorySwappiness'
  | 'NanoCpus'
  | 'CpuPeriod'
  | 'CpuQuota'
  | 'PidsLimit'
  | 'BlkioWeight'
>;

const leastMemory = 6 * 1024 * 1024;

/** Refuses limits Docker refuses, in its words. */
export function checkLimits(limits: Resources): void {
  const {Memory, MemorySwap, MemoryReservation, MemorySwappiness, BlkioWeight} = limits;
  if (Memory < 0) throw badRequest('Memory limit can not be less than 0');
  if (Memory > 0 && Memory < leastMemory) throw badRequest('Minimum memory limit allowed is 6MB');
  if (Memory > 0 && MemorySwap > 0 && MemorySwap < Memory)
    throw badRequest('Minimum memoryswap limit should be larger than memory limit, see usage');
  if (Memory === 0 && MemorySwap > 0)
    throw badRequest('You should always set the Memory limit when using Memoryswap limit, see usage');
  if (MemorySwappiness !== null && MemorySwappiness !== -1 && (MemorySwappiness < 0 || MemorySwappiness > 100))
    throw badRequest(`Invalid value: ${MemorySwappiness}, valid memory swappiness range is 0-100`);
  if (MemoryReservation > 0 && MemoryReservation < leastMemory)
    throw badRequest('Minimum memory reservation allowed is 6MB');
  if (Memory > 0 && MemoryReservation > 0 && Memory < MemoryReservation)
    throw badRequest('Minimum memory limit can not be less than memory reservation limit, see usage');
  if (BlkioWeight > 0 && (BlkioWeight < 10 || BlkioWeight > 1000))
    throw badRequest('Range of blkio weight is from 10 to 1000');
  checkCpu(limits);
}

function checkCpu({NanoCpus, CpuPeriod, CpuQuota}: Resources): void {
  if (NanoCpus > 0 && CpuPeriod > 0)
    throw badRequest('Conflicting options: Nano CPUs and CPU Period cannot both be set');
  if (NanoCpus > 0 && CpuQuota > 0) throw badRequest('Conflicting options: Nano CPUs and CPU Quota cannot both be set');
  if (NanoCpus < 0 || NanoCpus > processors * 1e9)
    throw badRequest(`Range of CPUs is from 0.01 to ${processors}.00, as there are only ${processors} CPUs available`);
  if (CpuPeriod !== 0 && (CpuPeriod < 1000 || CpuPeriod > 1_000_000))
    throw badRequest('CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)');
  if (CpuQuota > 0 && CpuQuota < 1000) throw badRequest('CPU cfs quota can not be less than 1ms (i.e. 1000)');
}

/** Refuses restart policies there are not. */
export function checkRestartPolicy({Name, MaximumRetryCount}: RestartPolicy): void {
  if (!['', 'no', 'always', 'unless-stopped', 'on-failure'].includes(Name))
    throw badRequest(`invalid restart policy '${Name}'`);
  if (MaximumRetryCount < 0) throw badRequest('maximum retry count cannot be negative');
  if (Name !== 'on-failure' && MaximumRetryCount !== 0)
    throw badRequest(`maximum retry count cannot be used with restart policy '${Name}'`);
}
