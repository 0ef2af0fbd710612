import {execFile, execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, inject} from 'vitest';
import {takeOver} from '../../src/sandbox/kubernetes/kubeconfig.ts';
import type {Upstream} from '../../src/sandbox/kubernetes/upstream.ts';
import {probeDocker} from './probe-docker.ts';
import {kubeconfigOf} from './test-cluster.ts';

/** A kind cluster that is there already, by its kubeconfig: nobody makes or removes one then. */
const given = process.env['K8S_LEARN_TEST_KUBECONFIG'];
const name = given === undefined ? inject('clusterName') : nameIn(given);
const kubeconfig = given ?? kubeconfigOf(name);
const context = `kind-${name}`;

/** A real cluster of the tests' own, made by upstream kind. */
export interface RealCluster {
  readonly name: string;
  /** Keys of its administrator. */
  readonly kubeconfig: string;
  readonly upstream: Upstream;
  /** Runs kubectl as the administrator; rejects when it fails. */
  kubectl(...args: readonly string[]): Promise<string>;
}

const run = promisify(execFile);

function nameIn(path: string): string {
  return /^current-context: kind-(\S+)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
}

const docker = await probeDocker();
const reason = whyNot();

function whyNot(): string {
  if (!docker.available) return docker.reason;
  if (given === undefined && process.env['K8S_LEARN_TEST_KIND_IMAGE'] === undefined)
    return 'K8S_LEARN_TEST_KIND_IMAGE names no node image';
  for (const program of ['kind', 'kubectl']) {
    try {
      execFileSync(program, ['version', ...(program === 'kubectl' ? ['--client'] : [])], {stdio: 'ignore'});
    } catch {
      return `${program} is not installed`;
    }
  }
  return '';
}

/** A suite that needs a real cluster; skipped, with the reason in its name, where there can be none. Cluster-wide state is left as found. */
export function describeWithCluster(title: string, suite: (cluster: () => RealCluster) => void): void {
  if (reason !== '') {
    describe.skip(`${title} (skipped: ${reason})`, () => suite(() => fail()));
    return;
  }
  describe(title, () => {
    let cluster: RealCluster | undefined;
    beforeAll(async () => {
      cluster = await ensureCluster();
    }, 180_000);
    afterAll(() => {
      cluster = undefined;
    });
    suite(() => cluster ?? fail());
  });
}

function fail(): never {
  throw new Error('there is no cluster');
}

/** Made by the first suite of a run, and removed with the run: `removeTestCluster`. */
async function ensureCluster(): Promise<RealCluster> {
  const {stdout} = given === undefined ? await run('kind', ['get', 'clusters']) : {stdout: name};
  if (!stdout.split('\n').includes(name) || !existsSync(kubeconfig)) {
    await run('kind', ['delete', 'cluster', '--name', name]);
    const image = process.env['K8S_LEARN_TEST_KIND_IMAGE'] ?? '';
    const create = ['create', 'cluster', '--name', name, '--image', image, '--kubeconfig', kubeconfig, '--wait', '90s'];
    await run('kind', create, {timeout: 170_000});
    await run('kind', ['load', 'docker-image', '--name', name, 'busybox:1.36', 'nginx:1.27-alpine'], {timeout: 60_000});
  }
  const front = {server: '', authority: '', token: ''};
  const taken = takeOver(readFileSync(kubeconfig, 'utf8'), context, front);
  if (!taken) throw new Error(`${kubeconfig} does not name ${context}`);
  return {
    name,
    kubeconfig,
    upstream: taken.upstream,
    async kubectl(...args) {
      const answer = await run('kubectl', ['--kubeconfig', kubeconfig, ...args], {timeout: 90_000});
      return answer.stdout;
    },
  };
}
