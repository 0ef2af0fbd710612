import {execFile, spawnSync} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {startEngine} from '../../../../src/sandbox/embedded/edge/start.ts';
import {temporaryFolder} from '../../../support/temporary-folder.ts';

/** A cluster in an embedded engine that is served to other programs, as `kind` made it. */
export interface ServedCluster {
  /** Keys of its administrator. */
  readonly kubeconfig: string;
  /** Folder of the test's own, where the engine and the keys are. */
  readonly folder: string;
  /** As DOCKER_HOST has it. */
  readonly host: string;
  readonly faults: readonly unknown[];
  kubectl(...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

const nodeImage = 'kindest/node:v1.34.4';
/** What the nodes have before anybody asks, as the tests' real cluster has. */
const images = ['busybox:1.36', 'nginx:1.27-alpine'];

const run = promisify(execFile);

/** Why there can be none; '' when there can: the programs are other people's. */
export function whyNoServedCluster(): string {
  const missing = ['kind', 'kubectl', 'docker'].find((program) => spawnSync(program, ['--help']).error !== undefined);
  return missing === undefined ? '' : `${missing} is not installed`;
}

/** Starts an engine and has the real `kind` make a cluster in it; call `stop` when the suite is over. */
export async function servedCluster({name = 'kl', nodes = 1} = {}): Promise<ServedCluster> {
  const {path: folder, remove} = await temporaryFolder();
  const faults: unknown[] = [];
  const engine = await startEngine({
    socketPath: join(folder, 'e.sock'),
    bindFolder: undefined,
    downloadPace: 0,
    onFault: (error) => void faults.push(error),
  });
  const kubeconfig = join(folder, 'kubeconfig');
  const config = join(folder, 'kind.yaml');
  const env = {...process.env, DOCKER_HOST: engine.host, DOCKER_CONFIG: join(folder, '.docker'), HOME: folder};
  const stop = async (): Promise<void> => {
    await engine.stop();
    await remove();
  };
  try {
    const roles = Array.from({length: nodes}, (_, index) => `{role: ${index === 0 ? 'control-plane' : 'worker'}}`);
    await writeFile(config, `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [${roles.join(', ')}]\n`);
    for (const image of [nodeImage, ...images]) await run('docker', ['pull', '-q', image], {env, timeout: 60_000});
    const create = ['create', 'cluster', '--name', name, '--image', nodeImage, '--config', config];
    await run('kind', [...create, '--kubeconfig', kubeconfig, '--wait', '90s'], {env, timeout: 120_000});
    await run('kind', ['load', 'docker-image', '--name', name, ...images], {env, timeout: 60_000});
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{kubeconfig, folder, faults, stop},
    host: engine.host,
    async kubectl(...args) {
      return (await run('kubectl', ['--kubeconfig', kubeconfig, ...args], {env, timeout: 90_000})).stdout;
    },
  };
}
