import {bool, text} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {type ApiResource, apiVersionOf, resourceName} from '../client/api-resource.ts';
import {UsageError} from '../errors.ts';
import {commaList} from '../flag-kinds.ts';
import type {Json} from '../json.ts';
import {Grid} from '../print/grid.ts';
import {toJson} from '../print/json.ts';
import {noHeaders} from '../print/output-flags.ts';
import {toYaml} from '../print/yaml.ts';

const flags = {
  apiGroup: text('api-group', {usage: 'Limit to resources in the specified API group.'}),
  cached: bool('cached', {usage: 'Use the cached list of resources if available.'}),
  categories: commaList('categories', {usage: 'Limit to resources that belong to the specified categories.'}),
  namespaced: bool('namespaced', {
    usage: 'If false, non-namespaced resources will be returned, otherwise returning namespaced resources by default.',
    initial: true,
  }),
  noHeaders,
  output: text('output', {short: 'o', usage: 'Output format. One of: (json, yaml, name, wide).'}),
  showManagedFields: bool('show-managed-fields', {
    usage: 'If true, keep the managedFields when printing objects in JSON or YAML format.',
  }),
  sortBy: text('sort-by', {
    usage: "If non-empty, sort list of resources using specified field. The field can be either 'name' or 'kind'.",
  }),
  verbs: commaList('verbs', {usage: 'Limit to resources that support the specified verbs.'}),
} as const;

export const apiResources = defineCommand({
  usage: '[flags]',
  short: 'Print the supported API resources on the server',
  examples:
    '# All resources\nkubectl api-resources\n\n# With their verbs and categories\nkubectl api-resources -o wide\n\n# Those that live in no namespace\nkubectl api-resources --namespaced=false\n\n# Those of one group\nkubectl api-resources --api-group=rbac.authorization.k8s.io',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    if (args.length > 0) throw new UsageError(`unexpected arguments: [${args.join(' ')}]`);
    const sortBy = get(flags.sortBy);
    if (!['', 'name', 'kind'].includes(sortBy)) throw new UsageError('--sort-by accepts only name or kind');
    const output = get(flags.output);
    if (!['', 'wide', 'name', 'json', 'yaml'].includes(output)) {
      throw new UsageError(`--output ${output} is not available`);
    }
    const shown = (await app.discovery.preferred())
      .filter((one) => isWanted(one, call))
      .toSorted((a, b) => compare(a, b, sortBy));
    await app.print(textOf(shown, output, get(noHeaders)));
    return 0;
  },
});

function isWanted(resource: ApiResource, {get, changed}: KubectlCall): boolean {
  if (resource.verbs.length === 0) return false;
  if (changed(flags.apiGroup) && resource.group !== get(flags.apiGroup)) return false;
  if (changed(flags.namespaced) && resource.namespaced !== get(flags.namespaced)) return false;
  const hasAll = (all: readonly string[], wanted: readonly string[]) => wanted.every((one) => all.includes(one));
  return hasAll(resource.verbs, get(flags.verbs)) && hasAll(resource.categories, get(flags.categories));
}

function compare(a: ApiResource, b: ApiResource, sortBy: string): number {
  const key = ({group, plural, kind}: ApiResource) =>
    sortBy === 'kind' ? kind : sortBy === 'name' ? plural : `${group} ${plural}`;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

function textOf(resources: readonly ApiResource[], output: string, bare: boolean): string {
  if (output === 'name') return resources.map((one) => `${resourceName(one)}\n`).join('');
  if (output === 'json') return `${toJson(listOf(resources))}\n`;
  if (output === 'yaml') return toYaml(listOf(resources));
  const wide = output === 'wide';
  const heading = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])];
  const rows = resources.map((one) => [
    one.plural,
    one.shortNames.join(','),
    apiVersionOf(one),
    String(one.namespaced),
    one.kind,
    ...(wide ? [one.verbs.toSorted().join(','), one.categories.join(',')] : []),
  ]);
  return new Grid().lines([...(bare ? [] : [heading]), ...rows]);
}

function listOf(resources: readonly ApiResource[]): Json {
  return {
    apiVersion: 'v1',
    groupVersion: '',
    kind: 'APIResourceList',
    resources: resources.map(({categories, group, kind, plural, namespaced, shortNames, singular, verbs, version}) => ({
      ...(categories.length === 0 ? {} : {categories}),
      ...(group === '' ? {} : {group}),
      kind,
      name: plural,
      namespaced,
      ...(shortNames.length === 0 ? {} : {shortNames}),
      singularName: singular,
      verbs,
      version,
    })),
  };
}
