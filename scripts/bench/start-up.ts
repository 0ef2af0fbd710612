import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {loadCourse} from '../../src/lessons/load.ts';
import type {Bench} from './figure.ts';
import {figure, median} from './figure.ts';
import {inTurn, timeProcess} from './processes.ts';

/** What a plain command costs before it does anything. */
export const listStartUp: Bench = {
  name: 'k8s-learn list',
  async measure() {
    const home = mkdtempSync(join(tmpdir(), 'k8sl-bench-'));
    const env = {...process.env, K8S_LEARN_HOME: home};
    const {a, b} = inTurn(
      11,
      () => timeProcess(process.execPath, ['dist/k8s-learn.js', 'list'], env),
      () => timeProcess(process.execPath, ['-e', '0'], env),
    );
    rmSync(home, {recursive: true, force: true});
    return [
      figure({
        name: '`k8s-learn list`',
        value: median(a) / median(b),
        goal: 2.5,
        unit: '×',
        peer: '`node -e 0`',
        peerValue: median(b),
      }),
    ];
  },
};

export const parseLessons: Bench = {
  name: 'parsing all lessons',
  async measure() {
    const samples: number[] = [];
    for (let run = 0; run < 25; run += 1) {
      const began = performance.now();
      await loadCourse('lessons');
      samples.push(performance.now() - began);
    }
    return [figure({name: 'parsing all lessons (warm)', value: median(samples), goal: 30, unit: 'ms'})];
  },
};
