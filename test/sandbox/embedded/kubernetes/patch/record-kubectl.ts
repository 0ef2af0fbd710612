import {execFile} from 'node:child_process';
import {mkdtemp, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import type {Fields} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {textOf} from './recordings.ts';

const run = promisify(execFile);
const folder = path.join(import.meta.dirname, '../../../../fixtures/kubernetes-patch');
const namespace = 'k2-kubectl';
const port = 18078;
const kinds: {readonly [plural: string]: {readonly apiVersion: string; readonly kind: string}} = {
  deployments: {apiVersion: 'apps/v1', kind: 'Deployment'},
  services: {apiVersion: 'v1', kind: 'Service'},
  configmaps: {apiVersion: 'v1', kind: 'ConfigMap'},
};
const verbs: {readonly [type: string]: string} = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

const manifest = (spec: string, rest = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME, namespace: ${namespace}}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  ${rest}
  template:
    metadata: {labels: {app: web}}
    spec: ${spec}
`;
const service = (ports: string): string => `
apiVersion: v1
kind: Service
metadata: {name: NAME, namespace: ${namespace}}
spec: {selector: {app: web}, ports: ${ports}}
`;
const one = '{name: one, image: "nginx:1", env: [{name: A, value: a}, {name: B, value: b}], args: [first, second]}';

/** Manifests applied one after another, and other commands between them, per recording. */
const scripts: {readonly [name: string]: readonly (readonly string[])[]} = {
  'kubectl-apply': [
    ['apply', '-f', manifest(`{containers: [${one}]}`)],
    ['apply', '-f', manifest(`{containers: [${one}, {name: two, image: "busybox:1"}]}`)],
    ['apply', '-f', manifest(`{containers: [{name: two, image: "busybox:1"}, ${one}]}`)],
    [
      'apply',
      '-f',
      manifest(
        `{containers: [{name: two, image: "busybox:1"}, {name: one, image: "nginx:2", env: [{name: B, value: c}]}]}`,
      ),
    ],
    ['set', 'env', 'deployment/NAME', 'LATE=yes'],
    ['apply', '-f', manifest(`{containers: [{name: one, image: "nginx:2"}], volumes: [{name: v, emptyDir: {}}]}`)],
    [
      'apply',
      '-f',
      manifest(`{containers: [{name: one, image: "nginx:2"}], volumes: [{name: v, configMap: {name: c}}]}`),
    ],
    ['apply', '-f', manifest(`{containers: [{name: one, image: "nginx:2"}]}`, 'strategy: {type: Recreate}')],
    [
      'apply',
      '-f',
      manifest(`{containers: [{name: one, image: "nginx:2"}]}`, 'strategy: {rollingUpdate: {maxSurge: 1}}'),
    ],
    ['set', 'image', 'deployment/NAME', 'one=nginx:3'],
    ['label', 'deployment/NAME', 'a=b'],
    ['annotate', 'deployment/NAME', 'note=x'],
    ['label', 'deployment/NAME', 'a-'],
    ['rollout', 'pause', 'deployment/NAME'],
    ['rollout', 'resume', 'deployment/NAME'],
    ['rollout', 'restart', 'deployment/NAME'],
    ['set', 'resources', 'deployment/NAME', '--limits=cpu=200m,memory=64Mi'],
    ['edit', 'deployment/NAME'],
    ['apply', '--server-side', '-f', manifest(`{containers: [{name: one, image: "nginx:3"}]}`)],
    ['apply', '--server-side', '--force-conflicts', '-f', manifest(`{containers: [{name: one, image: "nginx:4"}]}`)],
    [
      'apply',
      '--server-side',
      '-f',
      manifest(`{containers: [{name: one, image: "nginx:5"}, {name: two, image: "b:1"}]}`),
    ],
    ['apply', '-f', manifest(`{containers: [{name: one, image: "nginx:6"}]}`)],
  ],
  'kubectl-service': [
    ['apply', '-f', service('[{name: http, port: 80}, {name: dns, port: 53, protocol: UDP}]')],
    ['apply', '-f', service('[{name: dns, port: 53, protocol: UDP}, {name: http, port: 80, targetPort: 8080}]')],
    ['apply', '-f', service('[{name: tls, port: 443}]')],
    ['apply', '--server-side', '-f', service('[{name: tls, port: 443}, {name: http, port: 80}]')],
    ['apply', '--server-side', '-f', service('[{name: http, port: 80}]')],
    ['set', 'selector', 'service/NAME', 'app=api'],
  ],
};

interface Recorded {
  readonly plural: string;
  readonly step: object;
}

/** Records the patches of the real kubectl and the answers to them: needs `kubectl proxy --port 18077`. */
async function record(): Promise<void> {
  const steps: Recorded[] = [];
  const server = createServer(async (request, response) => {
    const url = `http://127.0.0.1:18077${request.url}`;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const type = String(request.headers['content-type'] ?? '');
    const {pathname, searchParams} = new URL(url);
    const wanted = request.method === 'PATCH' && !searchParams.has('dryRun');
    const before = wanted
      ? await (await fetch(`http://127.0.0.1:18077${pathname.replace(/\/scale$/, '')}`)).json()
      : undefined;
    const sent = body.length > 0 ? {body} : {};
    const headers = {'content-type': type || 'application/json', accept: String(request.headers.accept ?? '*/*')};
    const answered = await fetch(url, {method: request.method ?? 'GET', headers, ...sent});
    const text = await answered.text();
    if (wanted) {
      const plural = pathname.split('/').at(-2) ?? '';
      const manager = searchParams.get('fieldManager') ?? undefined;
      const force = searchParams.get('force') === 'true';
      const does = verbs[type];
      const step = {
        does,
        manager,
        force,
        body: JSON.parse(body.toString()),
        before: existing(before as Fields | undefined),
        status: answered.status,
      };
      steps.push({plural, step: {...step, answer: JSON.parse(text)}});
    }
    response.writeHead(answered.status, {'content-type': answered.headers.get('content-type') ?? 'application/json'});
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await fetch('http://127.0.0.1:18077/api/v1/namespaces', {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({metadata: {name: namespace}}),
  });
  for (const [name, commands] of Object.entries(scripts)) {
    steps.length = 0;
    for (const command of commands) await kubectl(name, command);
    const [{plural} = {plural: ''}] = steps;
    const file = {name, ...kinds[plural], steps: steps.map(({step}) => step)};
    await writeFile(path.join(folder, `${name}.json`), textOf(file));
    await kubectl(name, ['delete', plural, name]);
  }
  await fetch(`http://127.0.0.1:18077/api/v1/namespaces/${namespace}`, {method: 'DELETE'});
  server.close();
}

function existing(before: Fields | undefined): Fields | undefined {
  return before?.kind === 'Status' ? undefined : before;
}

async function kubectl(name: string, command: readonly string[]): Promise<void> {
  const place = await mkdtemp(path.join(tmpdir(), 'record-'));
  const words = command.map((word) => word.replaceAll('NAME', name));
  const last = words.at(-1) ?? '';
  const isManifest = last.includes('\n');
  if (isManifest) await writeFile(path.join(place, 'a.yaml'), last);
  const args = isManifest ? [...words.slice(0, -1), path.join(place, 'a.yaml')] : words;
  const all = ['-s', `http://127.0.0.1:${port}`, '-n', namespace, ...args];
  const env = {
    ...process.env,
    KUBECONFIG: '/dev/null',
    KUBE_EDITOR: "sed -i 's/minReadySeconds: .*//; s/revisionHistoryLimit: 10/revisionHistoryLimit: 7/'",
  };
  await run('kubectl', all, {env}).then(
    ({stdout}) => process.stdout.write(stdout),
    ({stderr}) => process.stdout.write(stderr),
  );
  // Controllers look at the change before the next one comes.
  await sleep(2500);
}

await record();
