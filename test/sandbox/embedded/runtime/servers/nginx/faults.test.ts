import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {faultCases} from './fault-cases.ts';
import {createSite} from './site.ts';

interface Recorded {
  readonly code: number;
  readonly lines: readonly string[];
}

const recorded: {readonly [name: string]: Recorded} = JSON.parse(
  readFileSync(new URL('faults.json', import.meta.url), 'utf8'),
);

describe('nginx -t says what the real one says', () => {
  it.each(Object.keys(faultCases))('about: %s', async (name) => {
    const {err, status} = await createSite(faultCases[name] ?? '').run(['nginx', '-t']);
    expect({code: status.code, lines: err.split('\n').filter((line) => line !== '')}).toEqual(recorded[name]);
  });
});
