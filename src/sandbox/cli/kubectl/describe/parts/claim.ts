import {at, isObject, type Json, object, text} from '../../json.ts';
import {ageOf} from '../../print/age.ts';
import type {Page} from '../page.ts';
import {accessModesText, amount, goTexts, storageClassText} from '../words.ts';
import {writeAnnotations, writeLabels} from './labels.ts';

/** What a claim asks for and got; a template of one (`whole` false) has no name and no status. */
export function claimLines(page: Page, claim: Json, whole: boolean, nowMs = 0): void {
  const meta = object(claim['metadata']);
  const spec = object(claim['spec']);
  const status = object(claim['status']);
  if (whole) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
  }
  page.line(0, 'StorageClass:', storageClassText(claim));
  if (whole) page.line(0, 'Status:', phaseText(claim, nowMs));
  page.line(0, 'Volume:', text(spec['volumeName']));
  writeLabels(page, 'Labels', meta['labels']);
  writeAnnotations(page, 'Annotations', meta['annotations']);
  if (whole) page.line(0, 'Finalizers:', goTexts(meta['finalizers']));
  const bound = text(spec['volumeName']) !== '';
  page.line(0, 'Capacity:', bound ? amount(at(status, 'capacity', 'storage')) : '');
  page.line(0, 'Access Modes:', bound ? accessModesText(status['accessModes']) : '');
  if (spec['volumeMode'] !== undefined) page.line(0, 'VolumeMode:', text(spec['volumeMode']));
  writeOrigin(page, spec['dataSource']);
}

/** The phase; of an object that is being deleted, since when. */
export function phaseText({metadata, status}: Json, nowMs: number): string {
  const deleted = text(object(metadata)['deletionTimestamp']);
  return deleted === '' ? text(object(status)['phase']) : `Terminating (lasts ${ageOf(deleted, nowMs)})`;
}

function writeOrigin(page: Page, origin: unknown): void {
  if (!isObject(origin)) return;
  page.line(0, 'DataSource:');
  // The core group is null here, not left out.
  if (typeof origin['apiGroup'] === 'string') page.line(1, 'APIGroup:', origin['apiGroup']);
  page.line(1, 'Kind:', text(origin['kind']));
  page.line(1, 'Name:', text(origin['name']));
}
