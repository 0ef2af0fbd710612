import {list, object, objects, text, texts} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import type {Page} from '../page.ts';
import {capitalTruth, labelsText} from '../words.ts';

const defaultMarks = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
] as const;

export const storageClass = defineDescriber({
  kind: 'StorageClass',
  group: 'storage.k8s.io',
  version: 'v1',
  describe({object: whole, meta}, page) {
    const annotations = object(meta['annotations']);
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'IsDefaultClass:', defaultMarks.some((mark) => annotations[mark] === 'true') ? 'Yes' : 'No');
    page.line(0, 'Annotations:', labelsText(annotations));
    page.line(0, 'Provisioner:', text(whole['provisioner']));
    page.line(0, 'Parameters:', labelsText(whole['parameters']));
    const grows = whole['allowVolumeExpansion'];
    page.line(0, 'AllowVolumeExpansion:', grows === undefined ? '<unset>' : capitalTruth(grows));
    const mountOptions = texts(whole['mountOptions']);
    if (mountOptions.length === 0) page.line(0, 'MountOptions:', '<none>');
    else page.line(0, 'MountOptions:');
    for (const option of mountOptions) page.line(1, option);
    if (whole['reclaimPolicy'] !== undefined) page.line(0, 'ReclaimPolicy:', text(whole['reclaimPolicy']));
    if (whole['volumeBindingMode'] !== undefined) page.line(0, 'VolumeBindingMode:', text(whole['volumeBindingMode']));
    if (whole['allowedTopologies'] !== undefined) writeTopologies(page, whole['allowedTopologies']);
  },
});

function writeTopologies(page: Page, topologies: unknown): void {
  page.line(0, 'AllowedTopologies:', list(topologies).length === 0 ? '<none>' : '');
  for (const [index, {matchLabelExpressions}] of objects(topologies).entries()) {
    const requirements = objects(matchLabelExpressions);
    page.write(1, `Term ${index}:\t`);
    if (requirements.length === 0) page.write(0, '<none>\n');
    for (const [at, {key, values}] of requirements.entries()) {
      if (at > 0) page.write(1, '\t');
      const among = texts(values).length === 0 ? '' : ` [${texts(values).join(', ')}]`;
      page.line(0, `${text(key)} in${among}`);
    }
  }
}
