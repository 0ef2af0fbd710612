import {hex} from '../../../../bytes/bytes.ts';
import type {Process} from '../../../process/process.ts';
import {dateParts} from '../dates.ts';

export type LogFields = readonly (readonly [name: string, value: string | number])[];

const levels = ['debug', 'info', 'warning', 'error', 'fatal'] as const;

export type RegistryLevel = (typeof levels)[number];

/** What the real one of this version was built with. */
const goVersion = 'go1.20.8';
export const registryVersion = '2.8.3';

/** Lines as logrus writes them, to standard error. https://github.com/sirupsen/logrus */
export class RegistryLog {
  readonly instance: string;
  readonly #process: Process;
  readonly #formatter: 'text' | 'json';
  readonly #least: number;

  constructor(process: Process, {formatter, level}: {readonly formatter: 'text' | 'json'; readonly level: string}) {
    this.#process = process;
    this.#formatter = formatter;
    const least = levels.findIndex((name) => name === (level === 'warn' ? 'warning' : level));
    this.#least = least < 0 ? 1 : least;
    this.instance = newUuid(process);
  }

  /** About the registry itself. */
  start(level: RegistryLevel, message: string): Promise<void> {
    return this.write(level, message, [
      ['instance.id', this.instance],
      ['service', 'registry'],
      ['version', registryVersion],
    ]);
  }

  async write(level: RegistryLevel, message: string, fields: LogFields): Promise<void> {
    if (levels.indexOf(level) < this.#least) return;
    const {year, month, day, time, milliseconds} = dateParts(this.#process.now());
    const stamp = `${year}-${month}-${day}T${time}.${milliseconds}000000Z`;
    const all = [...fields, ['go.version', goVersion] as const].sort(([one], [other]) => (one < other ? -1 : 1));
    const line =
      this.#formatter === 'json'
        ? JSON.stringify(sorted([...all, ['level', level], ['msg', message], ['time', stamp]]))
        : [`time="${stamp}"`, `level=${level}`, `msg=${quoted(message)}`, ...all.map(pair)].join(' ');
    await this.#process.complain(line);
  }
}

function sorted(fields: LogFields): object {
  return Object.fromEntries([...fields].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function pair([name, value]: readonly [string, string | number]): string {
  return `${name}=${quoted(String(value))}`;
}

/** Go's `%q`, where logrus finds it necessary. */
function quoted(text: string): string {
  if (/^[a-zA-Z0-9\-._/@^+]+$/.test(text)) return text;
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

export function newUuid(process: Process): string {
  const bytes = process.space.kernel.outside.random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
