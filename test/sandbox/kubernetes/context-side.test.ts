import {execFile} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {realClock} from '../../../src/clock.ts';
import {findPaths} from '../../../src/paths.ts';
import {createDockerClient} from '../../../src/sandbox/docker/client.ts';
import {openCallLog} from '../../../src/sandbox/guard/call-log.ts';
import {findContext} from '../../../src/sandbox/kubernetes/context.ts';
import {openContextSide} from '../../../src/sandbox/kubernetes/context-side.ts';
import type {KubernetesSide} from '../../../src/sandbox/kubernetes/side.ts';
import {describeWithCluster} from '../../support/real-cluster.ts';
import {type TemporaryFolder, temporaryFolder} from '../../support/temporary-folder.ts';

const run = promisify(execFile);

describeWithCluster('a cluster the learner has', (real) => {
  let folder: TemporaryFolder;
  let theirs: string;
  let before: string;
  let side: KubernetesSide;
  let kubeconfig: string;
  const learner = async (line: string): Promise<string> => {
    const env = {...process.env, KUBECONFIG: kubeconfig};
    const ran = run('/bin/sh', ['-c', `kubectl ${line}`], {env, timeout: 60_000});
    return ran.then(
      // `kubectl cordon` says what went wrong and ends well all the same.
      ({stdout, stderr}) => stdout + stderr,
      (error: {stderr?: string}) => String(error.stderr),
    );
  };
  const admin = (line: string): Promise<string> => real().kubectl(...line.split(' '));

  beforeAll(async () => {
    folder = await temporaryFolder('kx-');
    theirs = join(folder.path, 'theirs');
    const other =
      'apiVersion: v1\nkind: Config\ncontexts: [{name: other, context: {cluster: x, user: x}}]\ncurrent-context: other\n';
    writeFileSync(theirs, other);
    const KUBECONFIG = `${theirs}:${real().kubeconfig}`;
    before = readFileSync(theirs, 'utf8') + readFileSync(real().kubeconfig, 'utf8');
    await admin('create deployment theirs --image=nginx:1.27-alpine');
    const paths = findPaths({K8S_LEARN_HOME: folder.path});
    kubeconfig = paths.contextKubeconfig;
    side = await openContextSide({
      context: await findContext(`kind-${real().name}`, {KUBECONFIG}, realClock),
      paths,
      docker: await createDockerClient({socketPath: '/nowhere'}),
      session: 'abcdef012345',
      log: openCallLog(paths.callLog),
      clock: realClock,
      env: {},
      images: [],
    });
  }, 60_000);
  afterAll(async () => {
    await side?.clean();
    await side?.close();
    await admin('delete deployment theirs --ignore-not-found');
    await folder.remove();
  }, 60_000);

  it('gets one namespace, where the learner’s kubectl is', async () => {
    await side.ensure();
    expect(await learner('config view --minify -o jsonpath={..namespace}')).toBe('k8s-learn');
    expect(await learner('create deployment web --image=nginx:1.27-alpine')).toContain('deployment.apps/web created');
    const subject = {resource: 'object', kind: 'Deployment', apiVersion: '', namespace: '', name: 'web'} as const;
    expect(await side.observe({api: 'kubernetes', ...subject})).toMatchObject({state: 'present'});
  });

  it('is looked at, and changed, nowhere else', async () => {
    expect(await learner('delete deployment theirs -n default')).toContain('the course works in -n k8s-learn');
    expect(await learner('create namespace mine')).toContain('this would change the whole cluster');
    expect(await learner('cordon -l kubernetes.io/os=linux')).toContain('this would change the whole cluster');
    const around = await side.survey();
    expect(around?.deployments.map(({metadata}) => metadata)).toMatchObject([{name: 'web'}]);
  });

  it('is put back to a mark, and only there', async () => {
    await side.mark(1);
    await learner('create configmap later');
    expect(await side.inventory(1)).toEqual(['configmap k8s-learn/later']);
    expect((await side.reset(1))?.removed).toEqual(['configmap k8s-learn/later']);
    expect((await side.reset())?.removed).toEqual(['deployment k8s-learn/web']);
    expect(await admin('get deployment theirs -o name')).toContain('theirs');
  });

  it('is not taken away, and has nothing of ours in it after a clean', async () => {
    await expect(side.remove()).rejects.toMatchObject({code: 'NOT_OUR_CLUSTER'});
    expect(await side.clean()).toEqual(['namespace k8s-learn']);
    expect(await admin('get namespaces -o name')).not.toContain('k8s-learn');
    expect(readFileSync(theirs, 'utf8') + readFileSync(real().kubeconfig, 'utf8')).toBe(before);
  });

  it('keeps a namespace of that name that is not ours', async () => {
    await admin('create namespace k8s-learn');
    expect(await side.clean()).toEqual([]);
    expect(await admin('get namespaces -o name')).toContain('k8s-learn');
    await admin('delete namespace k8s-learn --now');
  });
});
