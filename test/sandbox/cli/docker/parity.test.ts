import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {runDocker} from '../../../../src/sandbox/cli/docker/main.ts';
import type {Step} from '../../../parity/corpus.ts';
import {dockerScenes} from '../../../parity/docker-scenes.ts';
import {functionClient, type Played, playScene, programClient} from '../../../parity/run.ts';
import {describeWithDocker} from '../../../support/real-docker.ts';

const realCli = '28.2';
const minute = 60_000;

function installedCli(): string {
  return spawnSync('docker', ['--version'], {encoding: 'utf8'}).stdout ?? '';
}

/** What is compared of a command: all of it, or, where the clients may differ, the exit code alone. */
function compared({command, differs, outcome}: Played): unknown {
  return differs === undefined ? {command, ...outcome} : {command, code: outcome.code};
}

describe('the corpus', () => {
  const steps = dockerScenes.flatMap(({steps: all}) => all);

  it('has more than enough commands, and a reason for each that may differ', () => {
    const differing = steps.filter((step): step is Step => typeof step !== 'string' && step.differs !== undefined);
    expect(steps.length).toBeGreaterThan(500);
    expect(differing.length).toBeLessThan(40);
    expect(differing.filter(({differs}) => differs === '')).toEqual([]);
  });
});

describeWithDocker(
  `our docker against the real one, ${realCli}`,
  ({host}) => {
    const real = programClient('real', 'docker');
    const ours = functionClient('ours', runDocker);
    const known = installedCli().includes(`version ${realCli}`);

    // Another version of the real CLI has other words: comparing with it would only tell that.
    it.runIf(known).each(dockerScenes.map((scene) => [scene.name, scene] as const))(
      'says and does the same in the scene: %s',
      async (_, scene) => {
        const stage = {host, keeper: real};
        const expected = await playScene(scene, real, stage);
        const seen = await playScene(scene, ours, stage);
        expect(seen.map(compared)).toEqual(expected.map(compared));
      },
      3 * minute,
    );
  },
  {images: ['busybox:1.36', 'hello-world:latest', 'nginx:1.27-alpine', 'alpine:3.20', 'registry:2']},
);
