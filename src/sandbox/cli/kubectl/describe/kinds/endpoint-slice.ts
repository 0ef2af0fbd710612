import {at, isObject, type Json, objects, text, texts} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {orNone, orUnset} from '../words.ts';

export const endpointSlice = defineDescriber({
  kind: 'EndpointSlice',
  group: 'discovery.k8s.io',
  version: 'v1',
  describe({object, meta}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'AddressType:', text(object['addressType']));
    writePorts(page, objects(object['ports']));
    const endpoints = objects(object['endpoints']);
    page.line(0, endpoints.length === 0 ? 'Endpoints: <none>' : 'Endpoints:');
    for (const endpoint of endpoints) writeEndpoint(page, endpoint);
  },
});

function writePorts(page: Page, ports: readonly Json[]): void {
  if (ports.length === 0) {
    page.line(0, 'Ports: <unset>');
    return;
  }
  page.line(0, 'Ports:');
  page.line(1, 'Name', 'Port', 'Protocol');
  page.line(1, '----', '----', '--------');
  for (const {name, port, protocol} of ports) page.line(1, text(name) || '<unset>', orUnset(port), text(protocol));
}

function writeEndpoint(page: Page, endpoint: Json): void {
  page.line(1, '- Addresses:', orNone(texts(endpoint['addresses']).join(', ')));
  page.line(2, 'Conditions:');
  page.line(3, 'Ready:', orUnset(at(endpoint, 'conditions', 'ready')));
  page.line(2, 'Hostname:', orUnset(endpoint['hostname']));
  const target = endpoint['targetRef'];
  if (isObject(target)) page.line(2, 'TargetRef:', `${text(target['kind'])}/${text(target['name'])}`);
  page.line(2, 'NodeName:', orUnset(endpoint['nodeName']));
  page.line(2, 'Zone:', orUnset(endpoint['zone']));
}
