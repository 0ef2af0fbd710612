import {execFile} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {realClock} from '../../../src/clock.ts';
import type {Call} from '../../../src/observation.ts';
import {selfSigned} from '../../../src/sandbox/embedded/edge/certificate.ts';
import {openCallLog} from '../../../src/sandbox/guard/call-log.ts';
import {KubernetesCalls} from '../../../src/sandbox/guard/kubernetes-calls.ts';
import type {KubernetesPolicy} from '../../../src/sandbox/guard/kubernetes-policy.ts';
import {createKubernetesProxy} from '../../../src/sandbox/guard/kubernetes-proxy.ts';
import {takeOver} from '../../../src/sandbox/kubernetes/kubeconfig.ts';
import type {RealCluster} from '../../support/real-cluster.ts';
import {temporaryFolder} from '../../support/temporary-folder.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The guard before a real cluster, and kubectl behind it. */
export interface Guarded {
  readonly server: string;
  readonly kubeconfig: string;
  kubectl(line: string, options?: {readonly program?: string; readonly input?: string}): Promise<Ran>;
  calls(): readonly Call[];
  close(): Promise<void>;
}

const run = promisify(execFile);

export async function guarded(cluster: RealCluster, policy: KubernetesPolicy = {namespace: ''}): Promise<Guarded> {
  const folder = await temporaryFolder('kg-');
  const {certificate, key} = selfSigned({name: 'k8s-learn', now: Date.now()});
  const log = openCallLog(join(folder.path, 'calls.jsonl'));
  const proxy = await createKubernetesProxy({
    ...{certificate, key, token: 'learner'},
    upstream: () => cluster.upstream,
    policy: () => policy,
    calls: new KubernetesCalls(log, realClock),
  });
  const front = {server: proxy.server, authority: certificate, token: 'learner'};
  const taken = takeOver(readFileSync(cluster.kubeconfig, 'utf8'), `kind-${cluster.name}`, front);
  const kubeconfig = join(folder.path, 'kubeconfig');
  writeFileSync(kubeconfig, taken?.text ?? '', {mode: 0o600});
  return {
    server: proxy.server,
    kubeconfig,
    async kubectl(line, {program = 'kubectl', input} = {}) {
      const child = run('/bin/sh', ['-c', `exec ${program} ${line}`], {
        env: {...process.env, KUBECONFIG: kubeconfig},
        timeout: 60_000,
      });
      if (input !== undefined) child.child.stdin?.end(input);
      try {
        const {stdout, stderr} = await child;
        return {code: 0, out: stdout, err: stderr};
      } catch (error) {
        const {code = -1, stdout = '', stderr = ''} = error as {code?: number; stdout?: string; stderr?: string};
        return {code, out: stdout, err: stderr};
      }
    },
    calls: () => log.calls(0),
    async close() {
      await proxy.close();
      await folder.remove();
    },
  };
}
