import type {KubeObject} from '../../object.ts';
import {same} from '../../object.ts';
import {faultOfSubdomain} from '../../objects/names.ts';
import type {At} from '../../validation/at.ts';
import {comparing, validating} from '../../validation/metadata.ts';
import {checkName} from '../../validation/names.ts';
import {changed, changedEach, filled, type Loose} from '../../values/filled.ts';
import {fieldsOf, listOf, textOf} from '../../values/reading.ts';
import {column, wideColumn} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import type {Resource} from '../resource.ts';

const group = 'rbac.authorization.k8s.io';
const subjectKinds = ['ServiceAccount', 'User', 'Group'];

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-binding-v1/ */
export const roleBinding = binding({kind: 'RoleBinding', plural: 'rolebindings'}, ['Role', 'ClusterRole']);

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-binding-v1/ */
export const clusterRoleBinding = binding(
  {kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', namespaced: false},
  ['ClusterRole'],
);

function binding(draft: Parameters<typeof defineResource>[0], roleKinds: readonly string[]): Resource {
  return defineResource({
    ...draft,
    group,
    columns: [
      nameColumn,
      column('Role', ({roleRef}) => `${textOf(fieldsOf(roleRef).kind)}/${textOf(fieldsOf(roleRef).name)}`),
      ageColumn,
      wideColumn('Users', (one) => subjectsText(one, 'User')),
      wideColumn('Groups', (one) => subjectsText(one, 'Group')),
      wideColumn('ServiceAccounts', (one) => subjectsText(one, 'ServiceAccount')),
    ],
    strategy: {
      defaults: (object) =>
        changedEach(
          changed(object, 'roleRef', (role) =>
            filled(role['apiGroup'] === '' ? {...role, apiGroup: undefined} : role, {apiGroup: group}),
          ),
          'subjects',
          defaultSubject,
        ),
      validate: validating((root) => checkBinding(root, roleKinds)),
      validateUpdate: comparing(checkChange),
    },
  });
}

function defaultSubject(subject: Loose): Loose {
  return subject['kind'] === 'User' || subject['kind'] === 'Group' ? filled(subject, {apiGroup: group}) : subject;
}

function subjectsText({subjects}: KubeObject, kind: string): string {
  return listOf(subjects)
    .map(fieldsOf)
    .filter((subject) => subject.kind === kind)
    .map(({namespace, name}) => (kind === 'ServiceAccount' ? `${textOf(namespace)}/${textOf(name)}` : textOf(name)))
    .join(', ');
}

function checkBinding(root: At, roleKinds: readonly string[]): void {
  const role = root.field('roleRef');
  const [apiGroup, kind, name] = [role.field('apiGroup'), role.field('kind'), role.field('name')];
  if (apiGroup.text !== group) apiGroup.unsupported([group], apiGroup.text);
  if (!roleKinds.includes(kind.text)) kind.unsupported(roleKinds, kind.text);
  if (name.text === '') name.required();
  else checkSegment(name);
  const namespaced = roleKinds.includes('Role');
  for (const subject of root.field('subjects').items()) checkSubject(subject, namespaced);
}

function checkSegment(name: At): void {
  const sign = ['/', '%'].find((one) => name.text.includes(one));
  if (sign !== undefined) name.invalid(`may not contain '${sign}'`);
}

function checkSubject(subject: At, namespaced: boolean): void {
  const [kind, name, namespace] = [subject.field('kind'), subject.field('name'), subject.field('namespace')];
  if (name.text === '') name.required();
  if (!subjectKinds.includes(kind.text)) kind.unsupported(subjectKinds, kind.text);
  const apiGroup = subject.field('apiGroup');
  if (kind.text !== 'ServiceAccount') {
    if (apiGroup.isSet && apiGroup.text !== group) apiGroup.unsupported([group]);
    return;
  }
  if (name.text !== '') checkName(name, faultOfSubdomain);
  if (apiGroup.text !== '') apiGroup.unsupported(['']);
  if (!namespaced && namespace.text === '') namespace.required();
}

function checkChange(root: At, old: At): void {
  const role = root.field('roleRef');
  if (same(role.value, old.field('roleRef').value)) return;
  const {apiGroup, kind, name} = role.fields;
  role.invalid('cannot change roleRef', {APIGroup: apiGroup, Kind: kind, Name: name});
}
