import {type KubeObject, keyOf} from '../object.ts';
import type {User} from '../resources/resource.ts';
import type {Store} from '../store/store.ts';
import {fieldsOf, listOf, textOf} from '../values/reading.ts';

/** What a rule lets. https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/#PolicyRule */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** One rule somebody has, and by what. */
export interface GrantedRule {
  readonly rule: Rule;
  /** `ClusterRoleBinding "view" of ClusterRole "view" to User "joe"` */
  readonly by: string;
}

type Reader = Pick<Store, 'get' | 'list'>;

const group = 'rbac.authorization.k8s.io';

/** Every rule of RBAC a user has in a namespace; '' is the cluster alone. */
export function* rulesOf(store: Reader, user: Pick<User, 'name' | 'groups'>, namespace: string): Iterable<GrantedRule> {
  for (const binding of store.list(`clusterrolebindings.${group}`)) yield* grantedBy(store, user, binding);
  if (namespace === '') return;
  for (const binding of store.list(`rolebindings.${group}`, namespace)) yield* grantedBy(store, user, binding);
}

function* grantedBy(store: Reader, user: Pick<User, 'name' | 'groups'>, binding: KubeObject): Iterable<GrantedRule> {
  const {namespace = '', name} = binding.metadata;
  const subjects = listOf(binding.subjects).map(fieldsOf);
  const subject = subjects.find((one) => isMeant(one, user, namespace));
  if (!subject) return;
  const {kind, name: roleName} = fieldsOf(binding.roleRef);
  const isRole = kind === 'Role';
  const collection = isRole ? `roles.${group}` : `clusterroles.${group}`;
  const found = store.get(collection, keyOf(isRole ? namespace : '', textOf(roleName)));
  const from = namespace === '' ? `ClusterRoleBinding "${name}"` : `RoleBinding "${name}/${namespace}"`;
  const {kind: subjectKind, name: subjectName, namespace: of = namespace} = subject;
  const whom = subjectKind === 'ServiceAccount' ? `${textOf(subjectName)}/${textOf(of)}` : textOf(subjectName);
  const by = `${from} of ${textOf(kind)} "${textOf(roleName)}" to ${textOf(subjectKind)} "${whom}"`;
  for (const rule of listOf(found?.rules)) yield {rule: ruleOf(fieldsOf(rule)), by};
}

function isMeant(
  {kind, name, namespace}: {readonly [field: string]: unknown},
  user: Pick<User, 'name' | 'groups'>,
  bindingNamespace: string,
): boolean {
  switch (kind) {
    case 'User':
      return name === user.name;
    case 'Group':
      return user.groups.includes(textOf(name));
    case 'ServiceAccount':
      return user.name === `system:serviceaccount:${textOf(namespace ?? bindingNamespace)}:${textOf(name)}`;
    default:
      return false;
  }
}

/** Lists that are not given are not in it. */
function ruleOf(fields: {readonly [field: string]: unknown}): Rule {
  const {verbs, ...others} = fields;
  const lists = Object.entries(others).map(([name, list]) => [name, listOf(list).map(textOf)]);
  return {verbs: listOf(verbs).map(textOf), ...Object.fromEntries(lists)};
}
