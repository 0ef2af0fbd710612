import {compileJsonPath} from '../../jsonpath/execute.ts';
import {formatValue} from '../../template/print.ts';
import {untyped} from '../../template/value.ts';
import {relaxedPath} from './json-path-text.ts';

/** One column: its heading and what its cell is of an object. */
export interface CustomColumn {
  readonly heading: string;
  cell(object: unknown): string;
}

/** Reads `NAME:.metadata.name,NODE:.spec.nodeName`; throws in kubectl's words. */
export function parseColumns(spec: string): readonly CustomColumn[] {
  if (spec === '') throw new Error('custom-columns format specified but no custom columns given');
  return splitColumns(spec).map((part) => {
    const colon = part.indexOf(':');
    if (colon === -1) throw new Error(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return columnOf(part.slice(0, colon), part.slice(colon + 1));
  });
}

/** Parts between commas that stand in no brackets. */
function splitColumns(spec: string): readonly string[] {
  return spec.match(/(?:\[[^\]]*\]|[^,[])+/g) ?? [];
}

/** Reads a file of two lines: headings, and below each its path. */
export function parseColumnsFile(content: string): readonly CustomColumn[] {
  const [headings = '', paths] = content.split('\n');
  if (paths === undefined || paths.trim() === '')
    throw new Error(
      'invalid template, missing specs line. Expected format is one line of space separated JSONPath specs',
    );
  const names = headings.trim().split(/\s+/);
  const specs = paths.trim().split(/\s+/);
  if (names.length !== specs.length)
    throw new Error(`number of headers (${names.length}) and field specifications (${specs.length}) don't match`);
  return names.map((name, index) => columnOf(name, specs[index] ?? ''));
}

function columnOf(heading: string, path: string): CustomColumn {
  const compiled = compileJsonPath(relaxedPath(path), {allowMissingKeys: true});
  return {
    heading,
    cell(object) {
      const values = compiled.find(object).flat();
      return values.length === 0 ? '<none>' : values.map((value) => formatValue(untyped(value), 0)).join(',');
    },
  };
}
