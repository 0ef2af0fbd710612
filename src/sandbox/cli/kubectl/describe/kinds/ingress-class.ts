import {isObject, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';

export const ingressClass = defineDescriber({
  kind: 'IngressClass',
  group: 'networking.k8s.io',
  version: 'v1',
  describe({meta, spec}, page) {
    page.line(0, 'Name:', text(meta['name']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'Controller:', text(spec['controller']));
    const {parameters} = spec;
    if (!isObject(parameters)) return;
    page.line(0, 'Parameters:');
    if (parameters['apiGroup'] !== undefined) page.line(1, 'APIGroup:', text(parameters['apiGroup']));
    page.line(1, 'Kind:', text(parameters['kind']));
    page.line(1, 'Name:', text(parameters['name']));
  },
});
