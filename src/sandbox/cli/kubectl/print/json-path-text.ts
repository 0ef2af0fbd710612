import {compileJsonPath} from '../../jsonpath/execute.ts';
import {errorOf} from '../errors.ts';
import {goSyntax} from './go-syntax.ts';
import {toJson} from './json.ts';

/** What writes an object by a JSONPath template. */
export type JsonPathText = (value: unknown) => string;

export interface JsonPathRules {
  readonly allowMissingKeys: boolean;
  /** Results as one JSON list: `jsonpath-as-json`. */
  readonly asJson?: boolean;
}

/** Reads a template; throws in kubectl's words. */
export function jsonPathText(template: string, {allowMissingKeys, asJson = false}: JsonPathRules): JsonPathText {
  const path = compiled(template, allowMissingKeys);
  return (value) => {
    const results = found(path, template, value);
    if (asJson) return `${toJson(results.flat())}\n`;
    return results.map((list) => list.map(resultText).join(' ')).join('');
  };
}

function compiled(template: string, allowMissingKeys: boolean) {
  try {
    return compileJsonPath(template, {allowMissingKeys});
  } catch (error) {
    throw new Error(`error parsing jsonpath ${template}, ${errorOf(error).message}`);
  }
}

function found(path: ReturnType<typeof compiled>, template: string, value: unknown): readonly (readonly unknown[])[] {
  try {
    return path.find(value);
  } catch (error) {
    throw new Error(
      `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${errorOf(error).message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(value)}\n\n\n`,
    );
  }
}

/** One result as text: objects and lists as JSON in one line. */
export function resultText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return typeof value === 'object' ? toJson(value, '') : String(value);
}

const relaxed = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/;

/** A path as columns and sort keys may have it, with braces or not: `.metadata.name`. */
export function relaxedPath(path: string): string {
  if (path === '') return '';
  const match = relaxed.exec(path);
  if (match === null) {
    throw new Error(
      `unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    );
  }
  return `{.${match[1] ?? match[2] ?? ''}}`;
}
