import {expect, it} from 'vitest';
import type {Change} from '../src/observation.ts';
import {shareChanges} from '../src/share-changes.ts';

it('listeners that share a sandbox’s changes listen to it once, and hear nothing after they left', () => {
  const told: ((change: Change) => void)[] = [];
  const sandbox = {changes: (onChange: (change: Change) => void) => void told.push(onChange)};
  const shared = shareChanges(sandbox, new AbortController().signal);
  const heard: string[] = [];
  const first = new AbortController();
  shared.changes(({what}) => heard.push(`first ${what}`), first.signal);
  shared.changes(({what}) => heard.push(`second ${what}`), new AbortController().signal);
  for (const tell of told) tell({at: 1, what: 'a'});
  first.abort();
  for (const tell of told) tell({at: 2, what: 'b'});
  expect(told).toHaveLength(1);
  expect(heard).toEqual(['first a', 'second a', 'second b']);
});
