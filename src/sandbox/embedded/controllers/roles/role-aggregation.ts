import type {ClusterRole, PolicyRule} from 'kubernetes-types/rbac/v1';
import {type Frozen, keyOfObject, type Stored, same} from '../../kubernetes-api/object.ts';
import {labelMatcher} from '../../kubernetes-api/values/label-selector.ts';
import type {Controller} from '../controller.ts';

const roleResource = 'clusterroles.rbac.authorization.k8s.io';

type Role = Stored<ClusterRole>;

/** Fills roles that are put together from others by their labels: `admin`, `edit`, `view`. */
export function createRoleAggregationController(): Controller {
  return {
    name: 'clusterrole-aggregation-controller',
    setup({informers}, enqueue) {
      const roles = informers.of<Role>(roleResource);
      // A role may be part of any of them, and there are few.
      const look = (): void => {
        for (const role of roles.all()) if (role.aggregationRule) enqueue(keyOfObject(role));
      };
      roles.on({
        added: look,
        changed: (role, before) =>
          (!same(role.rules, before.rules) || !same(role.metadata.labels, before.metadata.labels)) && look(),
        removed: look,
      });
    },
    reconcile(name, {client, informers}) {
      const roles = informers.of<Role>(roleResource);
      const role = roles.byKey(name);
      if (!role?.aggregationRule) return;
      const rules = gathered(role, roles.all());
      if (!same(rules, role.rules ?? [])) client.update(roleResource, {...role, rules});
    },
  };
}

function gathered(into: Role, all: Iterable<Role>): readonly Frozen<PolicyRule>[] {
  const rules: Frozen<PolicyRule>[] = [];
  const matchers = (into.aggregationRule?.clusterRoleSelectors ?? []).map(labelMatcher);
  for (const matches of matchers) {
    const parts = [...all].filter(({metadata}) => metadata.name !== into.metadata.name && matches(metadata.labels));
    parts.sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1));
    for (const part of parts)
      for (const rule of part.rules ?? []) if (!rules.some((known) => same(known, rule))) rules.push(rule);
  }
  return rules;
}
