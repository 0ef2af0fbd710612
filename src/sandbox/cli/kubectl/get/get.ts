import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {ExitError, throwAll, UsageError} from '../errors.ts';
import type {Json} from '../json.ts';
import {type ObjectPrinter, outputOptions, printerFor} from '../print/printer.ts';
import {fetchSome} from '../resources/fetch.ts';
import {isEmptySelection, type Selection, select} from '../resources/select.ts';
import type {Found, Wanted} from '../resources/target.ts';
import {getFlags as flags} from './flags.ts';
import {getExamples, getLong} from './help-text.ts';
import {showTables, type TableRequest} from './show-tables.ts';
import {sortByPath} from './sort.ts';
import {watchObjects} from './watch.ts';

export const get = defineCommand({
  usage:
    '[(-o|--output=)json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  short: 'Display one or many resources',
  long: getLong,
  examples: getExamples,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app} = call;
    const raw = call.get(flags.raw);
    if (raw !== '') return showRaw(call, raw);
    const selection = selectionOf(call);
    const subresource = call.get(flags.subresource);
    if (isEmptySelection(selection)) return tellToName(call);
    const printer = await chosenPrinter(call);
    const wanted = await select(app, selection);
    if (call.get(flags.watch) || call.get(flags.watchOnly)) return watch(call, wanted, printer);
    if (printer !== undefined) return showObjects(call, {wanted, printer, subresource});
    return showTables(app, await tableRequest(call, wanted));
  },
});

function selectionOf({args, get: given}: KubectlCall): Selection {
  return {
    args,
    filenames: given(flags.filename),
    kustomize: given(flags.kustomize),
    recursive: given(flags.recursive),
    labelSelector: given(flags.selector),
    fieldSelector: given(flags.fieldSelector),
    allNamespaces: given(flags.allNamespaces),
    listsBareTypes: true,
  };
}

async function showRaw({app, args, get: given}: KubectlCall, path: string): Promise<number> {
  if (given(flags.watch) || given(flags.watchOnly) || given(flags.selector) !== '') {
    throw new UsageError(
      '--raw may not be specified with other flags that filter the server request or alter the output',
    );
  }
  if (args.length > 0) throw new UsageError('arguments may not be passed when --raw is specified');
  if (!path.startsWith('/')) throw new Error(`parse ${JSON.stringify(path)}: invalid URI for request`);
  const {body} = await app.api.call({path, accept: 'application/json, */*'});
  for await (const piece of body) await app.context.stdout.write(piece);
  return 0;
}

async function tellToName({app, path}: KubectlCall): Promise<number> {
  await app.warn(
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
  );
  throw new ExitError(
    1,
    `error: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee '${path} -h' for help and examples`,
  );
}

/** Undefined prints tables. */
async function chosenPrinter(call: KubectlCall): Promise<ObjectPrinter | undefined> {
  const {app, get: given} = call;
  const options = outputOptions(call, flags);
  if (options.output === '' && options.template !== '') return printerFor(app, {...options, output: 'go-template'});
  if (options.output === '' || options.output === 'wide') return undefined;
  return printerFor(app, {...options, noHeaders: given(flags.noHeaders)}, [
    'custom-columns',
    'custom-columns-file',
    'wide',
  ]);
}

async function tableRequest({app, get: given}: KubectlCall, wanted: readonly Wanted[]): Promise<TableRequest> {
  return {
    wanted,
    wide: given(flags.output) === 'wide',
    noHeaders: given(flags.noHeaders),
    showKind: given(flags.showKind),
    showLabels: given(flags.showLabels),
    labelColumns: given(flags.labelColumns),
    allNamespaces: given(flags.allNamespaces),
    namespace: await app.namespace(),
    sortBy: given(flags.sortBy),
    chunkSize: given(flags.chunkSize),
    ignoreNotFound: given(flags.ignoreNotFound),
    subresource: given(flags.subresource),
    serverPrint: given(flags.serverPrint),
  };
}

async function watch(call: KubectlCall, all: readonly Wanted[], printer: ObjectPrinter | undefined): Promise<number> {
  const [wanted, second] = all;
  if (wanted === undefined || second !== undefined) throw new Error('you may only specify a single resource type');
  const request = await tableRequest(call, all);
  const look = {...request, withNamespace: request.allNamespaces && wanted.resource.namespaced, withEvent: false};
  return watchObjects(call.app, {
    wanted,
    look,
    printer,
    onlyChanges: call.get(flags.watchOnly),
    withEvents: call.get(flags.outputWatchEvents),
  });
}

interface ObjectRequest {
  readonly wanted: readonly Wanted[];
  readonly printer: ObjectPrinter;
  readonly subresource: string;
}

async function showObjects(call: KubectlCall, {wanted, printer, subresource}: ObjectRequest): Promise<number> {
  const {app, get: given} = call;
  const rules = {chunkSize: given(flags.chunkSize), ignoreNotFound: given(flags.ignoreNotFound), subresource};
  const {found, errors} = await fetchSome(app, wanted, rules);
  const single = wanted.length === 1 && wanted[0]?.kind !== 'list';
  if (single && found[0] !== undefined) await app.print(printer.text(found[0].object));
  else if (!single && (found.length > 0 || errors.length === 0))
    await printList(app, {found, printer, sortBy: given(flags.sortBy)});
  throwAll(errors);
  return 0;
}

async function printList(
  app: Kubectl,
  {
    found,
    printer,
    sortBy,
  }: {readonly found: readonly Found[]; readonly printer: ObjectPrinter; readonly sortBy: string},
): Promise<void> {
  const items = sortByPath(found, sortBy, ({object}) => object).map(({object}) => object);
  const list: Json = {apiVersion: 'v1', kind: 'List', metadata: {resourceVersion: ''}, items};
  await app.print(printer.text(list));
}
