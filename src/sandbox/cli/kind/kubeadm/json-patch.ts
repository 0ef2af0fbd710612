import {isObject, type Json, object, text} from '../../docker/json.ts';

/** Applies the steps of RFC 6902 to a value; throws for a step that has nothing to work on. */
export function applySteps(value: unknown, steps: readonly unknown[]): unknown {
  return steps.map(object).reduce(applyStep, value);
}

function applyStep(value: unknown, step: Json): unknown {
  const [operation, path] = [text(step['op']), pointer(text(step['path']))];
  const from = pointer(text(step['from']));
  switch (operation) {
    case 'add':
      return change(value, path, () => ({set: step['value'], inserts: true}));
    case 'replace':
      return change(value, path, (old) => ({set: old === undefined ? missing(path) : step['value'], inserts: false}));
    case 'remove':
      return change(value, path, (old) => (old === undefined ? missing(path) : undefined));
    case 'move': {
      const moved = at(value, from) ?? missing(from);
      const without = change(value, from, () => undefined);
      return change(without, path, () => ({set: moved, inserts: true}));
    }
    case 'copy':
      return change(value, path, () => ({set: at(value, from) ?? missing(from), inserts: true}));
    case 'test':
      if (JSON.stringify(at(value, path)) === JSON.stringify(step['value'])) return value;
      throw new Error(`testing value /${path.join('/')} failed: test failed`);
    default:
      throw new Error(`Unexpected kind: ${operation}`);
  }
}

function pointer(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function missing(path: readonly string[]): never {
  throw new Error(`doc is missing path: "/${path.join('/')}": missing value`);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner: unknown, key) => {
    if (Array.isArray(inner)) return inner[Number(key)];
    return isObject(inner) ? inner[key] : undefined;
  }, value);
}

/** What becomes of the place a path leads to; undefined takes it away. */
type Change = (old: unknown) => {readonly set: unknown; readonly inserts: boolean} | undefined;

function change(value: unknown, path: readonly string[], to: Change): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return to(value)?.set;
  if (Array.isArray(value)) return changeList(value, {key, rest, to});
  if (!isObject(value)) return missing(path);
  if (rest.length > 0) return {...value, [key]: change(value[key] ?? missing(path), rest, to)};
  const result = to(value[key]);
  if (result !== undefined) return {...value, [key]: result.set};
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

interface ListChange {
  readonly key: string;
  readonly rest: readonly string[];
  readonly to: Change;
}

function changeList(items: readonly unknown[], {key, rest, to}: ListChange): readonly unknown[] {
  const index = key === '-' ? items.length : Number(key);
  if (!Number.isInteger(index) || index < 0 || index > items.length) return missing([key, ...rest]);
  if (rest.length > 0) return items.with(index, change(items[index] ?? missing([key, ...rest]), rest, to));
  const result = to(items[index]);
  if (result === undefined) return items.toSpliced(index, 1);
  return items.toSpliced(index, result.inserts ? 0 : 1, result.set);
}
