import {rfc1123z} from '../../../go/time.ts';
import {at, isObject, type Json, number, object, objects, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {metricCells} from '../parts/metrics.ts';
import {orUnset} from '../words.ts';

export const horizontalPodAutoscaler = defineDescriber({
  kind: 'HorizontalPodAutoscaler',
  group: 'autoscaling',
  version: 'v2',
  describe({meta, spec, status}, page) {
    const {kind, name} = object(spec['scaleTargetRef']);
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'CreationTimestamp:', rfc1123z(text(meta['creationTimestamp'])));
    page.line(0, 'Reference:', `${text(kind)}/${text(name)}`);
    page.line(0, 'Metrics:', '( current / target )');
    const current = objects(status['currentMetrics']);
    for (const [index, metric] of objects(spec['metrics']).entries()) {
      page.line(1, ...metricCells(metric, object(current[index])));
    }
    page.line(0, 'Min replicas:', orUnset(spec['minReplicas']));
    page.line(0, 'Max replicas:', number(spec['maxReplicas']));
    writeBehavior(page, spec['behavior']);
    const replicas = `${number(status['currentReplicas'])} current / ${number(status['desiredReplicas'])} desired`;
    page.line(0, `${text(kind)} pods:`, replicas);
    writeConditions(page, objects(status['conditions']));
  },
});

function writeBehavior(page: Page, behavior: unknown): void {
  if (!isObject(behavior)) return;
  page.line(0, 'Behavior:');
  writeDirection(page, 'Scale Up:', behavior['scaleUp']);
  writeDirection(page, 'Scale Down:', behavior['scaleDown']);
}

function writeDirection(page: Page, title: string, rules: unknown): void {
  if (!isObject(rules)) return;
  page.line(1, title);
  const {stabilizationWindowSeconds: window, selectPolicy} = rules;
  if (window !== undefined) page.line(2, `Stabilization Window: ${number(window)} seconds`);
  const policies = objects(rules['policies']);
  if (policies.length === 0) return;
  page.line(2, `Select Policy: ${text(selectPolicy) || 'Max'}`);
  page.line(2, 'Policies:');
  for (const policy of policies) {
    const period = `Period: ${number(policy['periodSeconds'])} seconds`;
    page.line(3, `- Type: ${text(policy['type'])}`, `Value: ${number(policy['value'])}`, period);
  }
}

function writeConditions(page: Page, conditions: readonly Json[]): void {
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:');
  page.line(1, 'Type', 'Status', 'Reason', 'Message');
  page.line(1, '----', '------', '------', '-------');
  for (const one of conditions) {
    page.line(1, ...['type', 'status', 'reason', 'message'].map((field) => text(at(one, field))));
  }
}
