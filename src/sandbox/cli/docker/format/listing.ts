import {alignColumns} from '../../go/tabwriter.ts';
import {compileTemplate, type Template} from '../../template/execute.ts';
import {builtins, dockerFunctions, type GoFunctions} from '../../template/functions.ts';
import type {GoMap, GoMethod, GoStruct, GoValue} from '../../template/value.ts';
import {errorOf} from '../errors.ts';
import {textMethod} from './row.ts';

/** What is to be shown, and how. */
export interface Listing {
  /** As it was given: `table …`, `json`, a template. */
  readonly format: string;
  /** The headings of the columns, by field. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rows: readonly GoStruct[];
}

const columns = {minWidth: 10, padding: 3};
const rowFunctions: GoFunctions = new Map([...builtins, ...dockerFunctions]);

/** The template of `--format`; throws in docker's words. */
export function parseFormat(source: string): Template {
  try {
    return compileTemplate(source, rowFunctions);
  } catch (error) {
    throw new Error(`template parsing error: ${errorOf(error).message}`);
  }
}

/** Carries a template out, or says in docker's words why not. */
export function executeFormat(template: Template, value: GoValue): string {
  try {
    return template.execute(value);
  } catch (error) {
    throw new Error(`template parsing error: ${errorOf(error).message}`);
  }
}

/** A format as a template: `\t` and `\n` are escapes in it, `json` stands for all of a thing. */
export function templateOf(format: string): {readonly source: string; readonly isTable: boolean} {
  const isTable = format.startsWith('table');
  const source = isTable ? format.slice('table'.length) : format;
  const plain = source
    .replace(/^ +| +$/g, '')
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n');
  return {source: plain === 'json' && !isTable ? '{{json .}}' : plain, isTable};
}

/** The text of a listing, line ends included. */
export function listingText({format, headers, rows}: Listing): string {
  const {source, isTable} = templateOf(format);
  const template = parseFormat(source);
  const lines = rows.map((row) => `${executeFormat(template, row)}\n`);
  if (!isTable) return lines.join('');
  const heading = compileTemplate(source, headerFunctions).execute(headerMap(headers));
  return alignColumns([`${heading}\n`, ...lines].join(''), columns);
}

/** The names of fields that a format asks for, found by trying it on a row. Throws in docker's words for that. */
export function fieldsUsed(format: string, probe: GoStruct): ReadonlySet<string> {
  const used = new Set<string>();
  const methods = new Map(
    [...(probe.methods ?? [])].map(([name, method]): [string, GoMethod] => [
      name,
      {
        ...method,
        call(args) {
          used.add(name);
          return method.call(args);
        },
      },
    ]),
  );
  const {toJson} = probe;
  const spied: GoStruct = {
    ...probe,
    methods,
    toJson(options) {
      for (const name of methods.keys()) used.add(name);
      return toJson?.(options) ?? '{}';
    },
  };
  tryFormat(format, spied);
  return used;
}

function tryFormat(format: string, row: GoStruct): void {
  let template: Template;
  try {
    template = compileTemplate(format, rowFunctions);
  } catch (error) {
    throw new Error(`failed to parse template: ${errorOf(error).message}`);
  }
  try {
    template.execute(row);
  } catch (error) {
    throw new Error(`failed to execute template: ${errorOf(error).message}`);
  }
}

function headerMap(headers: Readonly<Record<string, string>>): GoMap {
  const label = textMethod((name) => {
    const last = name.split('.').at(-1) ?? '';
    return last.replaceAll('-', ' ').replaceAll('_', ' ');
  });
  return {
    kind: 'map',
    type: 'formatter.SubHeaderContext',
    entries: new Map(Object.entries(headers)),
    methods: new Map([['Label', label]]),
  };
}

/** A heading stays as it is, whatever a template does to the values below it. */
const asItIs: GoMethod = {arity: undefined, call: ([heading]) => (typeof heading === 'string' ? heading : '')};

const headerFunctions: GoFunctions = new Map([
  ...builtins,
  ...[...dockerFunctions.keys()].map((name): [string, GoMethod] => [name, asItIs]),
]);
