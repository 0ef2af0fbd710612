import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {createControllers} from '../../../../../src/sandbox/embedded/controllers/index.ts';

const folder = new URL('../../../../../src/sandbox/embedded/controllers/', import.meta.url);

/** What every file of the folder makes that is a control loop. */
function makers(): readonly string[] {
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    return [...text.matchAll(/^export function (create\w+)\([^)]*\): Controller \{/gm)].map(([, name = '']) => name);
  });
}

describe('kube-controller-manager', () => {
  it('runs every controller there is; the scheduler is a program of its own', () => {
    const lists = ['index.ts', 'workloads/index.ts'].map((file) => readFileSync(new URL(file, folder), 'utf8')).join();
    const missing = makers().filter((name) => name !== 'createScheduler' && !lists.includes(`${name}(`));
    expect(makers().length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });

  it('gives each a name of its own', () => {
    const names = createControllers({sign: () => ''}).map(({name}) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
