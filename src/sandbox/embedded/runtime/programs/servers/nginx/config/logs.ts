import type {Scope} from './directive.ts';

/** A file that is logged to. */
export interface LogTarget {
  readonly path: string;
  /** The least level that is written, or the name of the format. */
  readonly what: string;
}

/** Levels, the least important first. */
export const logLevels = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'] as const;

export type LogLevel = (typeof logLevels)[number];

/** Where nginx of the official image logs when nothing says otherwise. */
export const usualErrorLog = '/var/log/nginx/error.log';
const usualAccessLog = '/var/log/nginx/access.log';

export function readAccessLogs(scope: Scope): readonly LogTarget[] {
  const all = scope.all('access_log');
  if (all.length === 0) return [{path: usualAccessLog, what: 'combined'}];
  if (all.some(({args}) => args[0] === 'off')) return [];
  return all.map(({args}) => {
    const [path = '', format = 'combined'] = args;
    return {path, what: format.includes('=') ? 'combined' : format};
  });
}

export function readErrorLogs(scope: Scope): readonly LogTarget[] {
  const all = scope.all('error_log');
  if (all.length === 0) return [{path: usualErrorLog, what: 'error'}];
  return all.map(({args}) => ({path: args[0] ?? '', what: args[1] ?? 'error'}));
}

/** Whether a log of some level takes a message of another. */
export function takesLevel(least: string, level: LogLevel): boolean {
  const order: readonly string[] = logLevels;
  return order.indexOf(level) >= order.indexOf(least);
}
