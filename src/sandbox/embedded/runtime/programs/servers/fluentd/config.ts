/** A section of the configuration, or all of it: `<match app.**>` with what is in it. */
export interface Section {
  readonly name: string;
  /** What stands behind the name: tag patterns, a label's name. */
  readonly argument: string;
  readonly values: ReadonlyMap<string, string>;
  readonly sections: readonly Section[];
}

/** What is wrong with a configuration, in fluentd's words. */
export class ConfigProblem extends Error {}

/** Reads fluent.conf. Throws ConfigProblem. https://docs.fluentd.org/configuration/config-file */
export function parseConfig(text: string, path: string): Section {
  const lines = text.split('\n');
  let at = 0;

  function section(name: string, argument: string): Section {
    const values = new Map<string, string>();
    const sections: Section[] = [];
    while (at < lines.length) {
      const line = withoutComment(lines[at] ?? '').trim();
      at += 1;
      if (line === '') continue;
      const [, closed] = /^<\/([\w@]+)>$/.exec(line) ?? [];
      const [, opened, rest = ''] = /^<([\w@]+)\s*(.*?)>$/.exec(line) ?? [];
      const [, key = '', value = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
      if (closed !== undefined) {
        if (closed === name) return {name, argument, values, sections};
        throw new ConfigProblem(`unmatched end tag at ${path} line ${at}`);
      }
      if (opened !== undefined) sections.push(section(opened, rest));
      else if (line.startsWith('<')) throw new ConfigProblem(`parse error at ${path} line ${at}: ${line}`);
      else values.set(key, plainValue(wholeValue(value)));
    }
    if (name !== 'ROOT')
      throw new ConfigProblem(`expected end tag '</${name}>' but got end of file at ${path} line ${at}`);
    return {name, argument, values, sections};
  }

  /** An array or a hash goes on until its brackets are closed. */
  function wholeValue(first: string): string {
    let value = first;
    const opens = /^[[{]/.test(first);
    while (opens && at < lines.length && count(value, /[[{]/g) > count(value, /[\]}]/g)) {
      value += withoutComment(lines[at] ?? '').trim();
      at += 1;
    }
    return value;
  }

  return section('ROOT', '');
}

function count(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0;
}

/** A comment begins the line, or stands behind white space and outside quotes. */
function withoutComment(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '#' && (at === 0 || /\s/.test(line[at - 1] ?? ''))) return line.slice(0, at);
  }
  return line;
}

function plainValue(text: string): string {
  const [, double, single] = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')$/.exec(text) ?? [];
  if (double !== undefined)
    return double.replace(/\\(.)/g, (_, letter: string) => ({n: '\n', t: '\t', r: '\r'})[letter] ?? letter);
  return single ?? text;
}

/** A list as it may be written: `["a", "b"]` or `a, b`. */
export function listOf(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  const inside = /^\[([\s\S]*)\]$/.exec(value.trim())?.[1] ?? value;
  return inside
    .split(',')
    .map((part) => plainValue(part.trim()))
    .filter((part) => part !== '');
}

/** `10`, `1.5`, `2s`, `3m`, `1h`, `1d` in milliseconds. Throws ConfigProblem. */
export function durationMs(name: string, value: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(value) ?? [];
  if (number === undefined) throw new ConfigProblem(`${name}: invalid value for Float(): "${value}"`);
  return Number(number) * ({m: 60_000, h: 3_600_000, d: 86_400_000}[unit] ?? 1000);
}

export function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === 'yes' || value === '';
}

/** The value of a parameter that must be there. Throws ConfigProblem. */
export function required({values}: Section, name: string): string {
  const value = values.get(name);
  if (value === undefined) throw new ConfigProblem(`'${name}' parameter is required`);
  return value;
}

/** As the log shows it when the program starts. */
export function formatConfig({name, argument, values, sections}: Section, indent = ''): string {
  const inside = `${indent}  `;
  return [
    `${indent}<${name}${argument === '' ? '' : ` ${argument}`}>\n`,
    ...[...values].map(([key, value]) => `${inside}${key} ${shown(value)}\n`),
    ...sections.map((each) => formatConfig(each, inside)),
    `${indent}</${name}>\n`,
  ].join('');
}

function shown(value: string): string {
  return /^[[{]|^[\w@:/.+-]*$/.test(value) ? value : JSON.stringify(value);
}
