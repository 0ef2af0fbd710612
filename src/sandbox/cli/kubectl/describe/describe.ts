import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {errorOf, isNotFound, throwAll} from '../errors.ts';
import {fetchSome} from '../resources/fetch.ts';
import {isEmptySelection, type Selection, select} from '../resources/select.ts';
import {allNamespaces, chunkSize, fileFlags, selector} from '../resources/selection-flags.ts';
import type {Wanted} from '../resources/target.ts';
import {type DescribeRules, description} from './description.ts';
import {describeExamples, describeLong} from './help-text.ts';
import {describeManifest} from './manifests.ts';

const flags = {
  ...fileFlags('Filename, directory, or URL to files containing the resource to describe'),
  allNamespaces,
  chunkSize,
  selector,
  showEvents: bool('show-events', {usage: 'If true, display events related to the described object.', initial: true}),
} as const;

export const describe = defineCommand({
  usage: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [flags]',
  short: 'Show details of a specific resource or group of resources',
  long: describeLong,
  examples: describeExamples,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app} = call;
    const selection = selectionOf(call);
    if (isEmptySelection(selection)) throw new Error(untyped);
    const rules = {showEvents: call.get(flags.showEvents), chunkSize: call.get(flags.chunkSize)};
    const wanted = await select(app, selection);
    const manifests = wanted.filter((one) => one.kind === 'manifest');
    if (manifests.length > 0) {
      throwAll(
        await tellAll(
          app,
          manifests.map((one) => () => describeManifest(app, one, rules)),
        ),
      );
      return 0;
    }
    const {found, errors} = await fetchSome(app, wanted, rules);
    const [missing, ...others] = errors;
    // Upstream counts the arguments and nothing else: `pod/web svc/api` goes this way too, and ends in the error.
    if (missing !== undefined && others.length === 0 && isNotFound(missing) && call.args.length === 2) {
      return describeByPrefix(app, {missing, selection, rules});
    }
    const failed = await tellAll(
      app,
      found.map((one) => () => description(app, one, rules)),
    );
    if (found.length === 0 && errors.length === 0) await tellNothingFound(app, selection);
    throwAll([...errors, ...failed]);
    return 0;
  },
});

const untyped =
  'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n';

function selectionOf({args, get: given}: KubectlCall): Selection {
  return {
    args,
    filenames: given(flags.filename),
    kustomize: given(flags.kustomize),
    recursive: given(flags.recursive),
    labelSelector: given(flags.selector),
    allNamespaces: given(flags.allNamespaces),
    listsBareTypes: true,
  };
}

/** Two blank lines stand between descriptions. Returns what could not be described; each reason counts once. */
async function tellAll(app: Kubectl, descriptions: readonly (() => Promise<string>)[]): Promise<readonly Error[]> {
  const errors = new Map<string, Error>();
  let between = '';
  for (const describeNext of descriptions) {
    try {
      await app.print(`${between}${await describeNext()}`);
      between = '\n\n';
    } catch (thrown) {
      const error = errorOf(thrown);
      if (!errors.has(error.message)) errors.set(error.message, error);
    }
  }
  return [...errors.values()];
}

interface Prefix {
  /** Why there is no object of exactly this name. */
  readonly missing: Error;
  readonly selection: Selection;
  readonly rules: DescribeRules;
}

/** A name that is none is the beginning of names: `describe pod web`. */
async function describeByPrefix(app: Kubectl, {missing, selection, rules}: Prefix): Promise<number> {
  const [type = '', prefix = ''] = selection.args;
  const wanted: readonly Wanted[] = await select(app, {args: [type], listsBareTypes: true});
  if (wanted.length > 1) throw new Error('you may only specify a single resource type');
  const {found, errors} = await fetchSome(app, wanted, rules);
  throwAll(errors);
  const fitting = found.filter(({name}) => name.startsWith(prefix));
  if (fitting.length === 0) throw missing;
  for (const one of fitting) await app.print(`${await description(app, one, rules)}\n`);
  return 0;
}

async function tellNothingFound(app: Kubectl, {allNamespaces: everywhere}: Selection): Promise<void> {
  const where = everywhere ? 'No resources found\n' : `No resources found in ${await app.namespace()} namespace.\n`;
  await app.warn(where);
}
