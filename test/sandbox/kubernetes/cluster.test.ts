import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {realClock} from '../../../src/clock.ts';
import {openBase} from '../../../src/sandbox/kubernetes/base.ts';
import type {Cluster} from '../../../src/sandbox/kubernetes/cluster.ts';
import {createMarks} from '../../../src/sandbox/kubernetes/marks.ts';
import {observeKubernetes} from '../../../src/sandbox/kubernetes/observe.ts';
import {resetCluster} from '../../../src/sandbox/kubernetes/reset.ts';
import {differenceOf, type Snapshot, takeSnapshot} from '../../../src/sandbox/kubernetes/snapshot.ts';
import {surveyKubernetes} from '../../../src/sandbox/kubernetes/survey.ts';
import {watchKubernetes} from '../../../src/sandbox/kubernetes/watch.ts';
import {describeWithCluster} from '../../support/real-cluster.ts';
import {until} from '../../support/until.ts';
import {openReal} from './open.ts';

const nothing = {added: [], missing: [], changed: []};

describeWithCluster('what is seen of a real cluster', (real) => {
  let cluster: Cluster;
  let base: Snapshot;
  const kubectl = (line: string): Promise<string> => real().kubectl(...line.split(' '));
  const look = async (subject: Record<string, unknown>): ReturnType<typeof observeKubernetes> =>
    observeKubernetes(cluster, {api: 'kubernetes', ...subject} as Parameters<typeof observeKubernetes>[1]);

  beforeAll(async () => {
    cluster = openReal(real());
    base = await takeSnapshot(cluster.api, await cluster.resources());
    await kubectl('create namespace kc');
    await kubectl('create deployment web -n kc --image=nginx:1.27-alpine --replicas=2');
    await kubectl('expose deployment web -n kc --port=80');
    await kubectl('rollout status deployment/web -n kc --timeout=60s');
  }, 120_000);
  afterAll(async () => {
    if (base) await resetCluster(cluster, base);
    cluster?.close();
  });

  it('is an object, as kubectl get -o yaml has it', async () => {
    const seen = await look({resource: 'object', kind: 'Deployment', apiVersion: '', namespace: 'kc', name: 'web'});
    expect(seen).toMatchObject({state: 'present', object: {kind: 'Deployment', spec: {replicas: 2}}});
    expect(JSON.stringify(seen)).not.toContain('managedFields');
  });

  it('is absent, with the names that are near', async () => {
    const seen = await look({resource: 'object', kind: 'Deployment', apiVersion: '', namespace: 'kc', name: 'wep'});
    expect(seen).toEqual({state: 'absent', similar: ['web']});
  });

  it('is all of a kind that a label selects', async () => {
    const subject = {resource: 'objects', kind: 'Pod', apiVersion: '', namespace: 'kc', selector: 'app=web'};
    const seen = await look(subject);
    expect(seen).toMatchObject({state: 'present', object: {items: [{kind: 'Pod'}, {kind: 'Pod'}]}});
    expect(await look({...subject, selector: 'app=other'})).toEqual({state: 'present', object: {items: []}});
  });

  it('is a log, and an answer from inside', async () => {
    const answer = await look({resource: 'answer', namespace: 'kc', of: 'service/web', port: 80, path: '/'});
    expect(answer).toMatchObject({state: 'present', object: {status: 200}});
    const logs = await look({resource: 'pod-logs', namespace: 'kc', pod: 'app=web', container: ''});
    expect(JSON.stringify(logs)).toContain('start worker process');
    const nobody = await look({resource: 'answer', namespace: 'kc', of: 'service/web', port: 81, path: '/'});
    expect(nobody).toMatchObject({state: 'unreachable', reason: {cause: 'no-answer-in-cluster'}});
  });

  it('is the cluster itself, and everything around', async () => {
    expect(await look({resource: 'cluster'})).toMatchObject({state: 'present', object: {nodes: [{ready: true}]}});
    const around = await surveyKubernetes(cluster);
    expect(around?.deployments.map(({metadata}) => metadata)).toMatchObject([{name: 'web'}]);
    expect(around?.pods.some((pod) => JSON.stringify(pod).includes('kube-scheduler'))).toBe(true);
  });

  it('is told as it happens', async () => {
    const heard: string[] = [];
    const stop = new AbortController();
    watchKubernetes({cluster, clock: realClock, onChange: (what) => heard.push(what), signal: stop.signal});
    await until(
      () => heard.length,
      (count) => count >= 15,
    );
    await kubectl('create configmap heard -n kc');
    expect(
      await until(
        () => heard,
        (all) => all.some((one) => one.endsWith('configmaps heard')),
      ),
    ).toContain('added /api/v1/configmaps heard');
    stop.abort();
  });
});

describeWithCluster('a cluster that is brought back', (real) => {
  let cluster: Cluster;
  let base: Snapshot;
  const kubectl = (line: string): Promise<string> => real().kubectl(...line.split(' '));
  const difference = async (): Promise<ReturnType<typeof differenceOf>> =>
    differenceOf(base, await takeSnapshot(cluster.api, await cluster.resources('anew')));

  beforeAll(async () => {
    cluster = openReal(real());
    base = await takeSnapshot(cluster.api, await cluster.resources());
  }, 120_000);
  afterAll(() => cluster?.close());

  it('has lost exactly what came since, Pods that do not listen to SIGTERM included', async () => {
    await kubectl('create namespace kr');
    await kubectl('create deployment web -n kr --image=nginx:1.27-alpine');
    await kubectl('run stubborn --image=busybox:1.36 -- sleep 1000');
    await kubectl('create clusterrole kr --verb=get --resource=pods');
    const {removed, exact} = await resetCluster(cluster, base);
    expect(removed).toEqual(
      expect.arrayContaining(['namespace kr', 'deployment kr/web', 'pod default/stubborn', 'clusterrole kr']),
    );
    expect(exact).toBe(true);
    expect(await difference()).toEqual(nothing);
    expect(await kubectl('get pods')).toBe('');
  });

  it('has its nodes’ labels, taints and cordons back', async () => {
    const node = `${real().name}-control-plane`;
    await kubectl(`label node ${node} disk=ssd`);
    await kubectl(`taint node ${node} only=db:NoSchedule`);
    await kubectl(`cordon ${node}`);
    expect((await difference()).changed.map(({name}) => name)).toEqual([node]);
    expect(await resetCluster(cluster, base)).toEqual({removed: [], exact: true});
    const text = await kubectl(
      `get node ${node} -o jsonpath={.spec.taints}{.spec.unschedulable}{.metadata.labels.disk}`,
    );
    expect(text).not.toMatch(/only|true|ssd|unschedulable/);
  });

  it('has what belongs to it back when that was changed or deleted', async () => {
    await kubectl('scale deployment coredns -n kube-system --replicas=1');
    await kubectl('delete service kube-dns -n kube-system');
    expect((await resetCluster(cluster, base)).exact).toBe(true);
    expect(await kubectl('get deployment coredns -n kube-system -o jsonpath={.spec.replicas}')).toBe('2');
    expect(await kubectl('get service kube-dns -n kube-system -o jsonpath={.spec.clusterIP}')).toMatch(/\.10$/);
  });

  it('says so when something the lesson made is gone', async () => {
    await kubectl('create configmap mine');
    const withMine = await takeSnapshot(cluster.api, await cluster.resources('anew'));
    await kubectl('delete configmap mine');
    expect(await resetCluster(cluster, withMine)).toEqual({removed: [], exact: false});
  });

  it('has the learner’s contexts as they were at the checkpoint', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'k8sl-marks-'));
    const kubeconfig = join(folder, 'kubeconfig');
    try {
      writeFileSync(kubeconfig, 'current-context: one\n');
      const marks = createMarks(cluster, openBase(cluster, join(folder, 'base')), kubeconfig);
      await marks.put(1);
      writeFileSync(kubeconfig, 'current-context: two\n');
      marks.leadTo(1);
      expect(readFileSync(kubeconfig, 'utf8')).toBe('current-context: one\n');
    } finally {
      rmSync(folder, {recursive: true});
    }
  });

  it('has the manifests it was made with, also for a host that comes when one is away', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'k8sl-base-'));
    const file = join(folder, 'base');
    try {
      const all = new Map([['kube-scheduler.yaml', 'kind: Pod']]);
      await openBase(cluster, file, async () => all).take();
      const next = openBase(cluster, file, async () => new Map());
      await next.take();
      expect(next.manifests()).toEqual(all);
      next.doubt();
      expect(next.manifests()).toEqual(new Map());
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
});
