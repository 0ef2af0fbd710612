import type {ServerCounts} from './host.ts';
import {redisVersion} from './version.ts';

type Section = (server: ServerCounts) => readonly string[];

const sections: {readonly [name: string]: Section} = {
  Server: ({process, config, runId, startedMs}) => {
    const seconds = Math.floor((process.now() - startedMs) / 1000);
    return [
      `redis_version:${redisVersion}`,
      'redis_git_sha1:00000000',
      'redis_git_dirty:0',
      'redis_build_id:k8s-learn-simulation',
      'redis_mode:standalone',
      'os:Linux 6.6.0-k8s-learn x86_64',
      'arch_bits:64',
      'monotonic_clock:POSIX clock_gettime',
      'multiplexing_api:epoll',
      `process_id:${process.pid}`,
      'process_supervised:no',
      `run_id:${runId}`,
      `tcp_port:${config.get('port')}`,
      `server_time_usec:${process.now()}000`,
      `uptime_in_seconds:${seconds}`,
      `uptime_in_days:${Math.floor(seconds / 86_400)}`,
      `hz:${config.get('hz')}`,
      `configured_hz:${config.get('hz')}`,
      'executable:/data/redis-server',
      'config_file:',
    ];
  },
  Clients: (server) => [
    `connected_clients:${server.clients().length}`,
    'cluster_connections:0',
    `maxclients:${server.config.get('maxclients')}`,
    `blocked_clients:${server.blockedCount}`,
    'tracking_clients:0',
  ],
  Memory: (server) => {
    const used = server.usedBytes;
    return [
      `used_memory:${used}`,
      `used_memory_human:${human(used)}`,
      `used_memory_rss:${server.process.memoryBytes}`,
      `used_memory_rss_human:${human(server.process.memoryBytes)}`,
      `used_memory_peak:${server.peakBytes}`,
      `used_memory_peak_human:${human(server.peakBytes)}`,
      `maxmemory:${server.config.get('maxmemory')}`,
      `maxmemory_human:${human(server.config.number('maxmemory'))}`,
      `maxmemory_policy:${server.config.get('maxmemory-policy')}`,
      'mem_allocator:k8s-learn',
    ];
  },
  Persistence: (server) => [
    'loading:0',
    `rdb_changes_since_last_save:${server.counts.dirty}`,
    `rdb_bgsave_in_progress:${server.isSaving ? 1 : 0}`,
    `rdb_last_save_time:${Math.floor(server.lastSaveMs / 1000)}`,
    `rdb_last_bgsave_status:${server.isLastSaveGood ? 'ok' : 'err'}`,
    `rdb_saves:${server.saves}`,
    'aof_enabled:0',
  ],
  Stats: (server) => [
    `total_connections_received:${server.connections}`,
    `total_commands_processed:${server.commands}`,
    `rejected_connections:${server.rejected}`,
    `expired_keys:${server.counts.expired}`,
    `evicted_keys:${server.counts.evicted}`,
    `keyspace_hits:${server.counts.hits}`,
    `keyspace_misses:${server.counts.misses}`,
    `pubsub_channels:${server.channels().length}`,
    `pubsub_patterns:${server.patternCount()}`,
  ],
  Replication: () => ['role:master', 'connected_slaves:0', 'master_failover_state:no-failover', 'master_repl_offset:0'],
  CPU: ({process}) => ['used_cpu_sys:0.000000', `used_cpu_user:${(process.cpuMs / 1000).toFixed(6)}`],
  Modules: () => [],
  Errorstats: () => [],
  Cluster: () => ['cluster_enabled:0'],
  Keyspace: ({databases}) =>
    databases.flatMap((database, index) =>
      database.size === 0
        ? []
        : [`db${index}:keys=${database.size},expires=${database.expiring},avg_ttl=0,subexpiry=0`],
    ),
};

/** What `INFO` says: all sections, or those that are named. https://redis.io/docs/latest/commands/info/ */
export function describeServer(server: ServerCounts, names: readonly string[]): string {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const all = wanted.size === 0 || ['all', 'default', 'everything'].some((word) => wanted.has(word));
  return Object.entries(sections)
    .filter(([name]) => all || wanted.has(name.toLowerCase()))
    .map(
      ([name, lines]) =>
        `# ${name}\r\n${lines(server)
          .map((line) => `${line}\r\n`)
          .join('')}`,
    )
    .join('\r\n');
}

function human(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`;
  for (const [unit, factor] of [
    ['K', 1024],
    ['M', 1024 ** 2],
  ] as const)
    if (bytes < factor * 1024) return `${(bytes / factor).toFixed(2)}${unit}`;
  return `${(bytes / 1024 ** 3).toFixed(2)}G`;
}
