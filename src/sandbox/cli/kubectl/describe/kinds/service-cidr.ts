import {rfc1123z} from '../../../go/time.ts';
import {objects, text, texts} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';

export const serviceCidr = defineDescriber({
  kind: 'ServiceCIDR',
  group: 'networking.k8s.io',
  version: 'v1',
  describe({meta, spec, status}, page) {
    page.line(0, 'Name:', text(meta['name']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'CIDRs:', texts(spec['cidrs']).join(', '));
    const conditions = objects(status['conditions']);
    if (conditions.length === 0) return;
    page.line(0, 'Status:');
    page.line(0, 'Conditions:');
    page.line(1, 'Type', 'Status', 'LastTransitionTime', 'Reason', 'Message');
    page.line(1, '----', '------', '------------------', '------', '-------');
    for (const {type, status: truth, lastTransitionTime, reason, message} of conditions) {
      page.line(1, text(type), text(truth), rfc1123z(text(lastTransitionTime)), text(reason), text(message));
    }
  },
});
