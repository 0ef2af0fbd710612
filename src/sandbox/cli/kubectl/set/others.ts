import {text as textFlag} from '../../cobra/flag-kinds.ts';
import {resourceList} from '../create/policies.ts';
import {commaList, eachText} from '../flag-kinds.ts';
import {type Json, object, objects, text} from '../json.ts';
import {equalJson} from '../patch/equal.ts';
import {isMeant, withContainers, withPodSpec} from './pod-template.ts';
import {nothingNamed, setCommand} from './set-command.ts';

const limits = textFlag('limits', {
  usage: "The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.",
});
const requests = textFlag('requests', {
  usage: "The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.",
});
const containers = textFlag('containers', {
  short: 'c',
  usage:
    'The names of containers in the selected pod templates to change, all containers are selected by default - may use wildcards',
  initial: '*',
});

export const setResources = setCommand({
  usage: '(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  short: 'Update resource requests/limits on objects with pod templates',
  examples:
    '# Limits for the containers of a deployment\nkubectl set resources deployment nginx --limits=cpu=200m,memory=512Mi',
  flags: [limits, requests, containers],
  outcome: 'resource requirements updated',
  plan({args, get}) {
    const given = {limits: get(limits), requests: get(requests)};
    if (given.limits === '' && given.requests === '') {
      throw new Error('you must specify an update to requests or limits (in the form of --requests/--limits)');
    }
    const lists = Object.entries(given).flatMap(([key, list]) =>
      list === '' ? [] : [[key, resourceList(list)] as const],
    );
    const grown = (resources: Json): Json => ({
      ...resources,
      ...Object.fromEntries(lists.map(([key, list]) => [key, {...object(resources[key]), ...list}])),
    });
    return {
      names: args,
      change: (found) =>
        withPodSpec(found, (spec) =>
          withContainers(spec, (container) =>
            isMeant(text(container['name']), get(containers))
              ? {...container, resources: grown(object(container['resources']))}
              : container,
          ),
        ),
    };
  },
});

export const setSelector = setCommand({
  usage: '(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  short: 'Set the selector on a resource',
  examples: '# Another selector for a service\nkubectl set selector service my-svc environment=qa',
  flags: [
    textFlag('resource-version', {
      usage:
        'If non-empty, the selectors update will only succeed if this is the current resource-version for the object.',
    }),
  ],
  outcome: 'selector updated',
  tellsUnchanged: true,
  plan({args}) {
    const names = args.slice(0, -1);
    const pairs = (args.at(-1) ?? '').split(',').filter(Boolean);
    const selector = Object.fromEntries(pairs.map((pair) => pair.split(/==?/).slice(0, 2)));
    return {
      names,
      change({object: found, resource}) {
        if (resource.kind !== 'Service') throw new Error(`setting a selector is only supported for Services`);
        return {...found, spec: {...object(found['spec']), selector}};
      },
    };
  },
});

export const setServiceAccount = setCommand({
  usage: '(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  short: 'Update the service account of a resource',
  examples:
    '# Another service account for a deployment\nkubectl set serviceaccount deployment nginx-deployment serviceaccount1',
  flags: [],
  outcome: 'serviceaccount updated',
  tellsUnchanged: true,
  plan({args}) {
    const account = args.at(-1);
    if (account === undefined) throw new Error('serviceaccount is required');
    return {
      names: args.slice(0, -1),
      change: (found) => withPodSpec(found, (spec) => ({...spec, serviceAccountName: account})),
    };
  },
});

const subjects = {
  user: eachText('user', {usage: 'Usernames to bind to the role'}),
  group: eachText('group', {usage: 'Groups to bind to the role'}),
  serviceAccount: commaList('serviceaccount', {usage: 'Service accounts to bind to the role'}),
} as const;

const apiGroup = 'rbac.authorization.k8s.io';

export const setSubject = setCommand({
  usage:
    '(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Update the user, group, or service account in a role binding or cluster role binding',
  examples: '# One more user for a role binding\nkubectl set subject rolebinding admin --user=user1',
  flags: Object.values(subjects),
  outcome: 'subjects updated',
  plan({args, get}) {
    if (args.length === 0) throw new Error(nothingNamed);
    const added: readonly Json[] = [
      ...get(subjects.user).map((name) => ({apiGroup, kind: 'User', name})),
      ...get(subjects.group).map((name) => ({apiGroup, kind: 'Group', name})),
      ...get(subjects.serviceAccount).map(accountOf),
    ];
    if (added.length === 0) throw new Error('you must specify at least one value of user, group or serviceaccount');
    return {
      names: args,
      change({object: found}) {
        const before = objects(found['subjects']);
        const more = added.filter((one) => !before.some((other) => equalJson(one, other)));
        return {...found, subjects: [...before, ...more]};
      },
    };
  },
});

function accountOf(given: string): Json {
  const [namespace, name, ...more] = given.split(':');
  if (!namespace || !name || more.length > 0) throw new Error('serviceaccount must be <namespace>:<name>');
  return {kind: 'ServiceAccount', name, namespace};
}
