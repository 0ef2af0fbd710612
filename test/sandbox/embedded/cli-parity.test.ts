import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect} from 'vitest';
import {type StartedEngine, startEngine} from '../../../src/sandbox/embedded/edge/start.ts';
import {itSaysTheSame, ourDockerCli} from '../../parity/compare.ts';
import {dockerScenes} from '../../parity/docker-scenes.ts';
import {type TemporaryFolder, temporaryFolder} from '../../support/temporary-folder.ts';

const images = ['busybox:1.36', 'hello-world:latest', 'nginx:1.27-alpine', 'alpine:3.20', 'registry:2'];
// Help and wrong usage ask no engine anything: they are compared once, against the real one.
const asked = dockerScenes.filter(({name}) => !/help|not there|too few|refused|do not answer/.test(name));

// The engine is its own, so nobody else is seen in it, and nothing of anybody else can be removed.
describe('our docker and the real one on the embedded engine', () => {
  const faults: unknown[] = [];
  let folder: TemporaryFolder;
  let engine: StartedEngine;

  beforeAll(async () => {
    folder = await temporaryFolder();
    engine = await startEngine({
      socketPath: join(folder.path, 'e.sock'),
      bindFolder: folder.path,
      downloadPace: 0,
      onFault: (error) => void faults.push(error),
    });
    const env = {DOCKER_HOST: engine.host, DOCKER_CONFIG: join(folder.path, 'config')};
    for (const image of images) {
      const {code, stderr} = await ourDockerCli.run({argv: ['pull', '-q', image], stdin: '', folder: folder.path, env});
      if (code !== 0) throw new Error(stderr);
    }
  });

  afterEach(() => {
    expect(faults.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await engine.stop();
    await folder.remove();
  });

  itSaysTheSame(asked, () => engine.host, {keeper: ourDockerCli});
});
