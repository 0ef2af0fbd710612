import {isObject, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';

export const ipAddress = defineDescriber({
  kind: 'IPAddress',
  group: 'networking.k8s.io',
  version: 'v1',
  describe({meta, spec}, page) {
    page.line(0, 'Name:', text(meta['name']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    const {parentRef} = spec;
    if (!isObject(parentRef)) return;
    page.line(0, 'Parent Reference:');
    for (const [title, field] of [
      ['Group:', 'group'],
      ['Resource:', 'resource'],
      ['Namespace:', 'namespace'],
      ['Name:', 'name'],
    ] as const) {
      page.line(1, title, text(parentRef[field]));
    }
  },
});
