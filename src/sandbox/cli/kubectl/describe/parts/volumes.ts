import {isObject, type Json, object, objects, sortedTexts, text} from '../../json.ts';
import type {Page} from '../page.ts';
import {claimLines} from './claim.ts';
import {shortened} from './labels.ts';
import {volumeSources} from './volume-sources.ts';

/** `Volumes:` of a Pod or a template. */
export function writeVolumes(page: Page, volumes: unknown, indent = ''): void {
  const all = objects(volumes);
  if (all.length === 0) {
    page.line(0, `${indent}Volumes:`, '<none>');
    return;
  }
  page.line(0, `${indent}Volumes:`);
  for (const volume of all) {
    page.line(1, `${indent === '' ? '' : ' '}${text(volume['name'])}:`);
    writeSource(page, volume);
  }
}

/** What a volume is made of; `<unknown>` for what we do not know. */
export function writeSource(page: Page, volume: Json): void {
  const found = Object.entries(volumeSources).find(([field]) => isObject(volume[field]));
  if (found === undefined) {
    page.line(1, '<unknown>');
    return;
  }
  const [field, {type, fields}] = found;
  const source = object(volume[field]);
  page.line(2, 'Type:', type);
  for (const [title, value] of fields(source)) page.line(2, title, value);
  if (field === 'downwardAPI') writeItems(page, source);
  if (field === 'csi') writeAttributes(page, source['volumeAttributes']);
  if (field === 'ephemeral' && isObject(source['volumeClaimTemplate'])) {
    claimLines(page.nested(2), source['volumeClaimTemplate'], false);
  }
}

function writeItems(page: Page, {items}: Json): void {
  page.line(2, 'Items:');
  for (const {path, fieldRef, resourceFieldRef} of objects(items)) {
    if (isObject(fieldRef)) page.line(3, `${text(fieldRef['fieldPath'])} -> ${text(path)}`);
    if (isObject(resourceFieldRef)) page.line(3, `${text(resourceFieldRef['resource'])} -> ${text(path)}`);
  }
}

/** Each piece of text gets the blanks of its level, also in the middle of a line: so it is upstream. */
function writeAttributes(page: Page, attributes: unknown): void {
  const pairs = sortedTexts(attributes);
  page.write(2, 'VolumeAttributes:\t');
  if (pairs.length === 0) page.write(0, '<none>\n');
  for (const [index, [key, value]] of pairs.entries()) {
    if (index > 0) {
      page.write(2, '');
      page.write(2, '\t');
    }
    page.write(2, `${shortened(`${key}=${value}`, 140)}\n`);
  }
}
