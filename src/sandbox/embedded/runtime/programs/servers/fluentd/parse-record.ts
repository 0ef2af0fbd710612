import {Pattern, type PatternMatch, PatternTooHard} from '../perl-regex/pattern.ts';
import {PatternError} from '../perl-regex/syntax.ts';
import {ConfigProblem, required, type Section} from './config.ts';
import {isRecord, type LogRecord} from './event.ts';

/** A line as a record; undefined when it is not of the format. */
export type RecordParser = (line: string) => LogRecord | undefined;

const whole: RecordParser = (message) => ({message});

/** What `<parse>` of a source asks for. Throws ConfigProblem. */
export function recordParser(source: Section): RecordParser {
  const section = source.sections.find(({name}) => name === 'parse');
  if (!section) throw new ConfigProblem('<parse> section is required.');
  const type = required(section, '@type');
  switch (type) {
    case 'none':
      return keyed(section.values.get('message_key') ?? 'message');
    case 'json':
      return parseJson;
    case 'regexp':
      return byExpression(required(section, 'expression'));
    default:
      throw new ConfigProblem(unknownPlugin('parser', type, ['none', 'json', 'regexp']));
  }
}

/** fluentd's own words, and what there is in this simulation. */
export function unknownPlugin(kind: string, type: string, known: readonly string[]): string {
  return `Unknown ${kind} plugin '${type}'. This simulation of fluentd has ${known.join(', ')}`;
}

function keyed(key: string): RecordParser {
  return key === 'message' ? whole : (line) => ({[key]: line});
}

function parseJson(line: string): LogRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function byExpression(text: string): RecordParser {
  const pattern = rubyPattern(text);
  const names = [...pattern.names];
  return (line) => {
    const match = matchOf(pattern, line);
    return match && Object.fromEntries(names.map(([name, group]) => [name, match.groups[group] ?? null]));
  };
}

/** `/.../i` or the expression alone. Throws ConfigProblem. */
export function rubyPattern(text: string): Pattern {
  const [, body = text, flags = ''] = /^\/([\s\S]*)\/([im]*)$/.exec(text) ?? [];
  try {
    return new Pattern(body, {ignoreCase: flags.includes('i')});
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new ConfigProblem(`Invalid regexp '${body}': ${error.message}`);
  }
}

/** The match; a pattern that is too hard on a text has none. */
export function matchOf(pattern: Pattern, text: string): PatternMatch | undefined {
  try {
    return pattern.exec(text);
  } catch (error) {
    if (error instanceof PatternTooHard) return undefined;
    throw error;
  }
}
