import type {KubeObject} from '../object.ts';
import {fieldsOf, listOf, textOf} from '../values/reading.ts';
import type {Column} from './resource.ts';

type Cell = Column['cell'];

/** A column that is always shown. */
export function column(name: string, cell: Cell, type: Column['type'] = 'string'): Column {
  return {name, type, priority: 0, cell};
}

/** A column of `kubectl get -o wide`. */
export function wideColumn(name: string, cell: Cell, type: Column['type'] = 'string'): Column {
  return {name, type, priority: 1, cell};
}

/** When an object was made, for the kinds upstream has no better columns for. */
export const createdAtColumn: Column = {
  name: 'Created At',
  type: 'date',
  priority: 0,
  cell: ({metadata}) => textOf(metadata.creationTimestamp),
};

export function specOf(object: KubeObject): {readonly [field: string]: unknown} {
  return fieldsOf(object.spec);
}

export function statusOf(object: KubeObject): {readonly [field: string]: unknown} {
  return fieldsOf(object.status);
}

export function orNone(text: string): string {
  return text === '' ? '<none>' : text;
}

/** The names and images of the containers of a template, as two wide columns. */
export function containerColumns(templateOf: (object: KubeObject) => unknown): readonly Column[] {
  const containers = (object: KubeObject) =>
    listOf(fieldsOf(fieldsOf(templateOf(object)).spec).containers).map(fieldsOf);
  return [
    wideColumn('Containers', (object) =>
      containers(object)
        .map(({name}) => textOf(name))
        .join(','),
    ),
    wideColumn('Images', (object) =>
      containers(object)
        .map(({image}) => textOf(image))
        .join(','),
    ),
  ];
}

/** The first three of a list, and how many more: `a,b,c + 2 more...`. */
export function firstThree(texts: readonly string[], separator = ','): string {
  const shown = texts.slice(0, 3).join(separator);
  return texts.length > 3 ? `${shown} + ${texts.length - 3} more...` : shown;
}
