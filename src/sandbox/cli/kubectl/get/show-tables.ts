import type {Kubectl} from '../app.ts';
import {type ApiResource, pathOf} from '../client/api-resource.ts';
import {tableAccept} from '../client/kube-api.ts';
import {errorOf, isNotFound, throwAll} from '../errors.ts';
import {Grid} from '../print/grid.ts';
import {getNamed, listOf} from '../resources/fetch.ts';
import type {Wanted} from '../resources/target.ts';
import {sortByPath} from './sort.ts';
import {headings, rowTexts, type Table, type TableLook, type TableRow, tableOf} from './table.ts';

/** How tables are fetched and shown. */
export interface TableRequest extends Omit<TableLook, 'showKind' | 'withNamespace' | 'withEvent'> {
  readonly wanted: readonly Wanted[];
  readonly showKind: boolean;
  readonly allNamespaces: boolean;
  readonly namespace: string;
  readonly sortBy: string;
  readonly chunkSize: number;
  readonly ignoreNotFound: boolean;
  readonly subresource: string;
  readonly serverPrint: boolean;
}

interface Shown {
  readonly resource: ApiResource;
  readonly table: Table;
}

/** Shows what was asked for in tables, one a kind; then throws what could not be had. */
export async function showTables(kubectl: Kubectl, request: TableRequest): Promise<number> {
  const {shown, errors} = await fetchTables(kubectl, request);
  const kinds = new Set(shown.map(({resource}) => resource));
  const filled = mergedByKind(shown).filter(({table}) => table.rows.length > 0);
  for (const [index, {resource, table}] of filled.entries()) {
    const look: TableLook = {
      ...request,
      showKind: request.showKind || kinds.size > 1,
      withNamespace: request.allNamespaces && resource.namespaced,
      withEvent: false,
    };
    const rows = sortByPath(table.rows, request.sortBy, (row) => row.object);
    const texts = rows.map((row) => rowTexts(row, table, look, resource));
    const heading = look.noHeaders ? [] : [headings(table, look)];
    await kubectl.print(`${index === 0 ? '' : '\n'}${new Grid().lines([...heading, ...texts])}`);
  }
  if (filled.length === 0 && errors.length === 0 && !request.ignoreNotFound)
    await tellNothingFound(kubectl, request, shown);
  throwAll(errors);
  return 0;
}

async function tellNothingFound(kubectl: Kubectl, request: TableRequest, shown: readonly Shown[]): Promise<void> {
  const inNamespace = !request.allNamespaces && shown.every(({resource}) => resource.namespaced);
  await kubectl.warn(inNamespace ? `No resources found in ${request.namespace} namespace.\n` : 'No resources found\n');
}

async function fetchTables(
  kubectl: Kubectl,
  request: TableRequest,
): Promise<{readonly shown: readonly Shown[]; readonly errors: readonly Error[]}> {
  const shown: Shown[] = [];
  const errors: Error[] = [];
  for (const wanted of request.wanted) {
    try {
      shown.push({resource: wanted.resource, table: await fetchTable(kubectl, wanted, request)});
    } catch (error) {
      if (!(request.ignoreNotFound && isNotFound(error))) errors.push(errorOf(error));
    }
  }
  return {shown, errors};
}

/** What a table is fetched with. */
export async function fetchTable(
  kubectl: Kubectl,
  wanted: Wanted,
  {
    sortBy,
    chunkSize,
    subresource,
    serverPrint,
  }: Pick<TableRequest, 'sortBy' | 'chunkSize' | 'subresource' | 'serverPrint'>,
): Promise<Table> {
  const {resource, namespace} = wanted;
  const shape = {
    ...(serverPrint ? {accept: tableAccept} : {}),
    ...(sortBy === '' ? {} : {includeObject: 'Object'}),
  };
  if (wanted.kind === 'list') {
    const answer = await listOf(kubectl, wanted, {chunkSize, ...shape});
    return tableOf(answer, kubectl.context.clock.now());
  }
  const path = pathOf(resource, {namespace, name: wanted.name, ...(subresource === '' ? {} : {subresource})});
  const {includeObject, ...accept} = {includeObject: undefined, ...shape};
  return tableOf(
    await getNamed(kubectl, namespace, {path, query: {includeObject}, ...accept}),
    kubectl.context.clock.now(),
  );
}

/** Tables of the same kind that follow each other are one table. */
function mergedByKind(shown: readonly Shown[]): readonly Shown[] {
  const merged: {resource: ApiResource; columns: Table['columns']; rows: readonly TableRow[]}[] = [];
  for (const {resource, table} of shown) {
    const last = merged.at(-1);
    if (last?.resource === resource) last.rows = [...last.rows, ...table.rows];
    else merged.push({resource, columns: table.columns, rows: table.rows});
  }
  return merged.map(({resource, columns, rows}) => ({resource, table: {columns, rows}}));
}
