import {fileURLToPath} from 'node:url';
import type {Fault} from './faults.ts';

/** Where what was seen of a fault is kept. What the cluster does not see at all shares the recording of a quiet one. */
export function recordingOf({name, make}: Pick<Fault, 'name' | 'make'>): string {
  const file = make === 'true' ? 'quiet' : name;
  return fileURLToPath(new URL(`../../../fixtures/kubernetes/${file}.json`, import.meta.url));
}
