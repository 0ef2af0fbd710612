import {number, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {labelsText} from '../words.ts';

export const priorityClass = defineDescriber({
  kind: 'PriorityClass',
  group: 'scheduling.k8s.io',
  version: 'v1',
  describe({object, meta}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Value:', number(object['value']));
    page.line(0, 'GlobalDefault:', object['globalDefault'] === true);
    page.line(0, 'PreemptionPolicy:', text(object['preemptionPolicy']));
    page.line(0, 'Description:', text(object['description']));
    page.line(0, 'Annotations:', labelsText(meta['annotations']));
  },
});
