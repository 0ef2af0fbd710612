import type {Kubectl} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {tableAccept} from '../client/kube-api.ts';
import {at, isObject, type Json, metaOf, text} from '../json.ts';
import {Grid} from '../print/grid.ts';
import {type ObjectPrinter, withoutManagedFields} from '../print/printer.ts';
import {itemsOf} from '../resources/fetch.ts';
import type {Wanted} from '../resources/target.ts';
import {headings, rowTexts, type Table, type TableLook, tableOf} from './table.ts';

/** What is watched and how it is shown. */
export interface WatchRequest {
  readonly wanted: Wanted;
  readonly look: TableLook;
  /** Undefined shows tables. */
  readonly printer: ObjectPrinter | undefined;
  /** Nothing of what is there already. */
  readonly onlyChanges: boolean;
  readonly withEvents: boolean;
}

/** Shows what is there, then every change until the server or the learner ends it. */
export async function watchObjects(kubectl: Kubectl, request: WatchRequest): Promise<number> {
  const {wanted, onlyChanges, printer} = request;
  const view = printer === undefined ? tableView(kubectl, request) : objectView(kubectl, request, printer);
  const place = {
    path: pathOf(wanted.resource, {namespace: wanted.namespace}),
    ...(printer === undefined ? {accept: tableAccept} : {}),
  };
  const query = queryOf(wanted);
  const named = wanted.kind === 'list' ? undefined : wanted.name;
  // A name that is not there is an error at once, not something to wait for.
  const first =
    named === undefined
      ? await kubectl.api.json({...place, query})
      : await kubectl.api.json({...place, path: pathOf(wanted.resource, {namespace: wanted.namespace, name: named})});
  if (!onlyChanges) await view(first, 'ADDED');
  const resourceVersion =
    named === undefined || text(first['kind']) === 'Table'
      ? text(at(first, 'metadata', 'resourceVersion'))
      : metaOf(first).resourceVersion;
  for await (const event of kubectl.api.watch({
    ...place,
    query: {...query, resourceVersion: resourceVersion || undefined},
  })) {
    if (event.type === 'BOOKMARK') continue;
    await view(event.object, event.type);
  }
  return 0;
}

function queryOf(wanted: Wanted): {readonly labelSelector?: string; readonly fieldSelector?: string} {
  if (wanted.kind !== 'list') return {fieldSelector: `metadata.name=${wanted.name}`};
  const {labelSelector, fieldSelector} = wanted;
  return {labelSelector, fieldSelector};
}

type View = (answer: Json, event: string) => Promise<void>;

function tableView(kubectl: Kubectl, {wanted, look, withEvents}: WatchRequest): View {
  const grid = new Grid();
  const shown = {...look, withEvent: withEvents};
  let before: Table | undefined;
  let headed = look.noHeaders;
  return async (answer, event) => {
    const table = tableOf(answer, kubectl.context.clock.now(), before);
    before ??= table;
    const rows = table.rows.map((row) => rowTexts({...row, event}, table, shown, wanted.resource));
    if (rows.length === 0) return;
    const heading = headed ? [] : [headings(table, shown)];
    headed = true;
    await kubectl.print(grid.lines([...heading, ...rows]));
  };
}

function objectView(kubectl: Kubectl, {withEvents}: WatchRequest, printer: ObjectPrinter): View {
  return async (answer, event) => {
    for (const item of Array.isArray(answer['items']) ? itemsOf(answer) : [answer]) {
      if (!isObject(item)) continue;
      await kubectl.print(printer.text(withEvents ? {type: event, object: withoutManagedFields(item)} : item));
    }
  };
}
