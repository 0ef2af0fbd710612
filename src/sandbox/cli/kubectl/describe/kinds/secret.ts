import {decodeBase64, decodeText} from '../../../bytes.ts';
import {sortedTexts, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';

export const secret = defineDescriber({
  kind: 'Secret',
  group: '',
  version: 'v1',
  events: 'none',
  describe({object, meta}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.write(0, `\nType:\t${text(object['type'])}\n`);
    page.write(0, '\nData\n====\n');
    for (const [key, value] of sortedTexts(object['data'])) {
      const bytes = decodeBase64(value);
      // The token of a ServiceAccount is there to be copied; all other values stay hidden.
      const isToken = key === 'token' && object['type'] === 'kubernetes.io/service-account-token';
      page.line(0, `${key}:`, isToken ? decodeText(bytes) : `${bytes.length} bytes`);
    }
  },
});
