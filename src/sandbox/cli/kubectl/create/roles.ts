import {text as textFlag} from '../../cobra/flag-kinds.ts';
import type {KubectlCall} from '../app.ts';
import {commaList, eachText} from '../flag-kinds.ts';
import type {Json} from '../json.ts';
import {createCommand} from './generator.ts';

const verb = commaList('verb', {usage: 'Verb that applies to the resources contained in the rule'});
const resource = commaList('resource', {usage: 'Resource that the rule applies to'});
const resourceName = eachText('resource-name', {
  usage: 'Resource in the white list that the rule applies to, repeat this flag for multiple items',
});
const nonResourceUrl = commaList('non-resource-url', {usage: 'A partial url that user should have access to.'});
const aggregation = textFlag('aggregation-rule', {usage: 'An aggregation label selector for combining ClusterRoles.'});

const apiVersion = 'rbac.authorization.k8s.io/v1';

export const createRole = createCommand({
  usage:
    'NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a role with single rule',
  examples:
    '# Create a role that lets a user look at pods\nkubectl create role pod-reader --verb=get --verb=list --verb=watch --resource=pods',
  flags: [verb, resource, resourceName],
  make: async (call, name) => ({apiVersion, kind: 'Role', metadata: {name}, rules: await resourceRules(call)}),
});

export const createClusterRole = createCommand({
  usage: 'NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  short: 'Create a cluster role',
  examples:
    '# Create a cluster role that lets a user look at pods\nkubectl create clusterrole pod-reader --verb=get,list,watch --resource=pods',
  flags: [verb, resource, resourceName, nonResourceUrl, aggregation],
  async make(call, name) {
    const urls = call.get(nonResourceUrl);
    const labels = call.get(aggregation);
    if (labels !== '') {
      const matchLabels = Object.fromEntries(labels.split(',').map((pair) => pair.split('=')));
      return {
        aggregationRule: {clusterRoleSelectors: [{matchLabels}]},
        apiVersion,
        kind: 'ClusterRole',
        metadata: {name},
        rules: [],
      };
    }
    const rules = urls.length > 0 ? [{nonResourceURLs: urls, verbs: verbsOf(call)}] : [];
    const named = call.get(resource).length > 0 || urls.length === 0 ? await resourceRules(call) : [];
    return {apiVersion, kind: 'ClusterRole', metadata: {name}, rules: [...named, ...rules]};
  },
});

function verbsOf({get}: KubectlCall): readonly string[] {
  const verbs = [...new Set(get(verb))];
  if (verbs.length === 0) throw new Error('at least one verb must be specified');
  return verbs.includes('*') ? ['*'] : verbs;
}

async function resourceRules(call: KubectlCall): Promise<readonly Json[]> {
  const verbs = verbsOf(call);
  const wanted = call.get(resource);
  if (wanted.length === 0) throw new Error('at least one resource must be specified');
  const names = call.get(resourceName);
  const groups = new Map<string, string[]>();
  for (const one of wanted) {
    const [type = '', subresource] = one.split('/');
    const found = type === '*' ? {plural: '*', group: ''} : await call.app.discovery.find(type);
    const full = subresource === undefined ? found.plural : `${found.plural}/${subresource}`;
    const list = groups.get(found.group) ?? [];
    if (!list.includes(full)) groups.set(found.group, [...list, full]);
  }
  return [...groups].map(([group, resources]) => ({
    apiGroups: [group],
    ...(names.length === 0 ? {} : {resourceNames: names}),
    resources,
    verbs,
  }));
}
