import {compileTemplate, type Template} from '../../template/execute.ts';
import {builtins, dockerFunctions} from '../../template/functions.ts';
import {indentJson, marshalJson} from '../../template/marshal.ts';
import {untyped} from '../../template/value.ts';
import type {Docker} from '../app.ts';
import {ExitError, errorOf, joinErrors} from '../errors.ts';
import {decode, type GoType} from './go-type.ts';

/** One thing that was looked up. */
export interface Inspected {
  /** The Engine's own words, so that nothing is lost of them. */
  readonly json: string;
  /** How a template sees it. */
  readonly type: GoType;
  /** It is shown as its type has it, not as the Engine said it. */
  readonly byType?: boolean;
}

/** What is to be inspected, and how. */
export interface Inspection {
  readonly names: readonly string[];
  /** '' or `json` for JSON, else a template. */
  readonly format: string;
  readonly look: (name: string) => Promise<Inspected>;
}

/** Looks everything up, shows what was found, then throws what was not. */
export async function inspectAll(docker: Docker, {names, format, look}: Inspection): Promise<number> {
  const template = format === '' || format === 'json' ? undefined : parse(format);
  const found: Inspected[] = [];
  const lines: string[] = [];
  const errors: Error[] = [];
  for (const name of names) {
    try {
      const inspected = await look(name);
      found.push(inspected);
      if (template !== undefined) lines.push(`${execute(template, inspected)}\n`);
    } catch (error) {
      errors.push(errorOf(error));
      if (error instanceof TemplateFailure) break;
    }
  }
  const text = template === undefined ? jsonText(found, format) : lines.join('') || '\n';
  await docker.print(text);
  const error = joinErrors(errors);
  if (error !== undefined) throw new ExitError(1, error.message);
  return 0;
}

function parse(format: string): Template {
  try {
    return compileTemplate(format, new Map([...builtins, ...dockerFunctions]));
  } catch (error) {
    throw new ExitError(64, `template parsing error: ${errorOf(error).message}`);
  }
}

class TemplateFailure extends Error {}

/** A template first sees the thing as Go's type has it, then, when that fails, as the Engine's JSON has it. */
function execute(template: Template, {json, type, byType = false}: Inspected): string {
  const raw: unknown = JSON.parse(json);
  try {
    return template.execute(decode(type, raw));
  } catch (error) {
    // The fields of the JSON may be called otherwise.
    if (byType) throw new TemplateFailure(`template parsing error: ${errorOf(error).message}`);
  }
  try {
    return template.execute(untyped(raw), {missingKeyFails: true});
  } catch (error) {
    throw new TemplateFailure(`template parsing error: ${errorOf(error).message}`);
  }
}

function jsonText(found: readonly Inspected[], format: string): string {
  const all = `[${found.map(wordsOf).join(',')}]`;
  if (format === 'json') return `${compactJson(all)}\n`;
  return found.length === 0 ? '[]\n' : `${indentJson(all, '    ')}\n`;
}

function wordsOf({json, type, byType}: Inspected): string {
  return byType === true ? marshalJson(decode(type, JSON.parse(json)), {escapeHtml: true}) : json.trim();
}

/** JSON without the blanks between its values. */
function compactJson(json: string): string {
  return [...json.matchAll(/"(?:[^"\\]|\\.)*"|[^\s"]+/g)].map(([token]) => token).join('');
}
