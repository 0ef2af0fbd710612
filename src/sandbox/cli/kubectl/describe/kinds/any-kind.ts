import {isObject, type Json, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {goValue} from '../words.ts';

/** For kinds without a description of their own: every field there is. */
export const anyKind = defineDescriber({
  kind: '',
  group: '',
  version: '',
  describe({object, meta}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    writeFields(page, object, {level: 0, path: ''});
  },
});

/** Fields that stand above, or that nobody wants to read. */
const skipped: readonly string[] = [
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
];

interface Place {
  readonly level: number;
  readonly path: string;
}

function writeFields(page: Page, fields: Json, {level, path}: Place): void {
  for (const [field, value] of Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = `${path}.${field}`;
    if (skipped.includes(own)) continue;
    const title = `${fieldTitle(field)}:`;
    const inner = {level: level + 1, path: own};
    if (isObject(value)) {
      page.line(level, title);
      writeFields(page, value, inner);
    } else if (Array.isArray(value)) {
      page.line(level, title);
      for (const item of value) {
        if (isObject(item)) writeFields(page, item, inner);
        else page.line(level + 1, goValue(item));
      }
    } else {
      page.line(level, title, goValue(value));
    }
  }
}

const acronyms: readonly string[] = ['API', 'URL', 'UID', 'OSB', 'GUID'];

/** `apiVersion` as `API Version`; names with more than letters in them stay. */
function fieldTitle(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field;
  const parts = field.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|[^\p{Lu}\p{Ll}]+/gu) ?? [];
  return parts
    .map((part) => (acronyms.includes(part.toUpperCase()) ? part.toUpperCase() : capitalized(part)))
    .join(' ');
}

function capitalized(part: string): string {
  return part.slice(0, 1).toUpperCase() + part.slice(1);
}
