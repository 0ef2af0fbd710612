import {type Fields, same, type Value} from '../object.ts';
import {badRequest, KubeRefusal} from '../refusal.ts';
import {isFields} from '../values/reading.ts';
import {changeAt, containerAt, get, insert, parsePointer, put, remove} from './json-pointer.ts';
import {at, notApplicable} from './json-value.ts';

/** More operations than this are refused. */
const most = 10_000;

/**
 * Does a JSON patch's operations one after another. Throws 422 when one does not apply (upstream does not say which, nor
 * why), 413 for too many, 400 for what is no operation. RFC 6902.
 */
export function jsonPatch(object: Fields, operations: readonly Fields[]): Value {
  if (operations.length > most) {
    const message = `The allowed maximum operations in a JSON patch is ${most}, got ${operations.length}`;
    throw new KubeRefusal(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`);
  }
  let whole: Value = object;
  for (const operation of operations) {
    const result = perform(whole, operation);
    if (result === undefined) throw notApplicable();
    whole = result;
  }
  return whole;
}

function perform(whole: Value, operation: Fields): Value | undefined {
  const name = textAt(operation, 'op');
  const path = textAt(operation, 'path');
  if (path === undefined) return undefined;
  const tokens = parsePointer(path);
  const value = at(operation, 'value') ?? null;
  // The whole has an empty pointer: it may be replaced and tested, and that is all upstream does with it.
  if (!tokens) return path === '' ? performOnWhole(whole, name, value) : undefined;
  switch (name) {
    case 'add':
      return changeAt(whole, tokens, (container, token) => insert(container, token, value));
    case 'remove':
      return changeAt(whole, tokens, remove);
    case 'replace':
      return changeAt(whole, tokens, (container, token) => put(container, token, value));
    case 'move':
    case 'copy':
      return take(whole, name, textAt(operation, 'from'), tokens);
    case 'test':
      return test(whole, tokens, value);
    default:
      return undefined;
  }
}

function performOnWhole(whole: Value, name: string | undefined, value: Value): Value | undefined {
  if (name === 'replace') return value;
  return name === 'test' && same(whole, value) ? whole : undefined;
}

function take(whole: Value, name: 'move' | 'copy', from: string | undefined, to: readonly string[]): Value | undefined {
  const tokens = from === undefined ? undefined : parsePointer(from);
  const container = tokens && containerAt(whole, tokens);
  if (tokens === undefined || container === undefined) return undefined;
  const value = get(container, tokens.at(-1) ?? '');
  // A field that is not there is copied as null, and not moved; an item that is not there is neither.
  if (value === undefined && !isFields(container)) return undefined;
  const rest = name === 'move' ? changeAt(whole, tokens, remove) : whole;
  return rest === undefined ? undefined : changeAt(rest, to, (inner, token) => insert(inner, token, value ?? null));
}

function test(whole: Value, tokens: readonly string[], wanted: Value): Value | undefined {
  const container = containerAt(whole, tokens);
  if (container === undefined) return undefined;
  const value = get(container, tokens.at(-1) ?? '');
  if (value === undefined && !isFields(container)) return undefined;
  return same(value ?? null, wanted) ? whole : undefined;
}

function textAt(operation: Fields, field: string): string | undefined {
  const value = at(operation, field);
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  const kind = isFields(value)
    ? 'object'
    : Array.isArray(value)
      ? 'array'
      : typeof value === 'boolean'
        ? 'bool'
        : 'number';
  throw badRequest(
    `error decoding patch: json: cannot unmarshal ${kind} into Go struct field jsonPatchOp.${field} of type string`,
  );
}
