import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {type StartedEngine, startEngine} from '../../../src/sandbox/embedded/edge/start.ts';
import {withoutAccepted} from '../../parity/accepted.ts';
import {isRealCliKnown, realDockerCli, sampled} from '../../parity/compare.ts';
import type {Scene} from '../../parity/corpus.ts';
import {dockerScenes} from '../../parity/docker-scenes.ts';
import {underOwnNames} from '../../parity/own-names.ts';
import {type Played, playScene} from '../../parity/run.ts';
import {watched} from '../../parity/state.ts';
import {describeWithDocker} from '../../support/real-docker.ts';
import {type TemporaryFolder, temporaryFolder} from '../../support/temporary-folder.ts';

const images = ['busybox:1.36', 'hello-world:latest', 'nginx:1.27-alpine', 'alpine:3.20', 'registry:2'];
const prefix = `klq${process.pid}`;
// What no Engine is asked, and what tells of one Engine alone.
const otherScenes = /help|not there|too few|do not answer|contexts|the Engine$/;
// The real one waits a quarter of a minute for a driver that is not there, and reaches no registry to search in.
const otherSteps = /create -d nosuch|^search klq/;

const scenes = sampled(dockerScenes.filter(({name}) => !otherScenes.test(name)))
  .map((scene) => underOwnNames(scene, prefix))
  .map(
    (scene): Scene => ({
      ...scene,
      steps: scene.steps.filter((step) => !otherSteps.test(typeof step === 'string' ? step : step.docker)),
    }),
  );

describeWithDocker(
  'the real docker on the embedded engine and on a real daemon',
  ({host}) => {
    const faults: unknown[] = [];
    let folder: TemporaryFolder;
    let engine: StartedEngine;

    beforeAll(async () => {
      folder = await temporaryFolder();
      engine = await startEngine({
        socketPath: join(folder.path, 'e.sock'),
        bindFolder: join(folder.path, '..'),
        downloadPace: 0,
        onFault: (error) => void faults.push(error),
      });
      const env = {DOCKER_HOST: engine.host, DOCKER_CONFIG: join(folder.path, 'config')};
      for (const image of images) {
        const argv = ['pull', '-q', image];
        const {code, stderr} = await realDockerCli.run({argv, stdin: '', folder: folder.path, env});
        if (code !== 0) throw new Error(stderr);
      }
    });

    afterAll(async () => {
      await engine.stop();
      await folder.remove();
    });

    // One after the other: they publish the same ports of this machine.
    const play = (scene: Scene, at: string): Promise<readonly Played[]> =>
      playScene(scene, watched(realDockerCli, {socketPath: at.replace(/^unix:\/\//, ''), prefix}), {
        host: at,
        keeper: realDockerCli,
      });

    it.runIf(isRealCliKnown()).each(scenes.map((scene) => [scene.name, scene] as const))(
      'say and do the same in the scene: %s',
      async (_, scene) => {
        const real = await play(scene, host);
        const seen = await play(scene, engine.host);
        expect(seen.map(compared)).toEqual(real.map(compared));
        expect(faults).toEqual([]);
      },
      180_000,
    );
  },
  {images},
);

function compared({command, differs, outcome}: Played): unknown {
  return differs === undefined ? withoutAccepted(command, outcome) : {command, code: outcome.code};
}
