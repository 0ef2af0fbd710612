import {type RedisSettings, SettingFault} from './settings.ts';
import {splitWords} from './words.ts';

/** What `redis-server` was asked on its command line. */
export type ServerArguments = {readonly kind: 'version'} | {readonly kind: 'help'} | ServeArguments;

export interface ServeArguments {
  readonly kind: 'serve';
  readonly path: string | undefined;
  /** Options as lines of a configuration. */
  readonly lines: readonly string[];
}

/** `redis-server [/path/to/redis.conf] [--name value…]…` */
export function readServerArguments(args: readonly string[]): ServerArguments {
  const [first = ''] = args;
  if (first === '-v' || first === '--version') return {kind: 'version'};
  if (first === '-h' || first === '--help') return {kind: 'help'};
  const hasPath = args.length > 0 && !first.startsWith('--') && first !== '-';
  const lines: string[] = [];
  for (const arg of args.slice(hasPath ? 1 : 0)) {
    if (arg.startsWith('--')) lines.push(arg.slice(2));
    else
      lines.push(`${lines.pop() ?? ''} ${/[\s"']|^$/.test(arg) ? `"${arg.replace(/["\\]/g, '\\$&')}"` : arg}`.trim());
  }
  return {kind: 'serve', path: hasPath ? first : undefined, lines};
}

/** Directives of the real one that change nothing that is seen here. */
const without = new Set(
  (
    'activedefrag activerehashing aof-load-truncated aof-rewrite-incremental-fsync aof-use-rdb-preamble always-show-logo ' +
    'appendfilename appenddirname appendfsync auto-aof-rewrite-min-size auto-aof-rewrite-percentage ' +
    'client-output-buffer-limit daemonize dynamic-hz enable-debug-command hash-max-listpack-value hll-sparse-max-bytes ' +
    'jemalloc-bg-thread latency-monitor-threshold lazyfree-lazy-expire lazyfree-lazy-server-del lazyfree-lazy-user-del ' +
    'lazyfree-lazy-user-flush list-compress-depth list-max-listpack-size locale-collate no-appendfsync-on-rewrite ' +
    'oom-score-adj oom-score-adj-values pidfile proc-title-template rdb-del-sync-files rdb-save-incremental-fsync ' +
    'rdbchecksum rdbcompression repl-diskless-load repl-diskless-sync repl-diskless-sync-delay repl-disable-tcp-nodelay ' +
    'replica-lazy-flush replica-priority replica-read-only replica-serve-stale-data set-max-intset-entries ' +
    'set-proc-title stop-writes-on-bgsave-error stream-node-max-bytes stream-node-max-entries supervised ' +
    'zset-max-listpack-entries zset-max-listpack-value'
  ).split(' '),
);

/** Throws SettingFault: the message is the line's number and text, the cause what is wrong with it. */
export function readSettings(config: RedisSettings, lines: readonly string[]): void {
  for (const [index, line] of lines.entries()) {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    const fault = (cause: string): SettingFault => new SettingFault(`${index + 1}\0${text}`, {cause});
    const words = splitWords(text);
    if (!words) throw fault('Unbalanced quotes in configuration line');
    const [name = '', ...values] = words;
    if (without.has(name.toLowerCase())) continue;
    if (values.length === 0) throw fault('wrong number of arguments');
    try {
      config.set(name, values.join(' '));
    } catch (error) {
      if (error instanceof SettingFault) throw fault(error.message);
      throw error;
    }
  }
}
