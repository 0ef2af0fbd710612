import {execFile, spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {Agent, type RequestOptions, request} from 'node:https';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {parse, stringify} from 'yaml';
import {findPaths} from '../../src/paths.ts';
import {tlsOf, type Upstream} from '../../src/sandbox/kubernetes/upstream.ts';
import type {Sandbox} from '../../src/sandbox/sandbox.ts';
import {shellEnvironment} from '../../src/sandbox/shell/environment.ts';
import type {Bench, Figure} from './figure.ts';
import {figure, median, quantile} from './figure.ts';
import {withSandbox} from './host.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const program = 'dist/k8s-learn.js';

/** A real cluster beside our listener before it: what the guard adds, and how soon a change is seen. */
export const clusterGuard: Bench = {
  name: 'cluster',
  measure: () =>
    withSandbox(async (sandbox, home) => {
      await sandbox.ensureCluster();
      const paths = findPaths({K8S_LEARN_HOME: home, XDG_RUNTIME_DIR: home});
      const bare = tlsOf(JSON.parse(readFileSync(paths.clusterKeys, 'utf8')) as Upstream);
      const agent = new Agent({keepAlive: true});
      const guarded = guardedWay(sandbox);
      const direct: number[] = [];
      const through: number[] = [];
      for (let run = 0; run < 200; run += 1) {
        direct.push(await timeCall({...bare, agent, path: configMaps}));
        through.push(await timeCall({...guarded, agent, path: configMaps}));
      }
      return [
        figure({
          name: 'guard of the API server, added to a call, p50',
          value: median(through.slice(50)) - median(direct.slice(50)),
          goal: 1,
          unit: 'ms',
          peer: 'bare API server',
          peerValue: median(direct.slice(50)),
        }),
        await kubectlFigure(sandbox, home, JSON.parse(readFileSync(paths.clusterKeys, 'utf8')) as Upstream),
        await changeFigure(sandbox, {...bare, agent}),
      ];
    }),
};

function guardedWay(sandbox: Sandbox): RequestOptions {
  const {clusters, users} = parse(readFileSync(sandbox.shell.kubeconfig, 'utf8'));
  const {server, 'certificate-authority-data': authority} = clusters[0].cluster;
  const {hostname, port} = new URL(server);
  const ca = Buffer.from(authority, 'base64');
  return {host: hostname, port, ca, headers: {authorization: `Bearer ${users[0].user.token}`}};
}

function timeCall({body, ...options}: RequestOptions & {readonly body?: string}): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const outgoing = request(options, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(performance.now() - began));
    });
    outgoing.on('error', reject).end(body);
  });
}

/** The same command through the guard and with the cluster's own kubeconfig, in turn. */
async function kubectlFigure(sandbox: Sandbox, home: string, upstream: Upstream): Promise<Figure> {
  const env = shellEnvironment({base: process.env, ...sandbox.shell});
  const bareConfig = join(home, 'bare-kubeconfig');
  const encoded = (text: string): string => Buffer.from(text).toString('base64');
  const document = parse(readFileSync(sandbox.shell.kubeconfig, 'utf8'));
  document.clusters[0].cluster = {server: upstream.server, 'certificate-authority-data': encoded(upstream.authority)};
  document.users[0].user = {
    'client-certificate-data': encoded(upstream.certificate),
    'client-key-data': encoded(upstream.key),
  };
  writeFileSync(bareConfig, stringify(document), {mode: 0o600});
  const through: number[] = [];
  const direct: number[] = [];
  // Never synchronously: the guard it talks to runs in this very process.
  const time = async (KUBECONFIG: string): Promise<number> => {
    const began = performance.now();
    await promisify(execFile)('kubectl', ['get', 'configmaps'], {env: {...env, KUBECONFIG}, timeout: 60_000});
    return performance.now() - began;
  };
  for (let run = 0; run < 12; run += 1) {
    through.push(await time(sandbox.shell.kubeconfig));
    direct.push(await time(bareConfig));
  }
  return figure({
    name: '`kubectl get`, in the course’s environment',
    value: median(through.slice(2)) / median(direct.slice(2)),
    goal: 1.1,
    unit: '×',
    peer: 'bare kubeconfig',
    peerValue: median(direct.slice(2)),
  });
}

/** From the API server's answer to a change made beside us, to what was observed because of it. */
async function changeFigure(sandbox: Sandbox, bare: RequestOptions): Promise<Figure> {
  const stop = new AbortController();
  const samples: number[] = [];
  let name = '';
  let madeAt = 0;
  let seen = (): void => {};
  sandbox.changes(() => {
    const wanted = {api: 'kubernetes', resource: 'object', kind: 'ConfigMap', apiVersion: '', namespace: ''} as const;
    void sandbox.observe({...wanted, name}, 0).then(({state}) => {
      if (state === 'present') seen();
    });
  }, stop.signal);
  for (let run = 0; run < 40; run += 1) {
    name = `bench-${run}`;
    const isSeen = new Promise<void>((resolve) => {
      seen = () => {
        samples.push(performance.now() - madeAt);
        resolve();
      };
    });
    madeAt = Number.POSITIVE_INFINITY;
    const body = JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name}});
    const headers = {'content-type': 'application/json'};
    await timeCall({...bare, method: 'POST', path: configMaps, headers, body});
    madeAt = performance.now();
    await isSeen;
  }
  stop.abort();
  // An event may come before the answer to the call that caused it.
  const waited = samples.map((ms) => (Number.isFinite(ms) ? ms : 0));
  return figure({
    name: 'a change in the cluster, to what is seen of it, p95',
    value: quantile(waited, 0.95),
    goal: 50,
    unit: 'ms',
  });
}

/** Resident memory of the background process with all its watches open. */
export const clusterMemory: Bench = {
  name: 'cluster memory',
  async measure() {
    const home = mkdtempSync(join(tmpdir(), 'k8sl-bench-'));
    const env = {...process.env, K8S_LEARN_HOME: home, XDG_RUNTIME_DIR: home};
    const run = (...args: string[]): string =>
      spawnSync(process.execPath, [program, ...args], {env, timeout: 300_000, encoding: 'utf8'}).stdout;
    const learner = spawn(process.execPath, [program, '--plain', 'deployments'], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    try {
      // The step's text is printed when its start state is there and it is looked at.
      await new Promise<void>((resolve) =>
        learner.stdout.on('data', (text) => /kubectl/.test(String(text)) && resolve()),
      );
      const {host} = JSON.parse(run('status', '--json')) as {host: {rssBytes: number} | null};
      if (!host) throw new Error('the host did not start');
      return [figure({name: 'host with a cluster, resident', value: host.rssBytes / 2 ** 20, goal: 130, unit: 'MiB'})];
    } finally {
      learner.kill();
      run('clean');
      rmSync(home, {recursive: true, force: true});
    }
  },
};
