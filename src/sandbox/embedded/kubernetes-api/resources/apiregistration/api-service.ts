import type {KubeObject} from '../../object.ts';
import type {At} from '../../validation/at.ts';
import {validating} from '../../validation/metadata.ts';
import {changed, filled} from '../../values/filled.ts';
import {fieldsOf, isFields, listOf, textOf} from '../../values/reading.ts';
import {column, specOf, statusOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec, withStatus} from '../strategy.ts';

// @api APIService partial: no server but that of the metrics is reached
// @api APIService partial: no server but that of the metrics is reached
/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/api-service-v1/ */
export const apiService = defineResource({
  group: 'apiregistration.k8s.io',
  kind: 'APIService',
  plural: 'apiservices',
  categories: ['api-extensions'],
  namespaced: false,
  hasStatus: true,
  columns: [nameColumn, column('Service', serviceText), column('Available', availableText), ageColumn],
  strategy: {
    defaults: (object) =>
      withSpec(
        object,
        changed(fieldsOf(object.spec), 'service', (service) => filled(service, {port: 443})),
      ),
    prepareCreate: withStatus({}),
    validate: validating((root) => {
      const spec = root.field('spec');
      const [group, version] = [spec.field('group').text, spec.field('version').text];
      const [name, expected] = [root.field('metadata').field('name'), `${version}.${group}`];
      if (name.text !== expected) name.invalid(`must be \`spec.version+"."+spec.group\`: ${JSON.stringify(expected)}`);
      checkPriority(spec.field('groupPriorityMinimum'), 20_000);
      checkPriority(spec.field('versionPriority'), 1000);
      const service = spec.field('service');
      for (const field of service.isSet ? [service.field('namespace'), service.field('name')] : [])
        if (field.text === '') field.required();
    }),
  },
});

function checkPriority(priority: At, most: number): void {
  const number = priority.number ?? 0;
  if (number <= 0 || number > most) priority.invalid(`must be positive and less than ${most}`, number);
}

function serviceText(object: KubeObject): string {
  const {service} = specOf(object);
  return isFields(service) ? `${textOf(service.namespace)}/${textOf(service.name)}` : 'Local';
}

function availableText(object: KubeObject): string {
  const condition = listOf(statusOf(object)['conditions'])
    .map(fieldsOf)
    .find(({type}) => type === 'Available');
  if (!condition) return 'Unknown';
  return condition.status === 'True' ? 'True' : `${textOf(condition.status)} (${textOf(condition.reason)})`;
}
