import {execFileSync, spawn} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {request} from 'node:https';
import {dirname} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {describeWithCluster} from '../../support/real-cluster.ts';
import {until} from '../../support/until.ts';
import {type Guarded, guarded} from './front.ts';

/** Older kubectls that lie beside one that is installed: `kubectl.1.29`. */
function olderKubectls(): readonly string[] {
  try {
    const gcloud = dirname(execFileSync('sh', ['-c', 'readlink -f "$(command -v gcloud)"'], {encoding: 'utf8'}).trim());
    return readdirSync(gcloud)
      .filter((name) => /^kubectl\.1\.(29|[3-9]\d)$/.test(name))
      .map((name) => `${gcloud}/${name}`);
  } catch {
    return [];
  }
}

const configMap = (name: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: kg}\ndata: {a: "1"}\n`;

describeWithCluster('the guard before a real API server', (cluster) => {
  let guard: Guarded;

  beforeAll(async () => {
    guard = await guarded(cluster());
    await guard.kubectl('create namespace kg');
    await guard.kubectl('run web -n kg --image=nginx:1.27-alpine --restart=Never');
    await guard.kubectl('wait -n kg --for=condition=Ready pod/web --timeout=60s');
  }, 120_000);
  afterAll(async () => {
    await guard?.kubectl('delete namespace kg --now');
    await guard?.close();
  });

  const last = (): ReturnType<Guarded['calls']>[number] | undefined => guard.calls().at(-1);

  it('lets nobody in without the learner’s token', async () => {
    const status = await new Promise((resolve, reject) => {
      const asking = request(`${guard.server}/api/v1/namespaces`, {rejectUnauthorized: false}, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asking.on('error', reject);
      asking.end();
    });
    expect(status).toBe(401);
  });

  it('writes down a command as one call, with what it was about', async () => {
    await guard.kubectl('get pods -n kg');
    expect(last()).toMatchObject({verb: 'kubectl get', target: 'pods', status: 200, detail: {namespace: 'kg'}});
    await guard.kubectl('create deployment d -n kg --image=nginx:1.27-alpine');
    expect(last()).toMatchObject({verb: 'kubectl create deployment', target: 'deployments/d', status: 201});
    const before = guard.calls().length;
    await guard.kubectl('rollout status deployment/d -n kg --timeout=60s');
    expect(guard.calls().length).toBe(before + 1);
    expect(last()).toMatchObject({verb: 'kubectl rollout status', target: 'deployments/d'});
    await guard.kubectl('delete deployment d -n kg');
    expect(last()).toMatchObject({verb: 'kubectl delete', target: 'deployments/d', status: 200});
  });

  it('names every object of a command that is about several', async () => {
    await guard.kubectl('apply -f -', {input: `${configMap('one')}---\n${configMap('two')}`});
    expect(last()).toMatchObject({
      verb: 'kubectl apply',
      status: 201,
      detail: {targets: ['configmaps/one', 'configmaps/two']},
    });
  });

  it('keeps the sentence of a refusal', async () => {
    const {code, err} = await guard.kubectl('create namespace kg');
    expect(code).toBe(1);
    expect(err).toContain('AlreadyExists');
    expect(last()).toMatchObject({status: 409, error: 'namespaces "kg" already exists'});
    await guard.kubectl('get pod nobody -n kg');
    expect(last()).toMatchObject({target: 'pods/nobody', status: 404});
  });

  it('lets an exec pass, with input, output and exit code', async () => {
    const {code, out} = await guard.kubectl('exec -i web -n kg -- sh -c "wc -c; exit 3"', {input: 'twelve bytes'});
    expect({code, out: out.trim()}).toEqual({code: 3, out: '12'});
    const call = await until(last, (one) => one?.detail['exitCode'] !== undefined);
    expect(call).toMatchObject({verb: 'kubectl exec', target: 'pods/web', detail: {exitCode: 3}});
    await guard.kubectl('exec web -n kg -- true');
    expect((await until(last, (one) => one?.detail['exitCode'] === 0))?.detail['exitCode']).toBe(0);
  });

  it('lets 4 MB of output pass whole', async () => {
    const {out} = await guard.kubectl(
      'exec web -n kg -- sh -c "head -c 4000000 /dev/zero | tr \\\\\\\\0 x | sha256sum"',
    );
    const {out: whole} = await guard.kubectl(
      'exec web -n kg -- sh -c "head -c 4000000 /dev/zero | tr \\\\\\\\0 x" | sha256sum',
    );
    expect(whole).toBe(out);
  });

  it('lets a watch, a followed log and a forwarded port pass as they happen', async () => {
    const env = {...process.env, KUBECONFIG: guard.kubeconfig};
    const heard = (args: readonly string[]): {text: () => string; stop: () => void} => {
      const child = spawn('kubectl', [...args], {env});
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      return {text: () => text, stop: () => child.kill()};
    };
    const watch = heard(['get', 'configmaps', '-n', 'kg', '-w']);
    const logs = heard(['logs', '-f', 'web', '-n', 'kg']);
    const port = heard(['port-forward', 'pod/web', '-n', 'kg', ':80']);
    try {
      await until(watch.text, (text) => text.includes('kube-root-ca'));
      await guard.kubectl('create configmap seen -n kg');
      expect(await until(watch.text, (text) => text.includes('seen'))).toContain('seen');
      const at = await until(port.text, (text) => /127\.0\.0\.1:(\d+)/.test(text));
      const number = /127\.0\.0\.1:(\d+)/.exec(at)?.[1];
      expect((await (await fetch(`http://127.0.0.1:${number}/heard`)).text()).length).toBeGreaterThan(0);
      expect(await until(logs.text, (text) => text.includes('/heard'))).toContain('GET /heard');
    } finally {
      for (const one of [watch, logs, port]) one.stop();
    }
  });

  it('writes down what another client than kubectl asks', async () => {
    await guard.kubectl('get --raw /readyz');
    expect(last()).toMatchObject({verb: 'kubectl get', target: '/readyz', status: 200});
  });

  describe('older kubectls', () => {
    const older = olderKubectls();
    it.skipIf(older.length === 0).each(older.map((path) => [path.slice(path.lastIndexOf('/') + 1), path] as const))(
      '%s works through it',
      async (_, program) => {
        const made = await guard.kubectl('create configmap old -n kg --from-literal=a=b', {program});
        expect(made).toMatchObject({code: 0});
        const exec = await guard.kubectl('exec web -n kg -- sh -c "echo hi; exit 5"', {program});
        expect({code: exec.code, out: exec.out}).toEqual({code: 5, out: 'hi\n'});
        expect((await until(last, (one) => one?.detail['exitCode'] !== undefined))?.detail['exitCode']).toBe(5);
        expect(await guard.kubectl('delete configmap old -n kg', {program})).toMatchObject({code: 0});
      },
    );
  });

  describe('on somebody else’s cluster', () => {
    let foreign: Guarded;
    beforeAll(async () => {
      foreign = await guarded(cluster(), {namespace: 'kg'});
    });
    afterAll(() => foreign?.close());

    it('reads everything', async () => {
      expect(await foreign.kubectl('get pods -A')).toMatchObject({code: 0});
      expect(await foreign.kubectl('auth can-i create pods -n default')).toMatchObject({code: 0});
    });

    it('changes only what is in the course’s namespace', async () => {
      expect(await foreign.kubectl('create configmap own -n kg')).toMatchObject({code: 0});
      for (const line of [
        'create configmap other -n default',
        'delete pod --all -n kube-system',
        `cordon ${cluster().name}-control-plane`,
        'create namespace another',
        'exec -n kube-system deploy/coredns -- true',
        `label node ${cluster().name}-control-plane a=b`,
      ]) {
        const {err} = await foreign.kubectl(line);
        expect(err, line).toMatch(/k8s-learn: this would change/);
      }
    });
  });
});
