import {spawnSync} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {runKind} from '../../../../src/sandbox/cli/kind/main.ts';
import {type StartedEngine, startEngine} from '../../../../src/sandbox/embedded/edge/start.ts';
import {ourDockerCli} from '../../../parity/compare.ts';
import {kindScenes} from '../../../parity/kind-scenes.ts';
import {type Client, functionClient, playScene, programClient} from '../../../parity/run.ts';
import {type TemporaryFolder, temporaryFolder} from '../../../support/temporary-folder.ts';

const clusterMs = 60_000;
const salutations = /^(Have a nice day!|Thanks for using kind!|Not sure what to do next\?|Have a question,).*$/gm;
const versionLine = spawnSync('kind', ['version'], {encoding: 'utf8'}).stdout ?? '';
const isRealKindKnown = versionLine.startsWith('kind v0.33.');

/** What differs from run to run: how it says goodbye, how long it took, which ports it got, which IDs. */
function plain(text: string): string {
  return text
    .replaceAll(salutations, '<salutation>')
    .replaceAll(/(?<=nodes: \[)[^\]]*/g, (nodes) => nodes.split(' ').sort().join(' '))
    .replaceAll(/Ready after \d+s/g, 'Ready after <time>')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
    .replaceAll(/(?<=on endpoint \S+ \()[0-9a-f]+/g, '<id>');
}

/** A client that writes no kubeconfig but one in the scene's own folder, and what is in it in the end. */
function keptToItself(client: Client): Client {
  return {
    name: client.name,
    async run(invocation) {
      const kubeconfig = join(invocation.folder, 'kubeconfig');
      const env = {...invocation.env, KUBECONFIG: kubeconfig, HOME: invocation.folder};
      const outcome = await client.run({...invocation, env});
      const written = await readFile(kubeconfig, 'utf8').catch(() => 'none');
      const keys = written.replaceAll(/(-data: ).*/g, '$1<key>');
      return {
        code: outcome.code,
        stdout: plain(`${outcome.stdout}kubeconfig:\n${keys}`),
        stderr: plain(outcome.stderr),
      };
    },
  };
}

const real = keptToItself(programClient('real', 'kind', {timeoutMs: clusterMs}));
const ours = keptToItself(functionClient('ours', runKind));

describe.runIf(isRealKindKnown)('our kind and the real one on the embedded engine', () => {
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
    for (const image of ['kindest/node:v1.34.4', 'busybox:1.36', 'nginx:1.27-alpine']) {
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

  it.each(kindScenes.map((scene) => [scene.name, scene] as const))(
    'say, do and write the same in the scene: %s',
    async (_, scene) => {
      const stage = {host: engine.host, keeper: ourDockerCli};
      const expected = await playScene(scene, real, stage);
      expect(await playScene(scene, ours, stage)).toEqual(expected);
    },
    4 * clusterMs,
  );
});
