import type {Draft} from '../object.ts';
import {controllerRoles} from './controller-roles.ts';
import {type BootstrapRole, parseRoles} from './parse-roles.ts';
import {userRoles} from './user-roles.ts';

const rbac = 'rbac.authorization.k8s.io';

/** Who has the roles of the cluster's own parts. */
const bindings: readonly (readonly [name: string, ...subjects: Draft[]])[] = [
  ['cluster-admin', group('system:masters')],
  ['system:basic-user', group('system:authenticated')],
  ['system:discovery', group('system:authenticated')],
  ['system:kube-controller-manager', user('system:kube-controller-manager')],
  ['system:kube-dns', account('kube-dns')],
  ['system:kube-scheduler', user('system:kube-scheduler')],
  ['system:monitoring', group('system:monitoring')],
  ['system:node'],
  ['system:node-proxier', user('system:kube-proxy')],
  ['system:public-info-viewer', group('system:authenticated'), group('system:unauthenticated')],
  ['system:service-account-issuer-discovery', group('system:serviceaccounts')],
  ['system:volume-scheduler', user('system:kube-scheduler')],
];

function group(name: string): Draft {
  return {apiGroup: rbac, kind: 'Group', name};
}

function user(name: string): Draft {
  return {apiGroup: rbac, kind: 'User', name};
}

function account(name: string): Draft {
  return {kind: 'ServiceAccount', name, namespace: 'kube-system'};
}

/** Every ClusterRole a new cluster has. */
export function bootstrapRoles(): readonly Draft[] {
  const roles = [...parseRoles(userRoles), ...parseRoles(controllerRoles)];
  return roles.map((role) => roleObject(role, roles));
}

/** Every ClusterRoleBinding a new cluster has. */
export function bootstrapBindings(): readonly Draft[] {
  const ofControllers = parseRoles(controllerRoles).map(({name}) => {
    return [name, account(name.replace('system:controller:', ''))] as const;
  });
  return [...bindings, ...ofControllers].map(([name, ...subjects]) => ({
    metadata: metadataOf(name, []),
    roleRef: {apiGroup: rbac, kind: 'ClusterRole', name},
    ...(subjects.length > 0 ? {subjects} : {}),
  }));
}

function metadataOf(name: string, to: readonly string[]) {
  const aggregated = to.map((role) => [`${rbac}/aggregate-to-${role}`, 'true']);
  return {
    name,
    labels: {'kubernetes.io/bootstrapping': 'rbac-defaults', ...Object.fromEntries(aggregated)},
    annotations: {'rbac.authorization.kubernetes.io/autoupdate': 'true'},
  };
}

function roleObject(role: BootstrapRole, all: readonly BootstrapRole[]): Draft {
  const {name, to, from, rules} = role;
  if (from === undefined) return {metadata: metadataOf(name, to), rules};
  const matchLabels = {[`${rbac}/aggregate-to-${from}`]: 'true'};
  return {
    metadata: metadataOf(name, to),
    aggregationRule: {clusterRoleSelectors: [{matchLabels}]},
    rules: aggregatedRules(from, all),
  };
}

/** The rules of all roles that go into one, theirs included. */
function aggregatedRules(into: string, all: readonly BootstrapRole[]): BootstrapRole['rules'] {
  const sources = all.filter(({to}) => to.includes(into));
  return sources.flatMap(({from, rules}) => (from === undefined ? rules : aggregatedRules(from, all)));
}
