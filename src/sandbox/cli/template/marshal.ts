import {formatFloat, sortedEntries} from './print.ts';
import type {GoStruct, GoValue, MarshalOptions} from './value.ts';

/** A value as Go's encoding/json writes it, in one line. https://pkg.go.dev/encoding/json#Marshal */
export function marshalJson(value: GoValue, options: MarshalOptions): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return marshalText(value, options);
  if (typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'float':
      return formatFloat(value.value);
    case 'slice':
      return value.isNil ? 'null' : `[${value.items.map((item) => marshalJson(item, options)).join(',')}]`;
    case 'map':
      return value.isNil ? 'null' : marshalPairs(sortedEntries(value.entries), options);
    case 'struct':
      return marshalStruct(value, options);
    case 'nil':
      return 'null';
    case 'stringer':
      return value.json;
  }
}

function marshalStruct(value: GoStruct, options: MarshalOptions): string {
  return value.toJson?.(options) ?? marshalPairs([...value.fields], options);
}

function marshalPairs(pairs: readonly (readonly [string, GoValue])[], options: MarshalOptions): string {
  return `{${pairs.map(([key, value]) => `${marshalText(key, options)}:${marshalJson(value, options)}`).join(',')}}`;
}

/** A string as JSON, with Go's escapes. */
export function marshalText(text: string, {escapeHtml}: MarshalOptions): string {
  const json = JSON.stringify(text)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
    .replaceAll('\u007f', '\\u007f');
  if (!escapeHtml) return json;
  return json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
}

/**
 * JSON text laid out anew, each value on a line of its own; its numbers, escapes and the order of its keys stay.
 * https://pkg.go.dev/encoding/json#Indent
 */
export function indentJson(json: string, indent: string, prefix = ''): string {
  let depth = 0;
  let written = '';
  const newLine = () => `\n${prefix}${indent.repeat(depth)}`;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[{]\s*[\]}]|[^\s"]/g)) {
    if (/^[[{]\s*[\]}]$/.test(token)) written += `${token[0]}${token.at(-1)}`;
    else if (token === '{' || token === '[') {
      depth += 1;
      written += token + newLine();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      written += newLine() + token;
    } else if (token === ',') written += token + newLine();
    else if (token === ':') written += ': ';
    else written += token;
  }
  return written;
}
