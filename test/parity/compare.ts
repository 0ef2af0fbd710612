import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {runDocker} from '../../src/sandbox/cli/docker/main.ts';
import type {Scene} from './corpus.ts';
import {type Client, functionClient, type Played, playScene, programClient} from './run.ts';

/** The version whose words ours are. */
export const realCli = '28.2';

/** The real `docker` on the PATH. */
export const realDockerCli: Client = programClient('real', 'docker');

/** Ours, in this process. */
export const ourDockerCli: Client = functionClient('ours', runDocker);

/** Whether the real one is of that version; another has other words: comparing with it would only tell that. */
export function isRealCliKnown(): boolean {
  return (spawnSync('docker', ['--version'], {encoding: 'utf8'}).stdout ?? '').includes(`version ${realCli}`);
}

/**
 * Every fifth scene; all of them where the variable (K8S_LEARN_PARITY, which CI sets) is `all`. A scene is whole or not at
 * all: its commands need each other.
 */
export function sampled<S>(scenes: readonly S[], variable = 'K8S_LEARN_PARITY'): readonly S[] {
  return scenes.filter((_, index) => process.env[variable] === 'all' || index % 5 === 0);
}

/** Plays each scene with both clients against one host, and expects one outcome. `host` is asked for when a test runs. */
export function itSaysTheSame(
  scenes: readonly Scene[],
  host: () => string,
  {keeper = realDockerCli}: {readonly keeper?: Client} = {},
): void {
  it.runIf(isRealCliKnown()).each(sampled(scenes).map((scene) => [scene.name, scene] as const))(
    'says and does the same in the scene: %s',
    async (_, scene) => {
      const stage = {host: host(), keeper};
      const expected = await playScene(scene, realDockerCli, stage);
      const seen = await playScene(scene, ourDockerCli, stage);
      expect(seen.map(compared)).toEqual(expected.map(compared));
    },
    180_000,
  );
}

/** What is compared of a command: all of it, or, where the clients may differ, the exit code alone. */
function compared({command, differs, outcome}: Played): unknown {
  return differs === undefined ? {command, ...outcome} : {command, code: outcome.code};
}
