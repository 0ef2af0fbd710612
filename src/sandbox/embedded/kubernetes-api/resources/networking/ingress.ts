import type {KubeObject} from '../../object.ts';
import {checkIngress} from '../../validation/ingress.ts';
import {validating} from '../../validation/metadata.ts';
import {fieldsOf, listOf, textOf} from '../../values/reading.ts';
import {column, firstThree, orNone, specOf} from '../columns.ts';
import {balancerAddresses} from '../core/service-columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withStatus} from '../strategy.ts';

const oldClass = 'kubernetes.io/ingress.class';

// @api Ingress partial: stored; no controller serves it
// @api Ingress partial: stored; no controller serves it
/** https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/ */
export const ingress = defineResource({
  group: 'networking.k8s.io',
  kind: 'Ingress',
  plural: 'ingresses',
  shortNames: ['ing'],
  hasStatus: true,
  hasGeneration: true,
  columns: [
    nameColumn,
    column('Class', (one) => orNone(textOf(specOf(one)['ingressClassName']))),
    column('Hosts', hostsText),
    column('Address', (one) => balancerAddresses(one.status).join(',')),
    column('Ports', (one) => (listOf(specOf(one)['tls']).length > 0 ? '80, 443' : '80')),
    ageColumn,
  ],
  strategy: {
    warnings: ({metadata}) =>
      metadata?.annotations?.[oldClass] === undefined
        ? []
        : [`annotation ${JSON.stringify(oldClass)} is deprecated, please use 'spec.ingressClassName' instead`],
    prepareCreate: withStatus({loadBalancer: {}}),
    validate: validating((root) => checkIngress(root.field('spec'))),
  },
});

function hostsText(object: KubeObject): string {
  const hosts = listOf(specOf(object)['rules']).map((rule) => textOf(fieldsOf(rule).host));
  const named = hosts.filter((host) => host !== '');
  return named.length === 0 ? '*' : firstThree(named);
}
