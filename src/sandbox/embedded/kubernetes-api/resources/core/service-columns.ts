import type {KubeObject} from '../../object.ts';
import {formatLabels} from '../../values/label-selector.ts';
import {fieldsOf, listOf, numberOf, textOf} from '../../values/reading.ts';
import {column, specOf, wideColumn} from '../columns.ts';
import {ageColumn, nameColumn} from '../define.ts';
import type {Column} from '../resource.ts';

/** The addresses a load balancer answers at: `1.2.3.4,a.example`. */
export function balancerAddresses(status: unknown): readonly string[] {
  const {ingress} = fieldsOf(fieldsOf(status).loadBalancer);
  return listOf(ingress).flatMap((one) => [textOf(fieldsOf(one).ip) || textOf(fieldsOf(one).hostname)]);
}

function externalIp(object: KubeObject): string {
  const {type, externalIPs, externalName} = specOf(object);
  const own = listOf(externalIPs).map(textOf);
  switch (type) {
    case 'LoadBalancer': {
      const balancer = [...new Set(balancerAddresses(object.status))].sort().join(',');
      if (own.length > 0) return [...(balancer === '' ? [] : balancer.split(',')), ...own].join(',');
      return balancer === '' ? '<pending>' : balancer;
    }
    case 'ExternalName':
      return textOf(externalName);
    default:
      return own.length > 0 ? own.join(',') : '<none>';
  }
}

function portsText(object: KubeObject): string {
  const ports = listOf(specOf(object)['ports']).map(fieldsOf);
  if (ports.length === 0) return '<none>';
  return ports
    .map(({port, nodePort, protocol}) => {
      const node = numberOf(nodePort) > 0 ? `:${numberOf(nodePort)}` : '';
      return `${numberOf(port)}${node}/${textOf(protocol)}`;
    })
    .join(',');
}

/** The columns of `kubectl get services`. */
export const serviceColumns: readonly Column[] = [
  nameColumn,
  column('Type', (one) => textOf(specOf(one)['type'])),
  column('Cluster-IP', (one) => textOf(listOf(specOf(one)['clusterIPs'])[0]) || '<none>'),
  column('External-IP', externalIp),
  column('Port(s)', portsText),
  ageColumn,
  wideColumn('Selector', (one) => formatLabels(specOf(one)['selector'])),
];
