import {isObject, type Json, object, text} from '../json.ts';
import {equalJson} from './equal.ts';

/** The object after the operations of a JSON patch. RFC 6902 */
export function jsonPatched(target: Json, operations: readonly Json[]): Json {
  return object(operations.reduce<unknown>(step, target));
}

function step(target: unknown, operation: Json): unknown {
  const path = pointer(text(operation['path']));
  switch (text(operation['op'])) {
    case 'add':
      return changed(target, path, {kind: 'add', value: operation['value']});
    case 'replace':
      return changed(target, path, {kind: 'replace', value: operation['value']});
    case 'remove':
      return changed(target, path, {kind: 'remove'});
    case 'test':
      if (equalJson(read(target, path), operation['value'])) return target;
      throw new Error(`testing value ${text(operation['path'])} failed: test failed`);
    case 'copy':
      return changed(target, path, {kind: 'add', value: read(target, pointer(text(operation['from'])))});
    case 'move': {
      const from = pointer(text(operation['from']));
      const value = read(target, from);
      return changed(changed(target, from, {kind: 'remove'}), path, {kind: 'add', value});
    }
    default:
      throw new Error(`Unexpected kind: ${text(operation['op'])}`);
  }
}

function pointer(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(target: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (Array.isArray(inner) ? inner[Number(key)] : object(inner)[key]), target);
}

type Edit = {readonly kind: 'add' | 'replace'; readonly value: unknown} | {readonly kind: 'remove'};

function changed(target: unknown, path: readonly string[], edit: Edit): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return edit.kind === 'remove' ? undefined : edit.value;
  if (Array.isArray(target)) return changedList(target, {key, rest}, edit);
  if (!isObject(target))
    throw new Error(`error in ${edit.kind} for path: '/${path.join('/')}': doc is missing path: missing value`);
  if (rest.length > 0) return {...target, [key]: changed(target[key], rest, edit)};
  if (edit.kind === 'remove') {
    const {[key]: _, ...left} = target;
    return left;
  }
  return {...target, [key]: edit.value};
}

function changedList(
  target: readonly unknown[],
  {key, rest}: {readonly key: string; readonly rest: readonly string[]},
  edit: Edit,
): readonly unknown[] {
  const at = key === '-' ? target.length : Number(key);
  if (!Number.isInteger(at) || at < 0 || at > target.length) {
    throw new Error(`Unable to access invalid index: ${key}: invalid index referenced`);
  }
  if (rest.length > 0) return target.with(at, changed(target[at], rest, edit));
  if (edit.kind === 'remove') return target.toSpliced(at, 1);
  return edit.kind === 'replace' ? target.with(at, edit.value) : target.toSpliced(at, 0, edit.value);
}
