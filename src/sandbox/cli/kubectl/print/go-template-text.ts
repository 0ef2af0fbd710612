import {decodeBase64, decodeText} from '../../bytes.ts';
import {compileTemplate, type Template} from '../../template/execute.ts';
import {builtins, type GoFunctions} from '../../template/functions.ts';
import type {GoValue} from '../../template/value.ts';
import {errorOf} from '../errors.ts';

/** What kubectl adds to Go's functions. */
const functions: GoFunctions = new Map([
  ...builtins,
  ['base64decode', {arity: 1, call: ([value]) => (typeof value === 'string' ? decodeText(decodeBase64(value)) : '')}],
  ['exists', {arity: undefined, call: ([value, ...keys]) => exists(value, keys)}],
]);

function exists(value: GoValue, keys: readonly GoValue[]): boolean {
  let inner = value;
  for (const key of keys) {
    if (typeof inner !== 'object' || inner === null || inner.kind !== 'map' || typeof key !== 'string') return false;
    if (!inner.entries.has(key)) return false;
    inner = inner.entries.get(key);
  }
  return true;
}

/** Reads a Go template; throws in kubectl's words. What comes back writes an object by it. */
export function goTemplateText(source: string, allowMissingKeys: boolean): (value: unknown) => string {
  const template = compiled(source);
  return (value) => {
    try {
      return template.execute(floating(value), {missingKeyFails: !allowMissingKeys});
    } catch (error) {
      throw new Error(`error executing template ${JSON.stringify(source)}: ${errorOf(error).message}`);
    }
  };
}

function compiled(source: string): Template {
  try {
    return compileTemplate(source, functions, 'output');
  } catch (error) {
    throw new Error(`error parsing template ${source}, ${errorOf(error).message}`);
  }
}

/** JSON as Go decodes it where it knows no type: every number is a float. */
function floating(json: unknown): GoValue {
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') return {kind: 'float', value: json};
  if (Array.isArray(json)) return {kind: 'slice', type: '[]interface {}', items: json.map(floating)};
  if (typeof json !== 'object') return undefined;
  const entries = Object.entries(json).map(([key, value]): [string, GoValue] => [key, floating(value)]);
  return {kind: 'map', type: 'map[string]interface {}', entries: new Map(entries)};
}
