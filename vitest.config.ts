import {readdirSync, readFileSync} from 'node:fs';
import {defineConfig} from 'vitest/config';

const root = new URL('./', import.meta.url);
const tests = readdirSync(new URL('test', root), {recursive: true, encoding: 'utf8'})
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((name) => /\.test\.tsx?$/.test(name));
// A test belongs to `real` when it names the daemon: no folder or suffix to forget.
const real = tests.filter((name) =>
  /real-(docker|cluster)\.ts|docker\.sock/.test(readFileSync(new URL(name, root), 'utf8')),
);

const shared = {pool: 'forks', globalSetup: 'test/support/setup.ts', hookTimeout: 60_000} as const;

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: real,
          testTimeout: 10_000,
          sequence: {groupOrder: 0},
        },
      },
      {
        // One daemon for all: side by side these would see each other's containers.
        test: {
          ...shared,
          // Only here: the others end before these begin, and would take the cluster along.
          globalSetup: ['test/support/setup.ts', 'test/support/test-cluster.ts'],
          name: 'real',
          include: real,
          testTimeout: 60_000,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: {groupOrder: 1},
        },
      },
    ],
  },
});
