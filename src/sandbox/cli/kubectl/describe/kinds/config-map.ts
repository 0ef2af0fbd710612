import {decodeBase64} from '../../../bytes.ts';
import {sortedTexts, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';

export const configMap = defineDescriber({
  kind: 'ConfigMap',
  group: '',
  version: 'v1',
  describe({object, meta}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.write(0, '\nData\n====\n');
    for (const [key, value] of sortedTexts(object['data'])) page.write(0, `${key}:\n----\n${value}\n\n`);
    page.write(0, '\nBinaryData\n====\n');
    for (const [key, value] of sortedTexts(object['binaryData'])) {
      page.line(0, `${key}: ${decodeBase64(value).length} bytes`);
    }
    page.line(0);
  },
});
