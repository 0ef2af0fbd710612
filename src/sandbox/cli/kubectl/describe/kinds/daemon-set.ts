import {at, number, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {writePodTemplate} from '../parts/pod-template.ts';
import {podStatuses} from '../parts/pods.ts';
import {labelsText, selectorText} from '../words.ts';

export const daemonSet = defineDescriber({
  kind: 'DaemonSet',
  group: 'apps',
  version: 'v1',
  async describe(subject, page) {
    const {meta, spec, status} = subject;
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    page.line(0, 'Selector:', selectorText(spec['selector']));
    page.line(0, 'Node-Selector:', labelsText(at(spec, 'template', 'spec', 'nodeSelector')));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    for (const [title, field] of [
      ['Desired Number of Nodes Scheduled', 'desiredNumberScheduled'],
      ['Current Number of Nodes Scheduled', 'currentNumberScheduled'],
      ['Number of Nodes Scheduled with Up-to-date Pods', 'updatedNumberScheduled'],
      ['Number of Nodes Scheduled with Available Pods', 'numberAvailable'],
      ['Number of Nodes Misscheduled', 'numberMisscheduled'],
    ] as const) {
      page.line(0, `${title}: ${number(status[field])}`);
    }
    page.line(0, 'Pods Status:', await podStatuses(subject, spec['selector']));
    writePodTemplate(page, spec['template']);
  },
});
