import {at, isObject, type Json, object, objects, text, texts} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import type {Page} from '../page.ts';
import {phaseText} from '../parts/claim.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {writeSource} from '../parts/volumes.ts';
import {accessModesText, amount, goTexts, storageClassText} from '../words.ts';

export const persistentVolume = defineDescriber({
  kind: 'PersistentVolume',
  group: '',
  version: 'v1',
  describe({object: whole, meta, spec, status, nowMs}, page) {
    page.line(0, 'Name:', text(meta['name']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'Finalizers:', goTexts(meta['finalizers']));
    page.line(0, 'StorageClass:', storageClassText(whole));
    page.line(0, 'Status:', phaseText(whole, nowMs));
    const {namespace, name} = object(spec['claimRef']);
    page.line(0, 'Claim:', isObject(spec['claimRef']) ? `${text(namespace)}/${text(name)}` : '');
    page.line(0, 'Reclaim Policy:', text(spec['persistentVolumeReclaimPolicy']));
    page.line(0, 'Access Modes:', accessModesText(spec['accessModes']));
    if (spec['volumeMode'] !== undefined) page.line(0, 'VolumeMode:', text(spec['volumeMode']));
    page.line(0, 'Capacity:', amount(at(spec, 'capacity', 'storage')));
    writeAffinity(page, at(spec, 'nodeAffinity', 'required'));
    page.line(0, 'Message:', text(status['message']));
    page.line(0, 'Source:');
    writeSource(page, spec);
  },
});

function writeAffinity(page: Page, required: unknown): void {
  page.line(0, 'Node Affinity:', isObject(required) ? '' : '<none>');
  if (!isObject(required)) return;
  const terms = objects(required['nodeSelectorTerms']);
  page.line(1, 'Required Terms:', terms.length === 0 ? '<none>' : '');
  for (const [index, term] of terms.entries()) writeTerm(page, `Term ${index}`, objects(term['matchExpressions']));
}

function writeTerm(page: Page, title: string, requirements: readonly Json[]): void {
  page.write(2, `${title}:\t`);
  if (requirements.length === 0) page.write(0, '<none>\n');
  for (const [index, {key, operator, values}] of requirements.entries()) {
    if (index > 0) page.write(2, '\t');
    const among = texts(values).length === 0 ? '' : ` [${texts(values).join(', ')}]`;
    page.line(0, `${text(key)} ${text(operator).toLowerCase()}${among}`);
  }
}
