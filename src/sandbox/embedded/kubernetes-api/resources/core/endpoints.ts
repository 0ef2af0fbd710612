import type {KubeObject} from '../../object.ts';
import {faultOfLabel} from '../../objects/names.ts';
import {checkIp, checkReachable} from '../../validation/addresses.ts';
import type {At} from '../../validation/at.ts';
import {validating} from '../../validation/metadata.ts';
import {checkName, checkPortNumber, checkWord} from '../../validation/names.ts';
import {changedEach, filled} from '../../values/filled.ts';
import {fieldsOf, listOf, numberOf, textOf} from '../../values/reading.ts';
import {column, firstThree} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoints-v1/ */
export const endpoints = defineResource({
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  shortNames: ['ep'],
  columns: [nameColumn, column('Endpoints', addressesText), ageColumn],
  strategy: {
    defaults: (object) =>
      changedEach(object, 'subsets', (subset) =>
        changedEach(subset, 'ports', (port) => filled(port, {protocol: 'TCP'})),
      ),
    validate: validating((root) => {
      for (const subset of root.field('subsets').items()) checkSubset(subset);
    }),
  },
});

function addressesText(object: KubeObject): string {
  const subsets = listOf(object['subsets']).map(fieldsOf);
  if (subsets.length === 0) return '<none>';
  const all = subsets.flatMap(({addresses, ports}) => {
    const ips = listOf(addresses).map((address) => textOf(fieldsOf(address).ip));
    if (listOf(ports).length === 0) return ips;
    return listOf(ports).flatMap((port) => ips.map((ip) => `${ip}:${numberOf(fieldsOf(port).port)}`));
  });
  return firstThree(all);
}

function checkSubset(subset: At): void {
  const [ready, other, ports] = [subset.field('addresses'), subset.field('notReadyAddresses'), subset.field('ports')];
  if (ready.count + other.count === 0) subset.required('must specify `addresses` or `notReadyAddresses`');
  for (const address of [...ready.items(), ...other.items()]) checkAddress(address);
  for (const port of ports.items()) {
    const name = port.field('name');
    if (name.text !== '') checkName(name, faultOfLabel);
    else if (ports.count > 1) name.required();
    checkPortNumber(port.field('port'));
    checkWord(port.field('protocol'), ['SCTP', 'TCP', 'UDP']);
  }
}

function checkAddress(address: At): void {
  const [ip, hostname] = [address.field('ip'), address.field('hostname')];
  if (!checkIp(ip)) ip.invalid('must be a valid IP address');
  else checkReachable(ip);
  if (hostname.text !== '') checkName(hostname, faultOfLabel);
}
