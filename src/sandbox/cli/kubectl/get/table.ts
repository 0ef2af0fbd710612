import {type ApiResource, kindName} from '../client/api-resource.ts';
import {at, type Json, list, metaOf, number, object, objects, sortedTexts, text} from '../json.ts';
import {ageOf} from '../print/age.ts';

/** How the rows of Tables become lines. */
export interface TableLook {
  readonly wide: boolean;
  readonly noHeaders: boolean;
  readonly showKind: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  readonly withNamespace: boolean;
  readonly withEvent: boolean;
}

/** One row of a Table: its cells, and the object (or only its metadata) behind them. */
export interface TableRow {
  readonly cells: readonly unknown[];
  readonly object: Json;
  /** Of a watch: `ADDED`, … */
  readonly event?: string;
}

interface TableColumn {
  readonly name: string;
  readonly isName: boolean;
  readonly priority: number;
}

/** A Table of the server's, or what stands for one. */
export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** Reads an answer: a Table, or objects that the server did not print. `before` has the columns that a watch leaves out. */
export function tableOf(answer: Json, nowMs: number, before?: Table): Table {
  if (text(answer['kind']) !== 'Table') return plainTable(answer, nowMs);
  const columns = objects(answer['columnDefinitions']).map((column) => ({
    name: text(column['name']),
    isName: text(column['format']) === 'name',
    priority: number(column['priority']),
  }));
  const rows = objects(answer['rows']).map((row) => ({cells: list(row['cells']), object: object(row['object'])}));
  return {columns: columns.length === 0 ? (before?.columns ?? []) : columns, rows};
}

function plainTable(answer: Json, nowMs: number): Table {
  const items = Array.isArray(answer['items']) ? objects(answer['items']) : [answer];
  return {
    columns: [
      {name: 'Name', isName: true, priority: 0},
      {name: 'Age', isName: false, priority: 0},
    ],
    rows: items.map((item) => ({
      cells: [metaOf(item).name, ageOf(text(at(item, 'metadata', 'creationTimestamp')), nowMs)],
      object: item,
    })),
  };
}

/** The headings of a table. */
export function headings({columns}: Table, look: TableLook): readonly string[] {
  return [
    ...(look.withEvent ? ['EVENT'] : []),
    ...(look.withNamespace ? ['NAMESPACE'] : []),
    ...columns.filter(({priority}) => look.wide || priority === 0).map(({name}) => name.toUpperCase()),
    ...look.labelColumns.map((label) => (label.split('/').at(-1) ?? label).toUpperCase()),
    ...(look.showLabels ? ['LABELS'] : []),
  ];
}

/** The cells of a row, as texts. */
export function rowTexts(row: TableRow, {columns}: Table, look: TableLook, resource: ApiResource): readonly string[] {
  const labels = at(row.object, 'metadata', 'labels');
  const all = sortedTexts(labels);
  const own = columns.flatMap((column, index) => {
    if (column.priority !== 0 && !look.wide) return [];
    const cell = cellText(row.cells[index]);
    return [column.isName && look.showKind ? `${kindName(resource)}/${cell}` : cell];
  });
  return [
    ...(look.withEvent ? [row.event ?? ''] : []),
    ...(look.withNamespace ? [metaOf(row.object).namespace] : []),
    ...own,
    ...look.labelColumns.map((label) => text(object(labels)[label])),
    ...(look.showLabels ? [all.length === 0 ? '<none>' : all.map(([key, value]) => `${key}=${value}`).join(',')] : []),
  ];
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '<none>';
  const whole = String(cell);
  const end = whole.search(/[\n\r\f]/);
  return end === -1 ? whole : `${whole.slice(0, end)}...`;
}
