import type {KubeObject} from '../../object.ts';
import type {At} from '../../validation/at.ts';
import {checkLabelSelector} from '../../validation/label-selector.ts';
import {validating} from '../../validation/metadata.ts';
import {checkOptionalWord} from '../../validation/names.ts';
import {checkAtMostWhole, checkIntOrPercent} from '../../validation/template.ts';
import {numberOf} from '../../values/reading.ts';
import {column, specOf, statusOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withStatus} from '../strategy.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/ */
export const podDisruptionBudget = defineResource({
  group: 'policy',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  shortNames: ['pdb'],
  hasStatus: true,
  hasGeneration: true,
  columns: [
    nameColumn,
    column('Min Available', (one) => boundText(one, 'minAvailable')),
    column('Max Unavailable', (one) => boundText(one, 'maxUnavailable')),
    column('Allowed Disruptions', (one) => numberOf(statusOf(one)['disruptionsAllowed']), 'integer'),
    ageColumn,
  ],
  strategy: {
    prepareCreate: withStatus({disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0}),
    validate: validating((root) => checkSpec(root.field('spec'))),
  },
});

function boundText(object: KubeObject, name: string): string {
  const bound = specOf(object)[name];
  return bound === undefined ? 'N/A' : String(bound);
}

function checkSpec(spec: At): void {
  const [least, most] = [spec.field('minAvailable'), spec.field('maxUnavailable')];
  const {minAvailable, selector, maxUnavailable, unhealthyPodEvictionPolicy} = spec.fields;
  if (least.isSet && most.isSet)
    spec.invalid('minAvailable and maxUnavailable cannot be both set', {
      MinAvailable: minAvailable,
      Selector: selector ?? null,
      MaxUnavailable: maxUnavailable,
      UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy ?? null,
    });
  for (const bound of [least, most]) {
    checkIntOrPercent(bound);
    checkAtMostWhole(bound);
  }
  checkLabelSelector(spec.field('selector'));
  checkOptionalWord(spec.field('unhealthyPodEvictionPolicy'), ['AlwaysAllow', 'IfHealthyBudget']);
}
