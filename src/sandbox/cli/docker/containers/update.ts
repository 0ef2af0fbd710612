import {int, text, uint} from '../../cobra/flag-kinds.ts';
import {type DockerCall, defineCommand} from '../app.ts';
import {errorOf, joinErrors} from '../errors.ts';
import {bytes, decimal, swapBytes} from '../flags/kinds.ts';
import {type Json, object, texts} from '../json.ts';
import {parseRestartPolicy} from './create/policies.ts';
import {containerPath} from './paths.ts';

const flags = {
  blkioWeight: uint('blkio-weight', {
    usage: 'Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)',
    bits: 16,
  }),
  cpuPeriod: int('cpu-period', {usage: 'Limit CPU CFS (Completely Fair Scheduler) period'}),
  cpuQuota: int('cpu-quota', {usage: 'Limit CPU CFS (Completely Fair Scheduler) quota'}),
  cpuRtPeriod: int('cpu-rt-period', {usage: 'Limit the CPU real-time period in microseconds'}),
  cpuRtRuntime: int('cpu-rt-runtime', {usage: 'Limit the CPU real-time runtime in microseconds'}),
  cpuShares: int('cpu-shares', {short: 'c', usage: 'CPU shares (relative weight)'}),
  cpus: decimal('cpus', {usage: 'Number of CPUs'}),
  cpusetCpus: text('cpuset-cpus', {usage: 'CPUs in which to allow execution (0-3, 0,1)'}),
  cpusetMems: text('cpuset-mems', {usage: 'MEMs in which to allow execution (0-3, 0,1)'}),
  kernelMemory: bytes('kernel-memory', {usage: 'Kernel memory limit (deprecated)', hidden: true}),
  memory: bytes('memory', {short: 'm', usage: 'Memory limit'}),
  memoryReservation: bytes('memory-reservation', {usage: 'Memory soft limit'}),
  memorySwap: swapBytes('memory-swap', {
    usage: 'Swap limit equal to memory plus swap: -1 to enable unlimited swap',
  }),
  pidsLimit: int('pids-limit', {usage: 'Tune container pids limit (set -1 for unlimited)'}),
  restart: text('restart', {usage: 'Restart policy to apply when a container exits'}),
};

/** `docker update`. https://docs.docker.com/reference/cli/docker/container/update/ */
export const update = defineCommand({
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Update configuration of one or more containers',
  aliases: 'docker container update, docker update',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  async run(call) {
    const {app, args, changed} = call;
    if (!Object.values(flags).some(changed))
      throw new Error('you must provide one or more flags when using this command');
    const json = updateBody(call);
    const warnings: string[] = [];
    const errors: Error[] = [];
    for (const name of args) {
      try {
        const answer = await app.engine.json({method: 'POST', path: containerPath(name, 'update'), json});
        await app.print(`${name}\n`);
        warnings.push(...texts(object(answer)['Warnings']));
      } catch (error) {
        errors.push(errorOf(error));
      }
    }
    if (warnings.length > 0) await app.print(warnings.join('\n'));
    const error = joinErrors(errors);
    if (error !== undefined) throw error;
    return 0;
  },
});

function updateBody({get, changed}: DockerCall): Json {
  const restart = get(flags.restart);
  return {
    CpuShares: get(flags.cpuShares),
    Memory: get(flags.memory),
    NanoCpus: get(flags.cpus),
    CgroupParent: '',
    BlkioWeight: get(flags.blkioWeight),
    BlkioWeightDevice: null,
    BlkioDeviceReadBps: null,
    BlkioDeviceWriteBps: null,
    BlkioDeviceReadIOps: null,
    BlkioDeviceWriteIOps: null,
    CpuPeriod: get(flags.cpuPeriod),
    CpuQuota: get(flags.cpuQuota),
    CpuRealtimePeriod: get(flags.cpuRtPeriod),
    CpuRealtimeRuntime: get(flags.cpuRtRuntime),
    CpusetCpus: get(flags.cpusetCpus),
    CpusetMems: get(flags.cpusetMems),
    Devices: null,
    DeviceCgroupRules: null,
    DeviceRequests: null,
    MemoryReservation: get(flags.memoryReservation),
    MemorySwap: get(flags.memorySwap),
    MemorySwappiness: null,
    OomKillDisable: null,
    PidsLimit: changed(flags.pidsLimit) ? get(flags.pidsLimit) : null,
    Ulimits: null,
    CpuCount: 0,
    CpuPercent: 0,
    IOMaximumIOps: 0,
    IOMaximumBandwidth: 0,
    RestartPolicy: restart === '' ? {Name: '', MaximumRetryCount: 0} : parseRestartPolicy(restart),
  };
}
