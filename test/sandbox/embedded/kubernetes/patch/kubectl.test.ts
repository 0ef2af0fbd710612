import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type ServedHttps, serveHttps} from '../../edge/kubernetes/served-https.ts';
import {createKubeRig} from '../rig.ts';

const manifest = (image: string, more = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 0${more}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "${image}", ports: [{containerPort: 80}]}]}
`;

const image = '-o jsonpath={.spec.template.spec.containers[0].image}';
const managers = '--show-managed-fields -o jsonpath={range.metadata.managedFields[*]}{.manager}-{.operation},{end}';

/** Commands one after another, and what the real kubectl said to them before a real API server. */
const session: readonly (readonly [command: string, says: string | RegExp])[] = [
  ['apply -f one.yaml', 'deployment.apps/web created\n'],
  ['apply -f one.yaml', 'deployment.apps/web unchanged\n'],
  ['apply -f two.yaml', 'deployment.apps/web configured\n'],
  ['diff -f three.yaml', /^\+ {2}minReadySeconds: 5$[\s\S]*^-.*nginx:2$[\s\S]*^\+.*nginx:3$/m],
  ['apply view-last-applied deploy/web', /image: nginx:2/],
  ['apply edit-last-applied deploy/web', 'deployment.apps/web edited\n'],
  ['apply view-last-applied deploy/web', /image: nginx:8/],
  ['apply set-last-applied -f two.yaml', 'deployment.apps/web configured\n'],
  ['apply --server-side -f two.yaml', 'deployment.apps/web serverside-applied\n'],
  ['apply --server-side -f two.yaml --field-manager=bob', 'deployment.apps/web serverside-applied\n'],
  [
    'apply --server-side -f three.yaml --field-manager=bob',
    /^error: Apply failed with 2 conflicts: conflicts with "kubectl":\n- \.spec\.template/,
  ],
  ['apply --server-side -f three.yaml --field-manager=bob --force-conflicts', /serverside-applied/],
  ['apply --server-side -f two.yaml', /conflict with "bob": \.spec\.template\.spec\.containers\[name="web"\]\.image/],
  ['diff --server-side --force-conflicts -f one.yaml', /^-.*image: nginx:3$[\s\S]*^\+.*image: nginx:1$/m],
  [
    `get deploy web ${managers}`,
    'kubectl-Apply,kubectl-last-applied-Apply,bob-Apply,kubectl-client-side-apply-Update,',
  ],
  ['label deploy web tier=front', 'deployment.apps/web labeled\n'],
  ['label deploy web tier-', 'deployment.apps/web unlabeled\n'],
  [
    'patch deploy web -p {"spec":{"replicass":1}}',
    /^Warning: unknown field "spec\.replicass"\n[^\n]* patched \(no change\)\n$/,
  ],
  [
    'patch deploy web --type=json -p [{"op":"remove","path":"/spec/nope"}]',
    'The request is invalid: the server rejected our request due to an error in our request\n',
  ],
  [
    'patch deploy web -p {"spec":{"template":{"spec":{"containers":[{"image":"x"}]}}}}',
    'Error from server: map: map[image:x] does not contain declared merge key: name\n',
  ],
  ['set image deploy/web web=nginx:2', 'deployment.apps/web image updated\n'],
  ['edit deploy web', 'deployment.apps/web edited\n'],
  [`get deploy web ${image}`, 'nginx:8'],
];

function isThere(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client']);
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!isThere())('the real kubectl', () => {
  let served: ServedHttps;
  let folder: string;

  beforeAll(async () => {
    const {server} = createKubeRig();
    served = await serveHttps((request) => server.handle(request));
    folder = mkdtempSync(path.join(tmpdir(), 'patch-'));
    writeFileSync(path.join(folder, 'kubeconfig'), served.kubeconfig(), {mode: 0o600});
    writeFileSync(path.join(folder, 'one.yaml'), manifest('nginx:1'));
    writeFileSync(path.join(folder, 'two.yaml'), manifest('nginx:2'));
    writeFileSync(path.join(folder, 'three.yaml'), manifest('nginx:3', '\n  minReadySeconds: 5'));
  });

  afterAll(async () => {
    await served.close();
    rmSync(folder, {recursive: true});
  });

  it.each(session)('%s', {timeout: 60_000}, async (command, says) => {
    const said = await kubectl(command);
    if (typeof says === 'string') expect(said).toBe(says);
    else expect(said).toMatch(says);
  });

  function kubectl(command: string): Promise<string> {
    const env = {
      ...process.env,
      KUBECONFIG: path.join(folder, 'kubeconfig'),
      HOME: folder,
      KUBE_EDITOR: 'sed -i s/nginx:2/nginx:8/',
    };
    const child = spawn('kubectl', command.split(' '), {cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe']});
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += String(chunk);
      });
    }
    return new Promise((resolve) => child.on('close', () => resolve(said)));
  }
});
