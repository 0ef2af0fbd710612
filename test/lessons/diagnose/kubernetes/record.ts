/**
 * `npx tsx test/lessons/diagnose/kubernetes/record.ts CLUSTER KUBECONFIG [NAME...]`: makes each fault in a throw-away kind
 * cluster that has busybox:1.36 and nginx:1.27-alpine, and writes what is then seen to test/fixtures/kubernetes/.
 */
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {checkTypes} from '../../../../src/lessons/checks/index.ts';
import type {Observation} from '../../../../src/observation.ts';
import {observeHttp} from '../../../../src/sandbox/http.ts';
import {createKubernetesApi} from '../../../../src/sandbox/kubernetes/api.ts';
import type {Cluster} from '../../../../src/sandbox/kubernetes/cluster.ts';
import {takeOver} from '../../../../src/sandbox/kubernetes/kubeconfig.ts';
import {observeKubernetes} from '../../../../src/sandbox/kubernetes/observe.ts';
import {resetCluster} from '../../../../src/sandbox/kubernetes/reset.ts';
import {discover} from '../../../../src/sandbox/kubernetes/resources.ts';
import {takeSnapshot} from '../../../../src/sandbox/kubernetes/snapshot.ts';
import {surveyKubernetes} from '../../../../src/sandbox/kubernetes/survey.ts';
import {type Fault, faults} from './faults.ts';
import {recordingOf} from './recording.ts';
import {trimmed} from './trim.ts';

const [name = '', kubeconfig = '', ...wanted] = process.argv.slice(2);
const front = {server: '', authority: '', token: ''};
const upstream = takeOver(readFileSync(kubeconfig, 'utf8'), `kind-${name}`, front)?.upstream;
const api = createKubernetesApi(() => upstream);
const cluster: Cluster = {
  name,
  home: {context: 'kind-k8s-learn', namespace: 'default', whole: true},
  api,
  upstream: () => upstream,
  resources: () => discover(api),
  learnersContext: () => ({context: 'kind-k8s-learn', namespace: '', leadsHere: true}),
  leadHome: () => {},
  onChange: () => () => {},
  close: () => api.close(),
};

function shell(commands: string): void {
  const env = {...process.env, KUBECONFIG: kubeconfig};
  const script = commands.replaceAll('NODE', `${name}-control-plane`);
  execFileSync('bash', ['-c', script], {env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 120_000});
}

async function look({check}: Fault): Promise<Observation> {
  const subject = checkTypes[check.type]?.subject(check.params, {step: 'step'});
  if (subject?.api === 'kubernetes') return observeKubernetes(cluster, subject);
  return subject?.api === 'http' ? observeHttp(subject.url) : {state: 'present', object: {calls: []}};
}

async function record(fault: Fault): Promise<void> {
  const base = await takeSnapshot(api, await cluster.resources());
  shell('kubectl delete events --all --all-namespaces');
  shell(fault.make);
  for (let left = 150; left > 0; left -= 1) {
    const around = await surveyKubernetes(cluster);
    if (around && fault.until.test(JSON.stringify(around))) {
      const text = JSON.stringify({seen: trimmed(await look(fault)), cluster: trimmed(around)});
      writeFileSync(recordingOf(fault), `${text}\n`);
      break;
    }
    if (left === 1) throw new Error(`${fault.name} did not come about`);
    await delay(400);
  }
  if (fault.undo) shell(fault.undo);
  await resetCluster(cluster, base);
}

for (const fault of faults) {
  if (wanted.length > 0 && !wanted.includes(fault.name)) continue;
  process.stderr.write(`${fault.name}\n`);
  await record(fault);
}
api.close();
