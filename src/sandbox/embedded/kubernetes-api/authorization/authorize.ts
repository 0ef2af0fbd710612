import {forbidden, KubeRefusal} from '../refusal.ts';
import type {User} from '../resources/resource.ts';
import type {Store} from '../store/store.ts';
import type {Attributes} from './attributes.ts';
import {type Rule, rulesOf} from './rules.ts';

/** Whether somebody may, and why. */
export interface Permission {
  readonly allowed: boolean;
  /** '' where there is nothing to say. */
  readonly reason: string;
}

/** Whom everything is allowed: administrators, and nodes, which upstream's Node authorizer holds shorter. */
const mayAll: readonly string[] = ['system:masters', 'system:nodes'];

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export function permissionOf(
  store: Pick<Store, 'get' | 'list'>,
  user: Pick<User, 'name' | 'groups'>,
  wanted: Attributes,
): Permission {
  if (user.groups.some((one) => mayAll.includes(one))) return {allowed: true, reason: ''};
  const namespace = wanted.kind === 'resource' ? wanted.namespace : '';
  for (const {rule, by} of rulesOf(store, user, namespace))
    if (covers(rule, wanted)) return {allowed: true, reason: `RBAC: allowed by ${by}`};
  return {allowed: false, reason: ''};
}

/** Throws 403 for what somebody may not do. */
export function authorize(store: Pick<Store, 'get' | 'list'>, user: User, wanted: Attributes): void {
  if (!permissionOf(store, user, wanted).allowed) throw refusal(user, wanted);
}

function covers(rule: Rule, wanted: Attributes): boolean {
  if (!includes(rule.verbs, wanted.verb)) return false;
  if (wanted.kind === 'path') return rule.nonResourceURLs?.some((url) => isPath(url, wanted.path)) ?? false;
  return (
    includes(rule.apiGroups, wanted.group) &&
    coversResource(rule.resources, wanted.resource) &&
    (!rule.resourceNames || rule.resourceNames.length === 0 || rule.resourceNames.includes(wanted.name))
  );
}

function includes(list: readonly string[] | undefined, one: string): boolean {
  return list !== undefined && (list.includes('*') || list.includes(one));
}

/** `pods`, `pods/log`, every resource, or one part of every resource. */
function coversResource(list: readonly string[] | undefined, resource: string): boolean {
  if (includes(list, resource)) return true;
  const [, subresource] = resource.split('/');
  return subresource !== undefined && (list?.includes(`*/${subresource}`) ?? false);
}

function isPath(url: string, path: string): boolean {
  return url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1)));
}

function refusal({name}: User, wanted: Attributes): KubeRefusal {
  if (wanted.kind === 'path')
    return new KubeRefusal(403, 'Forbidden', `forbidden: User "${name}" cannot ${wanted.verb} path "${wanted.path}"`);
  const {verb, group, resource, namespace, name: object} = wanted;
  const [plural = ''] = resource.split('/');
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const why = `User "${name}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
  if (object !== '') return forbidden({group, plural}, object, why);
  const full = group === '' ? plural : `${plural}.${group}`;
  const details = {...(group === '' ? {} : {group}), kind: plural};
  return new KubeRefusal(403, 'Forbidden', `${full} is forbidden: ${why}`, details);
}
