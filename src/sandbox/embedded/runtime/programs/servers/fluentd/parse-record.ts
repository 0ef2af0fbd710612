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

/** Ruby's named groups are those of JavaScript; a pattern that takes its time is cut by the length of its line. */
function byExpression(text: string): RecordParser {
  const [, body = text, flags = ''] = /^\/([\s\S]*)\/([im]*)$/.exec(text) ?? [];
  const pattern = compiled(body, flags.includes('i') ? 'i' : '');
  return (line) => pattern.exec(line.slice(0, longestMatched))?.groups;
}

const longestMatched = 4096;

function compiled(body: string, flags: string): RegExp {
  try {
    return new RegExp(body, flags);
  } catch (error) {
    throw new ConfigProblem(`invalid expression /${body}/: ${error instanceof Error ? error.message : ''}`);
  }
}
