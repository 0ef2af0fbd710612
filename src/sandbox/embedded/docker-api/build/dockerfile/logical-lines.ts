import {encode} from '../../../bytes/bytes.ts';
import {unreadable} from './fault.ts';
import {trimEnd, trimStart} from './white-space.ts';

/** The character that takes the meaning of the next one away. */
export type Escape = '\\' | '`';

/** One instruction with what continues it. */
export interface LogicalLine {
  readonly text: string;
  /** Of its first line, from 1. */
  readonly line: number;
}

export interface LogicalLines {
  readonly lines: readonly LogicalLine[];
  readonly escaper: Escape;
  /** What the client is told of before anything is built. */
  readonly warnings: readonly string[];
}

const directive = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*([^\n]+)$/;
/** Of one line: Go's scanner reads no more. */
const longestLine = 65_535;

/**
 * Puts lines together that continue each other and leaves comments out. Throws 400 in the daemon's words.
 * https://docs.docker.com/reference/dockerfile/#format
 */
export function readLogicalLines(text: string): LogicalLines {
  const directives = new Directives();
  const lines: LogicalLine[] = [];
  const warnings: string[] = [];
  const rest = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map(withoutReturn);
  for (let at = 0; at < rest.length; at += 1) {
    const begins = at + 1;
    const first = trimStart(checked(rest[at]));
    directives.look(first);
    let {text: whole, continues} = directives.trim(first.startsWith('#') ? '' : first);
    if (!continues && whole === '') continue;
    let hasBlank = false;
    while (continues && at + 1 < rest.length) {
      at += 1;
      const next = checked(rest[at]);
      const start = trimStart(next);
      if (start.startsWith('#')) continue;
      if (start === '') {
        // The last line end of a file is followed by nothing, which is no blank line.
        hasBlank ||= at + 1 < rest.length;
        continue;
      }
      const more = directives.trim(next);
      whole += more.text;
      continues = more.continues;
    }
    if (hasBlank) warnings.push(`[WARNING]: Empty continuation line found in:\n    ${whole}`);
    lines.push({text: whole, line: begins});
  }
  if (lines.length === 0) throw unreadable('file with no instructions');
  if (warnings.length > 0) warnings.push('[WARNING]: Empty continuation lines will become errors in a future release.');
  return {lines, escaper: directives.escaper, warnings};
}

/** `# escape=` and `# syntax=` at the top of a file; the second names a frontend, which only BuildKit has. */
class Directives {
  escaper: Escape = '\\';
  readonly #seen = new Set<string>();
  #isDone = false;

  look(line: string): void {
    const [, name = '', given = ''] = this.#isDone ? [] : (directive.exec(line) ?? []);
    const key = name.toLowerCase();
    if (key !== 'escape' && key !== 'syntax') {
      this.#isDone = true;
      return;
    }
    if (this.#seen.has(key)) throw unreadable(`only one ${key} parser directive can be used`);
    this.#seen.add(key);
    if (key !== 'escape') return;
    const value = trimEnd(given);
    if (value !== '\\' && value !== '`') throw unreadable(`invalid escape token '${value}' does not match \` or \\`);
    this.escaper = value;
  }

  /** A line without the sign that another one continues it. */
  trim(line: string): {text: string; continues: boolean} {
    const end = trimEnd(line, (character) => character === ' ' || character === '\t');
    return end.endsWith(this.escaper) ? {text: end.slice(0, -1), continues: true} : {text: line, continues: false};
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function checked(line = ''): string {
  if (line.length > longestLine / 3 && encode(line).length > longestLine)
    throw unreadable(`dockerfile line greater than max allowed size of ${longestLine}`);
  return line;
}
