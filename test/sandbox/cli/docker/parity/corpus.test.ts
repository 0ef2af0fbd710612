import {expect, it} from 'vitest';
import type {Step} from '../../../../parity/corpus.ts';
import {dockerScenes} from '../../../../parity/docker-scenes.ts';

const steps = dockerScenes.flatMap(({steps: all}) => all);

it('the corpus has more than enough commands, and a reason for each that may differ', () => {
  const differing = steps.filter((step): step is Step => typeof step !== 'string' && step.differs !== undefined);
  expect(steps.length).toBeGreaterThan(500);
  expect(differing.length).toBeLessThan(40);
  expect(differing.filter(({differs}) => differs === '')).toEqual([]);
});

it('the corpus removes nothing of anybody else: what it prunes has a label of its own, or asks first', () => {
  const lines = steps.map((step) => (typeof step === 'string' ? step : step.docker));
  const forced = lines.filter((line) => / prune .*(-f|--force|-af)\b/.test(line));
  expect(forced.filter((line) => !/label=klp|unused-for=9999h|nosuch/.test(line))).toEqual([]);
  expect(lines.filter((line) => /^(rmi|image rm) .*\b(busybox|nginx|alpine|hello-world|registry):/.test(line))).toEqual(
    [],
  );
});
