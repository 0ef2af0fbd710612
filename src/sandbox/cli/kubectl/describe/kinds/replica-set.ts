import {errorOf} from '../../errors.ts';
import {number, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {writeConditions} from '../parts/conditions.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {writePodTemplate} from '../parts/pod-template.ts';
import {podStatuses} from '../parts/pods.ts';
import {controllerText, orNone, selectorText} from '../words.ts';

export const replicaSet = defineDescriber({
  kind: 'ReplicaSet',
  group: 'apps',
  version: 'v1',
  async describe(subject, page) {
    const {meta, spec, status} = subject;
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    page.line(0, 'Selector:', orNone(selectorText(spec['selector'])));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    if (controllerText(meta) !== '') page.line(0, 'Controlled By:', controllerText(meta));
    page.line(0, 'Replicas:', `${number(status['replicas'])} current / ${number(spec['replicas'])} desired`);
    page.line(0, 'Pods Status:', await statusesOrWhyNot(() => podStatuses(subject, spec['selector'])));
    writePodTemplate(page, spec['template']);
    writeConditions(page, status['conditions']);
  },
});

async function statusesOrWhyNot(statuses: () => Promise<string>): Promise<string> {
  try {
    return await statuses();
  } catch (error) {
    return `error in fetching pods: ${errorOf(error).message}`;
  }
}
