import type {KubeObject} from '../../object.ts';
import {faultOfLabel} from '../../objects/names.ts';
import {checkIp} from '../../validation/addresses.ts';
import type {At} from '../../validation/at.ts';
import {checkImmutable, comparing, validating} from '../../validation/metadata.ts';
import {checkName, checkWord} from '../../validation/names.ts';
import {changedEach, filled} from '../../values/filled.ts';
import {fieldsOf, listOf, textOf} from '../../values/reading.ts';
import {column, firstThree} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/ */
export const endpointSlice = defineResource({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  hasGeneration: true,
  columns: [
    nameColumn,
    column('AddressType', ({addressType}) => textOf(addressType)),
    column('Ports', portsText),
    column('Endpoints', addressesText),
    ageColumn,
  ],
  strategy: {
    defaults: (object) => {
      const ports = changedEach(object, 'ports', (port) => filled(port, {name: '', protocol: 'TCP'}));
      return filled(
        changedEach(ports, 'endpoints', (endpoint) => filled(endpoint, {conditions: {}})),
        {
          endpoints: null,
          ports: null,
        },
      );
    },
    validate: validating(checkSlice),
    validateUpdate: comparing((root, old) => checkImmutable(root.field('addressType'), old.field('addressType'))),
  },
});

function portsText({ports}: KubeObject): string {
  const list = listOf(ports).map(fieldsOf);
  if (list.length === 0) return '<unset>';
  return firstThree(list.map(({port, name}) => (typeof port === 'number' ? String(port) : textOf(name)))) || '<unset>';
}

function addressesText({endpoints}: KubeObject): string {
  const all = listOf(endpoints).flatMap((endpoint) => listOf(fieldsOf(endpoint).addresses).map(textOf));
  return all.length === 0 ? '<unset>' : firstThree(all);
}

function checkSlice(root: At): void {
  const type = root.field('addressType');
  checkWord(type, ['FQDN', 'IPv4', 'IPv6']);
  const names = new Set<string>();
  for (const port of root.field('ports').items()) {
    const name = port.field('name');
    if (name.text !== '') checkName(name, faultOfLabel);
    if (names.has(name.text)) name.duplicate(name.text);
    names.add(name.text);
    checkWord(port.field('protocol'), ['SCTP', 'TCP', 'UDP']);
  }
  for (const endpoint of root.field('endpoints').items()) {
    const [addresses, hostname] = [endpoint.field('addresses'), endpoint.field('hostname')];
    if (addresses.count === 0) addresses.required('must contain at least 1 address');
    if (type.text === 'IPv4' || type.text === 'IPv6') for (const address of addresses.items()) checkIp(address);
    if (hostname.text !== '') checkName(hostname, faultOfLabel);
  }
}
