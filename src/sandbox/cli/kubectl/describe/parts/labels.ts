import {type Json, number, objects, sortedTexts, text} from '../../json.ts';
import type {Page} from '../page.ts';
import {byText} from '../words.ts';

const longestAnnotation = 140;
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** A title and lines in the column beside it; `<none>` when there are none. `indent` stands before each line. */
export function writeColumn(page: Page, title: string, lines: readonly string[], indent = ''): void {
  page.write(0, `${indent}${title}:\t`);
  if (lines.length === 0) page.write(0, '<none>\n');
  for (const [index, line] of lines.entries()) {
    if (index > 0) {
      page.write(0, indent);
      page.write(0, '\t');
    }
    page.write(0, `${line}\n`);
  }
}

/** `key=value` lines, in the order of the keys. */
export function writeLabels(page: Page, title: string, labels: unknown, indent = ''): void {
  const lines = sortedTexts(labels).map(([key, value]) => `${key}=${value}`);
  writeColumn(page, title, lines, indent);
}

/** `key: value` lines; long values stand below their key, cut at 138 bytes. What `apply` remembers is left out. */
export function writeAnnotations(page: Page, title: string, annotations: unknown): void {
  const shown = sortedTexts(annotations).filter(([key]) => key !== lastApplied);
  page.write(0, `${title}:\t`);
  if (shown.length === 0) page.write(0, '<none>\n');
  for (const [index, [key, whole]] of shown.entries()) {
    if (index > 0) page.write(0, '\t');
    const value = whole.replace(/\n$/, '');
    if (value.length + key.length + 2 <= longestAnnotation && !value.includes('\n')) {
      page.write(0, `${key}: ${value}\n`);
      continue;
    }
    page.write(0, `${key}:\n`);
    for (const line of value.split('\n')) page.write(0, `\t  ${shortened(line, longestAnnotation - 2)}\n`);
  }
}

export function shortened(line: string, length: number): string {
  return line.length > length ? `${line.slice(0, length)}...` : line;
}

export function writeTaints(page: Page, taints: unknown): void {
  const sorted = objects(taints).toSorted(byText((taint) => `${text(taint['effect'])},${text(taint['key'])}`));
  writeColumn(page, 'Taints', sorted.map(taintText));
}

function taintText({key, value, effect}: Json): string {
  const pair = text(value) === '' ? text(key) : `${text(key)}=${text(value)}`;
  return text(effect) === '' ? pair : `${pair}:${text(effect)}`;
}

export function writeTolerations(page: Page, tolerations: unknown, indent = ''): void {
  const sorted = objects(tolerations).toSorted(byText(({key}) => text(key)));
  writeColumn(page, 'Tolerations', sorted.map(tolerationText), indent);
}

function tolerationText({key, value, effect, operator, tolerationSeconds}: Json): string {
  const pair = text(value) === '' ? text(key) : `${text(key)}=${text(value)}`;
  const which = text(effect) === '' ? pair : `${pair}:${text(effect)}`;
  const exists = operator === 'Exists' && text(value) === '';
  const how = exists ? `${which === '' ? '' : ' '}op=Exists` : '';
  const seconds = tolerationSeconds === undefined ? '' : ` for ${number(tolerationSeconds)}s`;
  return `${which}${how}${seconds}`;
}
