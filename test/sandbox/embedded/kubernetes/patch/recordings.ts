import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Fields, KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import type {Step} from './story.ts';

const folder = path.join(import.meta.dirname, '../../../../fixtures/kubernetes-patch');

/** One write as a real API server answered it. */
export interface RecordedStep extends Step {
  readonly before?: KubeObject;
  readonly status: number;
  readonly answer: Fields;
}

export interface Recording {
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly steps: readonly RecordedStep[];
}

/** All recorded stories: see record.ts. */
export function readRecordings(): readonly Recording[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name): Recording => JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
}

/** A recording as it is kept: a step a line. */
export function textOf({
  steps,
  ...head
}: {
  readonly steps: readonly unknown[];
  readonly [field: string]: unknown;
}): string {
  const lines = steps.map((step) => JSON.stringify(step)).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"steps":[\n${lines}\n]}\n`;
}
