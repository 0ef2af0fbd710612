import type {Process} from '../../../process/process.ts';

/** The lines fluentd says about itself, on standard output between the events. */
export interface FluentLog {
  say(level: 'info' | 'warn' | 'error', text: string): Promise<void>;
}

/** `#0 ` stands in front of what a worker says. */
export function fluentLog(process: Process, from: '' | '#0 ' = ''): FluentLog {
  return {say: (level, text) => process.print(`${seconds(process.now())} +0000 [${level}]: ${from}${text}\n`)};
}

function seconds(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

/** The time of an event, as the stdout output and formatter write it. */
export function eventTime(ms: number): string {
  const nanoseconds = String(Math.round((ms % 1000) * 1e6)).padStart(9, '0');
  return `${seconds(ms)}.${nanoseconds} +0000`;
}
