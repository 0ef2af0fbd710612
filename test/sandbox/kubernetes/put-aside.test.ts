import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {findPaths, type Paths} from '../../../src/paths.ts';
import {putAside, putBack} from '../../../src/sandbox/kubernetes/put-aside.ts';
import {type TemporaryFolder, temporaryFolder} from '../../support/temporary-folder.ts';

let folder: TemporaryFolder;
let paths: Paths;
const text = (): string => readFileSync(paths.kubeconfig, 'utf8');

beforeEach(async () => {
  folder = await temporaryFolder();
  paths = findPaths({HOME: folder.path, K8S_LEARN_HOME: folder.path});
});
afterEach(() => folder.remove());

it('a real cluster has its kubeconfig again after any number of embedded ones', () => {
  writeFileSync(paths.kubeconfig, 'real');
  writeFileSync(paths.clusterKeys, '{}');
  for (const embedded of ['one', 'other']) {
    putAside(paths);
    expect(existsSync(paths.kubeconfig)).toBe(false);
    writeFileSync(paths.kubeconfig, embedded);
  }
  putBack(paths);
  expect(text()).toBe('real');
  putBack(paths);
  expect(text()).toBe('real');
});

it('the kubeconfig of an embedded cluster that is gone is gone', () => {
  writeFileSync(paths.kubeconfig, 'embedded');
  putAside(paths);
  expect(existsSync(paths.kubeconfig)).toBe(false);
  putBack(paths);
  expect(existsSync(paths.kubeconfig)).toBe(false);
});
