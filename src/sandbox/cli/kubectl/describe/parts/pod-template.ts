import {isObject, number, object, objects, text} from '../../json.ts';
import type {Page} from '../page.ts';
import {byText, orNone, selectorText} from '../words.ts';
import {writeContainers} from './containers.ts';
import {writeAnnotations, writeLabels, writeTolerations} from './labels.ts';
import {writeVolumes} from './volumes.ts';

const indent = '  ';

/** `Pod Template:` of a workload. */
export function writePodTemplate(page: Page, template: unknown): void {
  page.line(0, 'Pod Template:');
  if (!isObject(template)) {
    page.write(1, '<unset>');
    return;
  }
  const meta = object(template['metadata']);
  const spec = object(template['spec']);
  writeLabels(page, `${indent}Labels`, meta['labels']);
  if (Object.keys(object(meta['annotations'])).length > 0) {
    writeAnnotations(page, `${indent}Annotations`, meta['annotations']);
  }
  if (text(spec['serviceAccountName']) !== '') page.line(1, 'Service Account:', text(spec['serviceAccountName']));
  if (objects(spec['initContainers']).length > 0) {
    writeContainers(page, {title: 'Init Containers', containers: spec['initContainers'], indent});
  }
  writeContainers(page, {title: 'Containers', containers: spec['containers'], indent});
  writeVolumes(page, spec['volumes'], indent);
  writeSpread(page, spec['topologySpreadConstraints'], indent);
  if (text(spec['priorityClassName']) !== '') page.line(1, 'Priority Class Name:', text(spec['priorityClassName']));
  writeLabels(page, `${indent}Node-Selectors`, spec['nodeSelector']);
  writeTolerations(page, spec['tolerations'], indent);
}

/** How Pods are to be spread; nothing when that is left open. */
export function writeSpread(page: Page, constraints: unknown, before = ''): void {
  const sorted = objects(constraints).toSorted(byText(({topologyKey}) => text(topologyKey)));
  for (const [index, one] of sorted.entries()) {
    page.write(0, index === 0 ? `${before}Topology Spread Constraints:\t` : `${before}\t`);
    const selector = isObject(one['labelSelector'])
      ? ` for selector ${orNone(selectorText(one['labelSelector']))}`
      : '';
    const skew = `when max skew ${number(one['maxSkew'])} is exceeded`;
    page.line(0, `${text(one['topologyKey'])}:${text(one['whenUnsatisfiable'])} ${skew}${selector}`);
  }
}
