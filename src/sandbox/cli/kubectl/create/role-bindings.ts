import {text as textFlag} from '../../cobra/flag-kinds.ts';
import type {KubectlCall} from '../app.ts';
import {eachText} from '../flag-kinds.ts';
import type {Json} from '../json.ts';
import {createCommand} from './generator.ts';

const role = textFlag('role', {usage: 'Role this RoleBinding should reference'});
const clusterRole = textFlag('clusterrole', {usage: 'ClusterRole this binding should reference'});
const subjects = {
  user: eachText('user', {usage: 'Usernames to bind to the role.'}),
  group: eachText('group', {usage: 'Groups to bind to the role.'}),
  serviceAccount: eachText('serviceaccount', {
    usage: 'Service accounts to bind to the role, in the format <namespace>:<name>.',
  }),
} as const;

const apiGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${apiGroup}/v1`;

export const createRoleBinding = createCommand({
  usage:
    'NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a role binding for a particular role or cluster role',
  examples:
    '# Create a role binding for two users\nkubectl create rolebinding admin --clusterrole=admin --user=user1 --user=user2',
  flags: [role, clusterRole, ...Object.values(subjects)],
  failure: 'rolebinding',
  make(call, name) {
    const [own, wide] = [call.get(role), call.get(clusterRole)];
    if ((own === '') === (wide === '')) throw new Error('exactly one of clusterrole or role must be specified');
    const roleRef = own === '' ? {apiGroup, kind: 'ClusterRole', name: wide} : {apiGroup, kind: 'Role', name: own};
    return {apiVersion, kind: 'RoleBinding', metadata: {name}, roleRef, ...subjectsOf(call)};
  },
});

export const createClusterRoleBinding = createCommand({
  usage:
    'NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a cluster role binding for a particular cluster role',
  examples:
    '# Create a cluster role binding for two users\nkubectl create clusterrolebinding cluster-admin --clusterrole=cluster-admin --user=user1 --user=user2',
  flags: [clusterRole, ...Object.values(subjects)],
  required: [clusterRole],
  failure: 'clusterrolebinding',
  make: (call, name) => ({
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata: {name},
    roleRef: {apiGroup, kind: 'ClusterRole', name: call.get(clusterRole)},
    ...subjectsOf(call),
  }),
});

function subjectsOf({get}: KubectlCall): Json {
  const all = [
    ...get(subjects.user).map((name) => ({apiGroup, kind: 'User', name})),
    ...get(subjects.group).map((name) => ({apiGroup, kind: 'Group', name})),
    ...get(subjects.serviceAccount).map(accountOf),
  ];
  return all.length === 0 ? {} : {subjects: all};
}

function accountOf(given: string): Json {
  const [namespace = '', name = '', ...more] = given.split(':');
  if (namespace === '' || name === '' || more.length > 0) throw new Error('serviceaccount must be <namespace>:<name>');
  return {kind: 'ServiceAccount', name, namespace};
}
