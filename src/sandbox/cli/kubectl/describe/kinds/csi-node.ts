import {rfc1123z} from '../../../go/time.ts';
import {at, number, objects, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {goTexts} from '../words.ts';

export const csiNode = defineDescriber({
  kind: 'CSINode',
  group: 'storage.k8s.io',
  version: 'v1',
  describe({meta, spec}, page) {
    page.line(0, 'Name:', text(meta['name']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'CreationTimestamp:', rfc1123z(text(meta['creationTimestamp'])));
    page.line(0, 'Spec:');
    if (Array.isArray(spec['drivers'])) page.line(1, 'Drivers:');
    for (const driver of objects(spec['drivers'])) {
      page.line(2, `${text(driver['name'])}:`);
      page.line(3, 'Node ID:', text(driver['nodeID']));
      const count = at(driver, 'allocatable', 'count');
      if (count !== undefined) {
        page.line(3, 'Allocatables:');
        page.line(4, 'Count:', number(count));
      }
      if (driver['topologyKeys'] !== undefined && driver['topologyKeys'] !== null) {
        page.line(3, 'Topology Keys:', goTexts(driver['topologyKeys']));
      }
    }
  },
});
