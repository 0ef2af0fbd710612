import type {KubeObject} from '../../object.ts';
import {checkDomainPath} from '../../validation/domain-path.ts';
import {checkImmutable, comparing, validating} from '../../validation/metadata.ts';
import {changed, filled} from '../../values/filled.ts';
import {fieldsOf, isFields, textOf} from '../../values/reading.ts';
import {column, specOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec} from '../strategy.ts';

// @api IngressClass partial: names a default; no controller comes with it
// @api IngressClass partial: names a default; no controller comes with it
/** https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-class-v1/ */
export const ingressClass = defineResource({
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  namespaced: false,
  hasGeneration: true,
  columns: [
    nameColumn,
    column('Controller', (one) => textOf(specOf(one)['controller'])),
    column('Parameters', parametersText),
    ageColumn,
  ],
  strategy: {
    defaults: (object) =>
      withSpec(
        object,
        changed(fieldsOf(object.spec), 'parameters', (parameters) => filled(parameters, {scope: 'Cluster'})),
      ),
    validate: validating((root) => {
      const controller = root.field('spec').field('controller');
      if (controller.text === '') controller.required();
      else checkDomainPath(controller);
    }),
    validateUpdate: comparing((root, old) =>
      checkImmutable(root.field('spec').field('controller'), old.field('spec').field('controller')),
    ),
  },
});

function parametersText(object: KubeObject): string {
  const {parameters} = specOf(object);
  if (!isFields(parameters)) return '<none>';
  const {apiGroup, kind, name} = parameters;
  const group = textOf(apiGroup) === '' ? '' : `.${textOf(apiGroup)}`;
  return `${textOf(kind)}${group}/${textOf(name)}`;
}
