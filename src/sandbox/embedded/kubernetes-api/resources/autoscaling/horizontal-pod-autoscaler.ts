import {canonicalMap} from '../../defaults/volume.ts';
import type {KubeObject} from '../../object.ts';
import {checkAutoscaler} from '../../validation/autoscaler.ts';
import {validating} from '../../validation/metadata.ts';
import {changed, changedEach, filled, type Loose} from '../../values/filled.ts';
import {fieldsOf, listOf, numberOf, textOf} from '../../values/reading.ts';
import {column, specOf, statusOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec, withStatus} from '../strategy.ts';
import {targetsText} from './metric-text.ts';

const byCpu = [{type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: 80}}}];
const upwards = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    {type: 'Pods', value: 4, periodSeconds: 15},
    {type: 'Percent', value: 100, periodSeconds: 15},
  ],
};
const downwards = {selectPolicy: 'Max', policies: [{type: 'Percent', value: 100, periodSeconds: 15}]};

// @api HorizontalPodAutoscaler partial: goes by the use of CPU and memory alone
// @api HorizontalPodAutoscaler partial: goes by the use of CPU and memory alone
/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ */
export const horizontalPodAutoscaler = defineResource({
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  shortNames: ['hpa'],
  categories: ['all'],
  hasStatus: true,
  columns: [
    nameColumn,
    column('Reference', referenceText),
    column('Targets', targetsText),
    column('MinPods', (one) =>
      specOf(one)['minReplicas'] === undefined ? '<unset>' : String(numberOf(specOf(one)['minReplicas'])),
    ),
    column('MaxPods', (one) => numberOf(specOf(one)['maxReplicas'])),
    column('Replicas', (one) => numberOf(statusOf(one)['currentReplicas'])),
    ageColumn,
  ],
  strategy: {
    defaults: (object) => withSpec(object, defaultSpec(fieldsOf(object.spec))),
    prepareCreate: withStatus({desiredReplicas: 0, currentMetrics: null}),
    validate: validating((root) => checkAutoscaler(root.field('spec'))),
  },
});

function referenceText(object: KubeObject): string {
  const {kind, name} = fieldsOf(specOf(object)['scaleTargetRef']);
  return `${textOf(kind)}/${textOf(name)}`;
}

function defaultSpec(spec: Loose): Loose {
  const result = filled(spec, {
    minReplicas: 1,
    metrics: listOf(spec['metrics']).length === 0 ? byCpu : undefined,
  });
  return changed(changedEach(result, 'metrics', defaultMetric), 'behavior', (behavior) =>
    changed(
      changed(filled(behavior, {scaleUp: {}, scaleDown: {}}), 'scaleUp', (rules) => filled(rules, upwards)),
      'scaleDown',
      (rules) => filled(rules, downwards),
    ),
  );
}

function defaultMetric(metric: Loose): Loose {
  const canonical = (source: Loose) =>
    changed(source, 'target', (target) => {
      const {value, averageValue} = target;
      const amounts = canonicalMap({
        ...(value === undefined ? {} : {value}),
        ...(averageValue === undefined ? {} : {averageValue}),
      });
      const isSame = Object.entries(amounts).every(([name, amount]) => target[name] === amount);
      return isSame ? target : {...target, ...amounts};
    });
  let result = metric;
  for (const name of ['resource', 'pods', 'object', 'external', 'containerResource'])
    result = changed(result, name, canonical);
  return result;
}
