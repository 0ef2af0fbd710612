import {text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {labelsText} from '../words.ts';

export const volumeAttributesClass = defineDescriber({
  kind: 'VolumeAttributesClass',
  group: 'storage.k8s.io',
  version: 'v1',
  describe({object, meta}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Annotations:', labelsText(meta['annotations']));
    page.line(0, 'DriverName:', text(object['driverName']));
    page.line(0, 'Parameters:', labelsText(object['parameters']));
  },
});
