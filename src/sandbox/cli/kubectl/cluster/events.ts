import {bool, text} from '../../cobra/flag-kinds.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {commaList} from '../flag-kinds.ts';
import {at, type Json, metaOf, text as textOf} from '../json.ts';
import {eventInterval, lastSeen} from '../print/event-times.ts';
import {Grid} from '../print/grid.ts';
import {noHeaders, outputFlags} from '../print/output-flags.ts';
import {outputOptions, printerFor} from '../print/printer.ts';
import {itemsOf, listPieces} from '../resources/fetch.ts';
import {allNamespaces, chunkSize} from '../resources/selection-flags.ts';

const flags = {
  ...outputFlags(),
  allNamespaces,
  chunkSize,
  noHeaders,
  about: text('for', {usage: 'Filter events to only those pertaining to the specified resource.'}),
  types: commaList('types', {usage: 'Output only events of given types.'}),
  watch: bool('watch', {short: 'w', usage: 'After listing the requested events, watch for more events.'}),
} as const;

export const events = defineCommand({
  usage:
    '[(-o|--output=)json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  short: 'List events',
  long: 'Display events, the latest last.\n\n Only those of a namespace, or of one object (--for), or of some types (--types).',
  examples:
    '# Events of the current namespace\nkubectl events\n\n# Only what went wrong\nkubectl events --types=Warning\n\n# Of one pod, and go on\nkubectl events --for pod/web --watch',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run(call) {
    const {app, get} = call;
    const namespace = get(flags.allNamespaces) ? '' : await app.namespace();
    const path = namespace === '' ? '/api/v1/events' : `/api/v1/namespaces/${namespace}/events`;
    const fieldSelector = await aboutSelector(app, get(flags.about));
    const list = await listPieces(app, {path, fieldSelector, chunkSize: get(flags.chunkSize)});
    const found = itemsOf(list).filter((event) => isWanted(event, call));
    const show = await viewOf(call);
    if (found.length > 0)
      await show(found.toSorted((a, b) => (lastSeen(a) < lastSeen(b) ? -1 : lastSeen(a) > lastSeen(b) ? 1 : 0)));
    else if (!get(flags.watch))
      await app.warn(namespace === '' ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`);
    if (!get(flags.watch)) return 0;
    const resourceVersion = textOf(at(list, 'metadata', 'resourceVersion'));
    for await (const {type, object} of app.api.watch({path, query: {fieldSelector, resourceVersion}})) {
      if (type !== 'DELETED' && type !== 'BOOKMARK' && isWanted(object, call)) await show([object]);
    }
    return 0;
  },
});

function isWanted(event: Json, {get}: KubectlCall): boolean {
  const types = get(flags.types);
  return types.length === 0 || types.some((type) => type.toLowerCase() === textOf(event['type']).toLowerCase());
}

/** `pod/web` as a condition on the object of an event. */
async function aboutSelector({discovery}: Kubectl, about: string): Promise<string> {
  if (about === '') return '';
  const [type = '', name = '', ...more] = about.split('/');
  if (type === '' || name === '' || more.length > 0) throw new Error('--for must be in resource/name form');
  const {kind} = await discovery.find(type);
  return `involvedObject.kind=${kind},involvedObject.name=${name}`;
}

/** What shows events: in a table, or in the format that was asked for. */
async function viewOf(call: KubectlCall): Promise<(found: readonly Json[]) => Promise<void>> {
  const {app, get} = call;
  const options = outputOptions(call, flags);
  if (options.output !== '') {
    const printer = await printerFor(app, options);
    return async (found) => {
      const list = {apiVersion: 'v1', kind: 'List', metadata: {resourceVersion: ''}, items: found};
      await app.print(printer.text(list));
    };
  }
  const grid = new Grid();
  const all = get(flags.allNamespaces);
  let headed = get(noHeaders);
  return async (found) => {
    const heading = headed ? [] : [[...(all ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']];
    headed = true;
    const now = app.context.clock.now();
    const rows = found.map((event) => [...(all ? [metaOf(event).namespace] : []), ...cellsOf(event, now)]);
    await app.print(grid.lines([...heading, ...rows]));
  };
}

function cellsOf(event: Json, nowMs: number): readonly string[] {
  const about = `${textOf(at(event, 'involvedObject', 'kind'))}/${textOf(at(event, 'involvedObject', 'name'))}`;
  return [
    eventInterval(event, nowMs),
    textOf(event['type']),
    textOf(event['reason']),
    about,
    textOf(event['message']).trim(),
  ];
}
