import {rfc1123z} from '../../../go/time.ts';
import {at, isObject, type Json, number, object, objects, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {writePodTemplate} from '../parts/pod-template.ts';
import {podStatuses} from '../parts/pods.ts';
import {goTexts, plain, selectorText, storageClassText} from '../words.ts';

export const statefulSet = defineDescriber({
  kind: 'StatefulSet',
  group: 'apps',
  version: 'v1',
  async describe(subject, page) {
    const {meta, spec, status} = subject;
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    page.line(0, 'CreationTimestamp:', rfc1123z(text(meta['creationTimestamp'])));
    page.line(0, 'Selector:', selectorText(spec['selector']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'Replicas:', `${number(spec['replicas'])} desired | ${number(status['replicas'])} total`);
    writeStrategy(page, object(spec['updateStrategy']));
    page.line(0, 'Pods Status:', await podStatuses(subject, spec['selector']));
    writePodTemplate(page, spec['template']);
    writeClaims(page, spec['volumeClaimTemplates']);
  },
});

function writeStrategy(page: Page, {type, rollingUpdate}: Json): void {
  page.line(0, 'Update Strategy:', text(type));
  if (!isObject(rollingUpdate) || rollingUpdate['partition'] === undefined) return;
  page.line(1, 'Partition:', number(rollingUpdate['partition']));
  const {maxUnavailable} = rollingUpdate;
  if (maxUnavailable !== undefined) page.line(1, 'MaxUnavailable:', plain(maxUnavailable));
}

function writeClaims(page: Page, templates: unknown): void {
  const claims = objects(templates);
  if (claims.length === 0) {
    page.line(0, 'Volume Claims:', '<none>');
    return;
  }
  page.line(0, 'Volume Claims:');
  for (const claim of claims) {
    page.line(1, 'Name:', text(at(claim, 'metadata', 'name')));
    page.line(1, 'StorageClass:', storageClassText(claim));
    writeLabels(page, 'Labels', at(claim, 'metadata', 'labels'), '  ');
    writeLabels(page, 'Annotations', at(claim, 'metadata', 'annotations'), '  ');
    page.line(1, 'Capacity:', plain(at(claim, 'spec', 'resources', 'requests', 'storage')) || '<default>');
    page.line(1, 'Access Modes:', goTexts(at(claim, 'spec', 'accessModes')));
  }
}
