import type {Kubectl} from '../app.ts';
import type {ApiResource} from '../client/api-resource.ts';
import {manifestTargets, readManifests} from './manifests.ts';
import type {Wanted} from './target.ts';

/** Which objects a command line means. What is left out was not given. */
export interface Selection {
  /** The arguments: `pods`, `pods web api`, `pod/web svc/web`, `pods,svc`. */
  readonly args: readonly string[];
  readonly filenames?: readonly string[];
  readonly kustomize?: string;
  readonly recursive?: boolean;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** `--all`: a type alone means all its objects. */
  readonly all?: boolean;
  readonly allNamespaces?: boolean;
  /** A type alone means all its objects without `--all` too, as for `get`. */
  readonly listsBareTypes?: boolean;
  /** The resource that is meant where only names are given, as for `drain`. */
  readonly defaultType?: string;
}

/** Whether a command line names anything at all. */
export function isEmptySelection({args, filenames = [], kustomize = ''}: Selection): boolean {
  return args.length === 0 && filenames.length === 0 && kustomize === '';
}

/** What a selection asks for, in its order. Throws in the words of kubectl's resource builder. */
export async function select(kubectl: Kubectl, selection: Selection): Promise<readonly Wanted[]> {
  const {args, filenames = [], kustomize = '', recursive = false} = selection;
  if (filenames.length > 0 || kustomize !== '') {
    if (args.length > 0)
      throw new Error(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      );
    return manifestTargets(kubectl, await readManifests(kubectl, {filenames, kustomize, recursive}));
  }
  const config = await kubectl.clientConfig();
  const namespace = selection.allNamespaces ? '' : config.namespace;
  if (args.some((arg) => arg.includes('/'))) return namedPairs(kubectl, selection, namespace);
  const [types = selection.defaultType ?? '', ...names] = args;
  const resources = await resourcesOf(kubectl, types);
  if (names.length > 0) return namedEach({resources, names, selection, namespace});
  return listed({resources, selection, namespace});
}

/** `pod/web svc/web`. */
async function namedPairs(kubectl: Kubectl, selection: Selection, namespace: string): Promise<readonly Wanted[]> {
  if (selection.args.some((arg) => !arg.includes('/'))) {
    throw new Error(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
  refuseSelectors(selection);
  const wanted: Wanted[] = [];
  for (const arg of selection.args) {
    const [type = '', name = '', ...more] = arg.split('/');
    if (more.length > 0) throw new Error('arguments in resource/name form may not have more than one slash');
    if (type === '' || name === '' || type.includes(','))
      throw new Error('arguments in resource/name form must have a single resource and name');
    const resource = await kubectl.discovery.find(type);
    if (selection.allNamespaces && resource.namespaced)
      throw new Error('a resource cannot be retrieved by name across all namespaces');
    wanted.push({kind: 'named', resource, name, namespace: resource.namespaced ? namespace : ''});
  }
  return wanted;
}

interface Listing {
  readonly resources: readonly ApiResource[];
  readonly selection: Selection;
  readonly namespace: string;
}

function namedEach({
  resources,
  names,
  selection,
  namespace,
}: Listing & {readonly names: readonly string[]}): readonly Wanted[] {
  refuseSelectors(selection);
  return resources.flatMap((resource) =>
    names.map((name): Wanted => {
      if (selection.allNamespaces && resource.namespaced)
        throw new Error('a resource cannot be retrieved by name across all namespaces');
      return {kind: 'named', resource, name, namespace: resource.namespaced ? namespace : ''};
    }),
  );
}

function listed({resources, selection, namespace}: Listing): readonly Wanted[] {
  const {labelSelector = '', fieldSelector = '', all = false, listsBareTypes = false} = selection;
  const selects = labelSelector !== '' || fieldSelector !== '';
  if (all && labelSelector !== '') throw new Error("setting 'all' parameter but found a non empty selector. ");
  if (!selects && !all && !listsBareTypes) throw new Error('resource(s) were provided, but no name was specified');
  return resources.map((resource) => ({
    kind: 'list',
    resource,
    namespace: resource.namespaced ? namespace : '',
    labelSelector,
    fieldSelector,
  }));
}

function refuseSelectors({labelSelector = '', fieldSelector = '', all = false}: Selection): void {
  if (labelSelector !== '' || fieldSelector !== '')
    throw new Error('name cannot be provided when a selector is specified');
  if (all) throw new Error("setting 'all' parameter but found a name. ");
}

/** The resources of `pods,svc`; a category such as `all` stands for all that are in it. */
async function resourcesOf({discovery}: Kubectl, types: string): Promise<readonly ApiResource[]> {
  const found: ApiResource[] = [];
  for (const type of types.split(',')) {
    if (type === '') continue;
    const category = type.includes('.') ? undefined : await discovery.category(type);
    for (const resource of category ?? [await discovery.find(type)])
      if (!found.includes(resource)) found.push(resource);
  }
  return found;
}
