import {KubeRefusal} from '../refusal.ts';
import type {User} from '../resources/resource.ts';

type Known = Omit<User, 'manager'>;

/** Whom everything is allowed, impersonation too: the groups kubeadm gives its administrators. */
const mayImpersonate = ['system:masters', 'kubeadm:cluster-admins'];

/**
 * The user a call is made as: `kubectl --as`. Throws 403 for who may not do that.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export function impersonated(user: Known, headers: ReadonlyMap<string, readonly string[]>): Known {
  const [name = ''] = headers.get('impersonate-user') ?? [];
  const groups = headers.get('impersonate-group') ?? [];
  if (name === '') {
    const others = [...headers.keys()].some((header) => header.startsWith('impersonate-'));
    if (!others) return user;
    throw new KubeRefusal(
      500,
      'InternalError',
      'Internal error occurred: requested impersonation without impersonating a user',
    );
  }
  if (!user.groups.some((group) => mayImpersonate.includes(group))) throw refusal(user, name);
  const all = [...(groups.length > 0 ? groups : groupsOfAccount(name))];
  const last = name === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated';
  return {name, groups: all.includes(last) ? all : [...all, last]};
}

/** The groups a service account is in, which need not be said. */
function groupsOfAccount(name: string): readonly string[] {
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name) ?? [];
  return namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

function refusal({name}: Known, wanted: string): KubeRefusal {
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(wanted) ?? [];
  const what = account === undefined ? wanted : account;
  const kind = account === undefined ? 'users' : 'serviceaccounts';
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const message = `${kind} "${what}" is forbidden: User "${name}" cannot impersonate resource "${kind}" in API group "" ${where}`;
  return new KubeRefusal(403, 'Forbidden', message, {name: what, kind});
}
