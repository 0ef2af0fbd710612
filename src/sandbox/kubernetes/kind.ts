import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {LearnError} from '../../errors.ts';
import type {ClusterPhase, Operation} from '../../observation.ts';

/** The port of the nodes the course publishes on the loopback address. */
export const nodePort = 30_080;

export interface KindRun {
  readonly name: string;
  /** The learner's environment: kind talks to the guard and writes the learner's kubeconfig. */
  readonly env: {readonly [name: string]: string};
  readonly tell: (operation: Operation | undefined) => void;
  readonly signal: AbortSignal;
}

/** What kind prints at the begin of each phase, and what that is; the images of the lessons come after it. */
const phases: readonly (readonly [RegExp, ClusterPhase])[] = [
  [/Ensuring node image/, 'node-image'],
  [/Preparing nodes/, 'nodes'],
  [/Writing configuration/, 'configuration'],
  [/Starting control-plane/, 'control-plane'],
  [/Installing CNI/, 'network'],
  [/Installing StorageClass/, 'storage'],
  [/Joining worker nodes/, 'workers'],
  [/Waiting/, 'ready'],
];
const total = phases.length + 1;

const longestCreateMs = 10 * 60_000;

/** One control plane and two workers, with one port of theirs on the loopback address. */
export function clusterConfig(hostPort: number): string {
  return `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
- role: control-plane
  extraPortMappings:
  - containerPort: ${nodePort}
    hostPort: ${hostPort}
    listenAddress: 127.0.0.1
- role: worker
- role: worker
`;
}

/** Makes the cluster as the learner would. Rejects with KIND_FAILED and kind's own last sentence. */
export async function createCluster(run: KindRun, hostPort: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'k8s-learn-kind-'));
  try {
    const config = join(folder, 'cluster.yaml');
    writeFileSync(config, clusterConfig(hostPort));
    await execute(run, 'kind', ['create', 'cluster', '--name', run.name, '--config', config, '--wait', '90s']);
  } finally {
    rmSync(folder, {recursive: true, force: true});
    run.tell(undefined);
  }
}

/**
 * Brings images into every node, through the learner's Docker, so that they come over the line once. What cannot be had is
 * left out: a Pod that wants it says so.
 */
export async function loadImages(run: KindRun, images: readonly string[]): Promise<void> {
  if (images.length === 0) return;
  run.tell({kind: 'cluster', what: run.name, phase: 'images', done: total, total});
  try {
    const there: string[] = [];
    for (const image of images) if (await pulled(run, image)) there.push(image);
    if (there.length > 0) await execute(run, 'kind', ['load', 'docker-image', '--name', run.name, ...there]);
  } finally {
    run.tell(undefined);
  }
}

export async function deleteCluster(run: KindRun): Promise<void> {
  await execute(run, 'kind', ['delete', 'cluster', '--name', run.name]);
}

async function pulled(run: KindRun, image: string): Promise<boolean> {
  try {
    await execute(run, 'docker', ['pull', '-q', image]);
    return true;
  } catch (error) {
    if (error instanceof LearnError && !run.signal.aborted) return false;
    throw error;
  }
}

function execute(run: KindRun, program: 'kind' | 'docker', args: readonly string[]): Promise<void> {
  const {env, signal, name, tell} = run;
  return new Promise((resolve, reject) => {
    const timeout = AbortSignal.timeout(longestCreateMs);
    const child = spawn(program, args, {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      signal: AbortSignal.any([signal, timeout]),
    });
    let last = '';
    createInterface({input: child.stderr}).on('line', (line) => {
      if (/^ERROR|error/.test(line)) last = line;
      const at = phases.findIndex(([pattern]) => pattern.test(line));
      const phase = phases[at]?.[1];
      if (phase) tell({kind: 'cluster', what: name, phase, done: at + 1, total});
    });
    child.once('error', (error) => reject(failed({error, program, args, last})));
    child.once('close', (code) => (code === 0 ? resolve() : reject(failed({error: undefined, program, args, last}))));
  });
}

function failed(what: {
  readonly error: Error | undefined;
  readonly program: string;
  readonly args: readonly string[];
  readonly last: string;
}): LearnError {
  const {error, program, args, last} = what;
  return new LearnError({
    code: 'KIND_FAILED',
    message: `${program} ${args.slice(0, 2).join(' ')} did not succeed. ${last || (error?.message ?? '')}`.trim(),
    fix: 'k8s-learn doctor says what this machine lacks.',
    ...(error === undefined ? {} : {cause: error}),
    exitCode: 3,
  });
}
