import {expect, it} from 'vitest';
import type {Operation} from '../../../src/observation.ts';
import {followPull} from '../../../src/sandbox/guard/pull-progress.ts';

function downloading(id: string, current: number, total: number): Record<string, unknown> {
  return {status: 'Downloading', id, progressDetail: {current, total}};
}

it('adds the layers up, with the rate since the pull began, ten times a second at most', () => {
  let now = 1000;
  const told: (Operation | undefined)[] = [];
  const pull = followPull('nginx:1.27-alpine', {now: () => now, after: () => () => {}}, (operation) =>
    told.push(operation),
  );
  pull.line({status: 'Pulling fs layer', id: 'a'});
  now = 1500;
  pull.line(downloading('a', 1_000_000, 4_000_000));
  now = 1550;
  pull.line(downloading('b', 500_000, 1_000_000));
  now = 2000;
  pull.line({status: 'Download complete', id: 'a'});
  pull.line(downloading('b', 1_000_000, 1_000_000));
  pull.end();
  expect(told).toEqual([
    {
      kind: 'download',
      what: 'nginx:1.27-alpine',
      doneBytes: 1_000_000,
      totalBytes: 4_000_000,
      bytesPerSecond: 2_000_000,
    },
    {
      kind: 'download',
      what: 'nginx:1.27-alpine',
      doneBytes: 5_000_000,
      totalBytes: 5_000_000,
      bytesPerSecond: 5_000_000,
    },
    undefined,
  ]);
});
