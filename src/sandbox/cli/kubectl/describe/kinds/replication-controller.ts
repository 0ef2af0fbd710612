import {number, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {writeConditions} from '../parts/conditions.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {writePodTemplate} from '../parts/pod-template.ts';
import {podStatuses} from '../parts/pods.ts';
import {labelsText} from '../words.ts';

export const replicationController = defineDescriber({
  kind: 'ReplicationController',
  group: '',
  version: 'v1',
  async describe(subject, page) {
    const {meta, spec, status} = subject;
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    page.line(0, 'Selector:', labelsText(spec['selector']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'Replicas:', `${number(status['replicas'])} current / ${number(spec['replicas'])} desired`);
    page.line(0, 'Pods Status:', await podStatuses(subject, {matchLabels: spec['selector']}));
    writePodTemplate(page, spec['template']);
    writeConditions(page, status['conditions']);
  },
});
