import type {Process} from '../../../process/process.ts';
import {dateParts} from '../dates.ts';

/** How important a line is: `.` debug, `-` verbose, `*` notice, `#` warning. */
export type RedisLevel = '.' | '-' | '*' | '#';

/** A line in the log of Redis. Roles: C is starting or a child, M the server itself. */
export async function logLine(process: Process, role: 'C' | 'M', level: RedisLevel, text: string): Promise<void> {
  const {year, monthName, day, time, milliseconds} = dateParts(process.now());
  await process.print(`${process.pid}:${role} ${day} ${monthName} ${year} ${time}.${milliseconds} ${level} ${text}\n`);
}
