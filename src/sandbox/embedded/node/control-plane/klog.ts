import type {Process} from '../../runtime/process/process.ts';

/** A line as Kubernetes' programs log it. https://kubernetes.io/docs/concepts/cluster-administration/system-logs/ */
export function klogLine(
  level: 'I' | 'W' | 'E' | 'F',
  {
    now,
    place,
    text,
    pid = 1,
  }: {readonly now: number; readonly place: string; readonly text: string; readonly pid?: number},
): string {
  const [date = '', time = ''] = new Date(now).toISOString().slice(0, -1).split('T');
  return `${level}${date.slice(5).replace('-', '')} ${time}000 ${String(pid).padStart(7)} ${place}] ${text}`;
}

/** Writes one line of a program's log: its level, the place in upstream's source, and what is said. */
export type Say = (level: 'I' | 'W' | 'E' | 'F', place: string, text: string) => Promise<void>;

export function sayOn(process: Process): Say {
  return (level, place, text) => process.complain(klogLine(level, {now: process.now(), place, text}));
}
