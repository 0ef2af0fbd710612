import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {choose} from '../../src/sandbox/choose.ts';
import {startHost} from './embedded-host.ts';
import type {Bench, Figure} from './figure.ts';
import {figure, median} from './figure.ts';
import {inTurn, timeProcess} from './processes.ts';

const image = 'busybox:1.36';
const program = 'dist/k8s-learn.js';

/** The same commands of the same docker CLI, on a real daemon and on the embedded engine in turn. */
export const embeddedBesideReal: Bench = {
  name: 'embedded engine',
  async measure() {
    const chosen = await choose('real', process.env);
    if (chosen.sandbox !== 'real') throw new Error(`no Docker (${chosen.refusals[0]?.cause ?? ''})`);
    const real = {...process.env, DOCKER_HOST: chosen.endpoint.host, DOCKER_BUILDKIT: '0'};
    const host = await startHost();
    try {
      execFileSync('docker', ['pull', '-q', image], {env: host.env, stdio: 'ignore'});
      const compare = (name: string, args: readonly string[], goal: number, runs = 15): Figure => {
        const {a, b} = inTurn(
          runs,
          () => timeProcess('docker', args, host.env),
          () => timeProcess('docker', args, real),
        );
        const peerValue = median(b);
        return figure({name, value: median(a) / peerValue, goal, unit: '×', peer: 'real dockerd', peerValue});
      };
      const build = ['build', '-q', '--no-cache', '-t', 'k8s-learn-bench:1', 'lessons/02-images/files'];
      const figures = [
        figure({name: 'embedded engine, spawn to first answer', value: host.upMs, goal: 100, unit: 'ms'}),
        compare('`docker run --rm busybox true`, embedded', ['run', '--rm', image, 'true'], 0.25),
        compare('`docker ps`, embedded', ['ps'], 1),
        compare('`docker build` of lesson 2, embedded', build, 0.5, 5),
      ];
      execFileSync('docker', ['rmi', '-f', 'k8s-learn-bench:1'], {env: real, stdio: 'ignore'});
      return figures;
    } finally {
      host.stop();
    }
  },
};

const crowd = 200;

/** Two hundred running containers: what they take, and whether a list of them is still quick. */
export const embeddedCrowd: Bench = {
  name: 'embedded crowd',
  async measure() {
    const host = await startHost();
    try {
      const docker = (...args: string[]): number => timeProcess('docker', args, host.env);
      docker('pull', '-q', image);
      docker('run', '-d', image, 'sleep', '100000');
      const one = median(Array.from({length: 9}, () => docker('ps')));
      for (let started = 1; started < crowd; started += 1) docker('run', '-d', image, 'sleep', '100000');
      const many = median(Array.from({length: 9}, () => docker('ps')));
      const pages = Number(readFileSync(`/proc/${host.child.pid}/statm`, 'utf8').split(' ')[1]);
      return [
        figure({
          name: `host with ${crowd} containers, resident`,
          value: (pages * 4096) / 2 ** 20,
          goal: 150,
          unit: 'MiB',
        }),
        figure({
          name: `\`docker ps\` of ${crowd} containers`,
          value: many / one,
          goal: 1.2,
          unit: '×',
          peer: '`docker ps` of one',
          peerValue: one,
        }),
      ];
    } finally {
      host.stop();
    }
  },
};

/** Every step of the Docker lessons in both languages. */
export const embeddedRehearsal: Bench = {
  name: 'embedded rehearsal',
  async measure() {
    const lessons = ['why-containers', 'images', 'containers', 'registries'];
    const args = [program, 'rehearse', ...lessons, '--sandbox', 'embedded', '--fast'];
    const ms = timeProcess(process.execPath, args);
    return [figure({name: 'lessons 1 to 4 rehearsed, embedded', value: ms / 1000, goal: 20, unit: 's'})];
  },
};
