import {parse} from 'yaml';
import type {Patch} from '../client.ts';
import {badRequest} from '../refusal.ts';
import {parseJson} from '../schema/json.ts';
import {isFields} from '../values/reading.ts';

export interface ReadPatch {
  readonly patch: Patch;
  /** `duplicate field "data.a"` */
  readonly duplicates: readonly string[];
}

const mapType = 'map[string]interface {}';

/** The patch a body is. Throws 400 in upstream's words, which are others for every type. */
export function readPatch(text: string, type: Patch['type'], force: boolean): ReadPatch {
  if (type === 'apply') return {patch: {type, patch: appliedFields(text), force}, duplicates: []};
  const {value, duplicates} = parsedJson(text, type);
  if (type === 'json') return {patch: {type, operations: operationsOf(value)}, duplicates: []};
  if (value === null && type === 'merge') throw badRequest('Invalid JSON Patch');
  const fields = value ?? {};
  if (isFields(fields)) return {patch: {type, patch: fields}, duplicates};
  throw badRequest(`${prefixOf(type)}${unmarshal(fields, mapType)}`);
}

function prefixOf(type: Patch['type']): string {
  return type === 'strategic' ? '' : 'error decoding patch: ';
}

function unmarshal(value: unknown, into: string): string {
  const what = Array.isArray(value)
    ? 'array'
    : typeof value === 'boolean'
      ? 'bool'
      : isFields(value)
        ? 'object'
        : typeof value;
  return `json: cannot unmarshal ${what} into Go value of type ${into}`;
}

function operationsOf(value: unknown) {
  if (value === null) return [];
  if (!Array.isArray(value)) throw badRequest(`${prefixOf('json')}${unmarshal(value, '[]handlers.jsonPatchOp')}`);
  return value.map((one: unknown) => {
    if (isFields(one)) return one;
    if (one === null) return {};
    throw badRequest(`${prefixOf('json')}${unmarshal(one, 'handlers.jsonPatchOp')}`);
  });
}

function parsedJson(text: string, type: Patch['type']): ReturnType<typeof parseJson> {
  try {
    return parseJson(text);
  } catch (error) {
    throw badRequest(`${prefixOf(type)}${error instanceof Error ? error.message : String(error)}`);
  }
}

function appliedFields(text: string) {
  const value = parsedYaml(text) ?? {};
  if (isFields(value)) return value;
  const why = `error unmarshaling JSON: while decoding JSON: ${unmarshal(value, mapType)}`;
  throw badRequest(`error decoding YAML: ${why}`);
}

function parsedYaml(text: string): unknown {
  try {
    return parse(text, {prettyErrors: false, uniqueKeys: false, logLevel: 'error', maxAliasCount: 100});
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}
