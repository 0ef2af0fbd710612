import {fieldsOf, isFields} from '../values/reading.ts';

type Step = {readonly field: string} | {readonly index: number} | {readonly every: true} | {readonly filter: Filter};

interface Filter {
  readonly path: readonly string[];
  readonly equals: string;
}

const step =
  /\.?(?:\[\?\(@((?:\.[\w\\./-]+)+)\s*==\s*["']([^"']*)["']\)\]|\[["']([^"']+)["']\]|\[(-?\d+)\]|\[\*\]|((?:[\w/-]|\\.)+))/y;

/** The steps of a path as additionalPrinterColumns have it: `.status.conditions[?(@.type=="Ready")].status`. */
export function parseJsonPath(path: string): readonly Step[] {
  const steps: Step[] = [];
  const text = path.startsWith('{') && path.endsWith('}') ? path.slice(1, -1) : path;
  step.lastIndex = text.startsWith('$') ? 1 : 0;
  for (let found = step.exec(text); found; found = step.exec(text)) {
    const [, filterPath, equals, quoted, index, name] = found;
    if (filterPath !== undefined) steps.push({filter: {path: filterPath.slice(1).split('.'), equals: equals ?? ''}});
    else if (index !== undefined) steps.push({index: Number(index)});
    else if (quoted !== undefined) steps.push({field: quoted});
    else if (name !== undefined) steps.push({field: name.replaceAll('\\', '')});
    else steps.push({every: true});
  }
  return steps;
}

/** What stands at the end of a path; several where it branches. */
export function valuesAt(value: unknown, steps: readonly Step[]): readonly unknown[] {
  let found: readonly unknown[] = [value];
  for (const one of steps) found = found.flatMap((inner) => follow(inner, one));
  return found.filter((inner) => inner !== undefined);
}

function follow(value: unknown, to: Step): readonly unknown[] {
  if ('field' in to) return [fieldsOf(value)[to.field]];
  if (!Array.isArray(value)) return 'every' in to && isFields(value) ? Object.values(value) : [];
  if ('index' in to) return [value.at(to.index)];
  if ('every' in to) return value;
  return value.filter((item) => String(valueIn(item, to.filter.path)) === to.filter.equals);
}

function valueIn(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, field) => fieldsOf(inner)[field], value);
}
