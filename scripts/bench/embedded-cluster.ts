import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {choose} from '../../src/sandbox/choose.ts';
import {type EmbeddedHost, startHost} from './embedded-host.ts';
import type {Bench, Figure} from './figure.ts';
import {figure, median} from './figure.ts';
import {timeProcess} from './processes.ts';

const program = 'dist/k8s-learn.js';
const image = 'registry.k8s.io/pause:3.10';
const longMs = 600_000;
/** What a kubelet takes. */
const podsOfNode = 110;

/** A cluster kind made, and how to speak with it. */
interface Made {
  readonly ms: number;
  kubectl(...args: string[]): number;
  remove(): void;
}

/** Makes a cluster with the real kind, and waits until each of its own Pods is Ready. */
function makeCluster(name: string, env: NodeJS.ProcessEnv, workers: number, imageArgs: readonly string[] = []): Made {
  const folder = mkdtempSync(join(tmpdir(), 'k8sl-bench-'));
  const KUBECONFIG = join(folder, 'kubeconfig');
  const config = join(folder, 'cluster.yaml');
  const nodes = ['- role: control-plane', ...Array.from({length: workers}, () => '- role: worker')];
  writeFileSync(config, `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n${nodes.join('\n')}\n`);
  const within = {...env, KUBECONFIG};
  const kubectl = (...args: string[]): number => timeProcess('kubectl', args, within, longMs);
  const args = ['create', 'cluster', '--name', name, '--config', config, '--wait', '120s', ...imageArgs];
  const made = timeProcess('kind', args, within, longMs);
  const ready = kubectl('wait', '--for=condition=Ready', 'pod', '--all', '-n', 'kube-system', '--timeout=120s');
  return {
    ms: made + ready,
    kubectl,
    remove() {
      timeProcess('kind', ['delete', 'cluster', '--name', name], within, longMs);
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

async function withCluster<T>(workers: number, use: (cluster: Made, host: EmbeddedHost) => Promise<T>): Promise<T> {
  const host = await startHost();
  try {
    return await use(makeCluster('k8s-learn', host.env, workers), host);
  } finally {
    host.stop();
  }
}

/** The same kind with a Docker that is there; undefined, and said, where there is none with a node image. */
async function realCluster(): Promise<Made | undefined> {
  const chosen = await choose('real', process.env);
  const nodeImage = process.env['K8S_LEARN_TEST_KIND_IMAGE'];
  if (chosen.sandbox !== 'real' || nodeImage === undefined) {
    process.stderr.write('  no real cluster beside it: K8S_LEARN_TEST_KIND_IMAGE and a Docker are needed\n');
    return undefined;
  }
  const env = {...process.env, DOCKER_HOST: chosen.endpoint.host};
  return makeCluster('k8sl-bench', env, 2, ['--image', nodeImage]);
}

/** Processor time a process has had, in milliseconds: `utime` and `stime` of /proc, in ticks of 10 ms. */
function cpuMs({child}: EmbeddedHost): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function rssMiB({child}: EmbeddedHost): number {
  return (Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 2 ** 20;
}

/** A new cluster, its first Service, what it costs at rest; beside it, where it can be had, a real one. */
export const embeddedCluster: Bench = {
  name: 'embedded kind',
  measure: () =>
    withCluster(2, async (cluster, host) => {
      const figures = [
        figure({
          name: 'engine with Docker and Kubernetes, spawn to first answer',
          value: host.upMs,
          goal: 150,
          unit: 'ms',
        }),
        figure({
          name: '`kind create cluster`, 3 nodes and their Pods Ready',
          value: cluster.ms,
          goal: 1000,
          unit: 'ms',
        }),
        await serviceFigure(cluster),
        await idleFigure(host),
      ];
      cluster.kubectl('create', 'deployment', 'hundred', '--image', image, '--replicas', '100');
      cluster.kubectl('rollout', 'status', 'deployment/hundred', '--timeout=300s');
      figures.push(figure({name: 'host with 100 Pods, resident', value: rssMiB(host), goal: 120, unit: 'MiB'}));
      return [...figures, ...(await besideReal(cluster))];
    }),
};

async function serviceFigure({kubectl}: Made): Promise<Figure> {
  const began = performance.now();
  kubectl('create', 'deployment', 'web', '--image', 'nginx:1.27-alpine', '--replicas', '3');
  kubectl('expose', 'deployment', 'web', '--port', '80');
  kubectl('rollout', 'status', 'deployment/web', '--timeout=60s');
  untilAnswered(() => kubectl('get', '--raw', '/api/v1/namespaces/default/services/web/proxy/'));
  return figure({
    name: '3 Pods behind a Service, until it answers (four kubectl)',
    value: performance.now() - began,
    goal: 500,
    unit: 'ms',
  });
}

/** A Pod without a probe counts as ready a moment before its server listens, as in a real cluster. */
function untilAnswered(ask: () => unknown): void {
  for (let left = 20; ; left -= 1) {
    try {
      ask();
      return;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

async function idleFigure(host: EmbeddedHost): Promise<Figure> {
  // The last of what was made settles first.
  await delay(15_000);
  const from = cpuMs(host);
  await delay(20_000);
  return figure({name: 'CPU of an idle cluster', value: (cpuMs(host) - from) / 200, goal: 0.5, unit: '%'});
}

/** 1000 Pods nobody can place: the same for both API servers, and no kubelet takes part. */
const crowdManifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: crowd}
spec:
  replicas: 1000
  selector: {matchLabels: {app: crowd}}
  template:
    metadata: {labels: {app: crowd}}
    spec:
      nodeSelector: {nowhere: 'true'}
      containers: [{name: pause, image: '${image}'}]
`;

async function besideReal(ours: Made): Promise<readonly Figure[]> {
  const list = async (cluster: Made): Promise<number> => {
    const folder = mkdtempSync(join(tmpdir(), 'k8sl-bench-'));
    const file = join(folder, 'crowd.yaml');
    writeFileSync(file, crowdManifest);
    cluster.kubectl('apply', '-f', file);
    rmSync(folder, {recursive: true, force: true});
    cluster.kubectl('wait', '--for=jsonpath={.status.replicas}=1000', 'deployment/crowd', '--timeout=300s');
    return median(Array.from({length: 7}, () => cluster.kubectl('get', 'pods', '-l', 'app=crowd')));
  };
  const real = await realCluster();
  if (!real) return [];
  try {
    const peerValue = await list(real);
    return [
      figure({
        name: '`kind create cluster`, embedded',
        value: ours.ms / real.ms,
        goal: 0.05,
        unit: '×',
        peer: 'real kind',
        peerValue: real.ms,
      }),
      figure({
        name: '`kubectl get pods` of 1000, embedded',
        value: (await list(ours)) / peerValue,
        goal: 1.5,
        unit: '×',
        peer: 'real API server',
        peerValue,
      }),
    ];
  } finally {
    real.remove();
  }
}

/** What Pods cost as they become many: processor time of the engine until a Deployment of them is there. */
export const embeddedPods: Bench = {
  name: 'embedded pods',
  async measure() {
    const few = await podCost(100);
    const many = await podCost(1000);
    const most = await podCost(5000);
    return [
      figure({name: '1000 Pods Ready, engine time', value: many.readyMs, goal: 1000, unit: 'ms'}),
      figure({name: 'rolling update of 1000 Pods, engine time', value: many.updatedMs, goal: 2000, unit: 'ms'}),
      figure({
        name: 'growth of their cost from 100 to 5000 Pods, exponent',
        value: Math.log(most.readyMs / few.readyMs) / Math.log(50),
        goal: 1.05,
        unit: '',
        peer: '100 Pods',
        peerValue: few.readyMs,
      }),
    ];
  },
};

function podCost(pods: number): Promise<{readonly readyMs: number; readonly updatedMs: number}> {
  // Each node has some Pods of its own, and a rolling update wants a quarter more of them.
  const workers = Math.ceil((pods * 1.25) / (podsOfNode - 10));
  return withCluster(workers, async ({kubectl}, host) => {
    const timed = (...args: string[]): number => {
      const from = cpuMs(host);
      kubectl(...args);
      kubectl('rollout', 'status', 'deployment/crowd', '--timeout=600s');
      return cpuMs(host) - from;
    };
    const readyMs = timed('create', 'deployment', 'crowd', '--image', image, '--replicas', String(pods));
    const updatedMs = pods > 1000 ? 0 : timed('set', 'env', 'deployment/crowd', 'ROUND=2');
    return {readyMs, updatedMs};
  });
}

/** Every step of the Kubernetes lessons in both languages. */
export const embeddedClusterRehearsal: Bench = {
  name: 'embedded cluster rehearsal',
  async measure() {
    const lessons = ['cluster', 'master', 'node', 'pods', 'deployments', 'services'];
    const args = [program, 'rehearse', ...lessons, '--sandbox', 'embedded', '--fast'];
    const began = performance.now();
    const child = spawn(process.execPath, args, {stdio: 'ignore', timeout: 30 * 60_000});
    const code = await new Promise((resolve) => child.once('exit', resolve));
    if (code !== 0) throw new Error(`a rehearsal ended with ${code}`);
    const value = (performance.now() - began) / 1000;
    return [figure({name: 'lessons 5 to 10 rehearsed, embedded', value, goal: 40, unit: 's'})];
  },
};
