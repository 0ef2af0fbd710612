import {type Json, number, objects, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {orNone} from '../words.ts';

export const endpoints = defineDescriber({
  kind: 'Endpoints',
  group: '',
  version: 'v1',
  describe({object, meta}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'Subsets:');
    for (const subset of objects(object['subsets'])) writeSubset(page, subset);
  },
});

function writeSubset(page: Page, {addresses, notReadyAddresses, ports}: Json): void {
  const joined = (all: unknown) =>
    orNone(
      objects(all)
        .map(({ip}) => text(ip))
        .join(','),
    );
  page.line(1, 'Addresses:', joined(addresses));
  page.line(1, 'NotReadyAddresses:', joined(notReadyAddresses));
  const all = objects(ports);
  if (all.length > 0) {
    page.line(1, 'Ports:');
    page.line(2, 'Name', 'Port', 'Protocol');
    page.line(2, '----', '----', '--------');
  }
  for (const port of all) page.line(2, text(port['name']) || '<unset>', number(port['port']), text(port['protocol']));
  page.line(0);
}
