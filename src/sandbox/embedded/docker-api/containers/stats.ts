import {encode} from '../../bytes/bytes.ts';
import type {ApiRequest, ApiResponse} from '../api/http.ts';
import {processors} from './check-limits.ts';
import type {DockerContainer} from './docker-container.ts';
import {goTime, zeroTime} from './go-time.ts';
import {isSet} from './query.ts';

const intervalMs = 1000;

/** `GET /containers/{id}/stats`: one sample a second, or one alone. */
export function serveStats(container: DockerContainer, {query, signal}: ApiRequest): ApiResponse {
  const streams = !query.has('stream') || isSet(query, 'stream');
  const isOneShot = isSet(query, 'one-shot');
  const {kernel} = container.simulatedHost.daemon();
  return {
    kind: 'stream',
    status: 200,
    type: 'application/json',
    async write(to) {
      let before = streams || isOneShot ? nothing : sample(container);
      // A share of the CPU needs two looks.
      if (!streams && !isOneShot && container.run) await kernel.wait(intervalMs, signal);
      for (;;) {
        const now = sample(container);
        await to.write(encode(`${JSON.stringify(statsJson(container, now, before))}\n`));
        if (!streams || container.state.dead) return;
        before = now;
        await kernel.wait(intervalMs, signal);
      }
    },
  };
}

/** What is counted of a container at one moment. */
interface Sample {
  readonly timeMs: number | undefined;
  readonly cpu: object;
  readonly rest: object;
}

const noCpu = {
  cpu_usage: {total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0},
  throttling_data: {periods: 0, throttled_periods: 0, throttled_time: 0},
};
const nothing: Sample = {
  timeMs: undefined,
  cpu: noCpu,
  rest: {pids_stats: {}, memory_stats: {}},
};

function sample(container: DockerContainer): Sample {
  const {run, simulatedHost} = container;
  if (!run) return nothing;
  const daemon = simulatedHost.daemon();
  const now = daemon.outside.clock.now();
  const {cgroup} = run.space;
  const total = Math.round(cgroup.cpuMs * 1e6);
  const {limits, memoryBytes, pids} = cgroup;
  const mostBytes = limits.memoryBytes || daemon.kernel.cgroup.limits.memoryBytes;
  return {
    timeMs: now,
    cpu: {
      cpu_usage: {total_usage: total, usage_in_kernelmode: Math.round(total / 10), usage_in_usermode: total},
      system_cpu_usage: Math.round((now - daemon.startedMs) * processors * 1e6),
      online_cpus: processors,
      throttling_data: {periods: 0, throttled_periods: 0, throttled_time: Math.round(cgroup.throttledMs * 1e6)},
    },
    rest: {
      pids_stats: {current: pids, ...(limits.pids > 0 ? {limit: limits.pids} : {})},
      memory_stats: {usage: memoryBytes, stats: memoryDetails(memoryBytes), limit: mostBytes},
      ...networksOf(container),
    },
  };
}

/** As a version 2 control group counts; nothing is cached, nothing is shared. */
function memoryDetails(bytes: number): object {
  return {
    active_anon: 0,
    active_file: 0,
    anon: bytes,
    file: 0,
    inactive_anon: bytes,
    inactive_file: 0,
    kernel_stack: 0,
    pgfault: 0,
    pgmajfault: 0,
    shmem: 0,
    slab: 0,
    unevictable: 0,
  };
}

function networksOf({networks}: DockerContainer): object {
  if (networks.isHost || networks.stack.interfaces.length === 0) return {};
  const cards = networks.stack.interfaces.map(({name, rxBytes, txBytes}) => [
    name,
    {
      rx_bytes: rxBytes,
      rx_packets: Math.ceil(rxBytes / 1500),
      rx_errors: 0,
      rx_dropped: 0,
      tx_bytes: txBytes,
      tx_packets: Math.ceil(txBytes / 1500),
      tx_errors: 0,
      tx_dropped: 0,
    },
  ]);
  return {networks: Object.fromEntries(cards)};
}

function statsJson({id, name}: DockerContainer, now: Sample, before: Sample): object {
  return {
    name: `/${name}`,
    id,
    read: now.timeMs === undefined ? zeroTime : goTime(now.timeMs),
    preread: before.timeMs === undefined ? zeroTime : goTime(before.timeMs),
    blkio_stats: {
      io_service_bytes_recursive: null,
      io_serviced_recursive: null,
      io_queue_recursive: null,
      io_service_time_recursive: null,
      io_wait_time_recursive: null,
      io_merged_recursive: null,
      io_time_recursive: null,
      sectors_recursive: null,
    },
    num_procs: 0,
    storage_stats: {},
    cpu_stats: now.cpu,
    precpu_stats: before.cpu,
    ...now.rest,
  };
}
