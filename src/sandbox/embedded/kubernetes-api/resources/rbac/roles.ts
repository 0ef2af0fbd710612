import type {At} from '../../validation/at.ts';
import {validating} from '../../validation/metadata.ts';
import {filled} from '../../values/filled.ts';
import {createdAtColumn} from '../columns.ts';
import {defineResource, nameColumn} from '../define.ts';

const common = {group: 'rbac.authorization.k8s.io', columns: [nameColumn, createdAtColumn]};

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/ */
export const role = defineResource({
  ...common,
  kind: 'Role',
  plural: 'roles',
  strategy: {
    defaults: (object) => filled(object, {rules: null}),
    validate: validating((root) => checkRules(root, true)),
  },
});

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-v1/ */
export const clusterRole = defineResource({
  ...common,
  kind: 'ClusterRole',
  plural: 'clusterroles',
  namespaced: false,
  strategy: {
    defaults: (object) => filled(object, {rules: null}),
    validate: validating((root) => {
      checkRules(root, false);
      const selectors = root.field('aggregationRule').field('clusterRoleSelectors');
      if (root.field('aggregationRule').isSet && selectors.count === 0)
        selectors.required('at least one clusterRoleSelector required if aggregationRule is non-nil');
    }),
  },
});

function checkRules(root: At, namespaced: boolean): void {
  for (const rule of root.field('rules').items()) {
    const [verbs, groups, resources] = [rule.field('verbs'), rule.field('apiGroups'), rule.field('resources')];
    const urls = rule.field('nonResourceURLs');
    if (verbs.count === 0) verbs.required('verbs must contain at least one value');
    if (urls.count > 0) {
      if (namespaced) urls.invalid('namespaced rules cannot apply to non-resource URLs');
      if (groups.count + resources.count + rule.field('resourceNames').count > 0)
        urls.invalid('rules cannot apply to both regular resources and non-resource URLs');
      continue;
    }
    if (groups.count === 0) groups.required('resource rules must supply at least one api group');
    if (resources.count === 0) resources.required('resource rules must supply at least one resource');
  }
}
