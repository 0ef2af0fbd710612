import {spawn} from 'node:child_process';
import {accessSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {createConnection} from 'node:net';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import type {KubeRequest, KubeResponse} from '../../../../../src/sandbox/embedded/kubernetes-api/api/request.ts';
import {createKubeRig} from '../../kubernetes/rig.ts';
import {type ServedHttps, serveHttps} from './served-https.ts';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The kubectls of this machine: the one on the PATH, and older ones where they lie beside it under their version. */
const names = ['kubectl', 'kubectl.1.29', 'kubectl.1.30', 'kubectl.1.31', 'kubectl.1.32', 'kubectl.1.33'];
const onPath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'kubectl'))
  .filter(isThere);
const folders = [...onPath, ...onPath.map((path) => realpathSync(path))].map(dirname);
const kubectls = names.flatMap((name) => folders.map((folder) => join(folder, name)).find(isThere) ?? []);

function isThere(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}

let served: ServedHttps;
let folder: string;

/** The API server, but Pods are what the test needs: one that can be run in and connected to. */
function withPod(
  handle: (request: KubeRequest) => Promise<KubeResponse>,
): (request: KubeRequest) => Promise<KubeResponse> {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name: 'web', namespace: 'default'},
    spec: {containers: [{name: 'c'}]},
    status: {phase: 'Running'},
  };
  return async (request) => {
    if (request.path.endsWith('/pods/web')) return {kind: 'json', status: 200, body: pod};
    if (request.path.endsWith('/exec')) return {kind: 'channels', run: (channels) => echo(request, channels)};
    if (!request.path.endsWith('/portforward')) return handle(request);
    return {
      kind: 'forward',
      run: ({onConnection, signal}) => {
        onConnection(async (port, {reader, writer}, error) => {
          await writer.write(encode(`${port} ${decode((await reader.read()) ?? encode(''))}`));
          writer.close();
          error.close();
        });
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      },
    };
  };
}

async function echo(
  {query}: KubeRequest,
  channels: Parameters<Extract<KubeResponse, {kind: 'channels'}>['run']>[0],
): Promise<void> {
  await channels.stdout.write(encode(`${query.getAll('command').join('|')}\n`));
  for (let bytes = await channels.stdin.read(); bytes !== null; bytes = await channels.stdin.read())
    await channels.stdout.write(bytes);
  await channels.stderr.write(encode('on stderr\n'));
  const causes = [{reason: 'ExitCode', message: '3'}];
  const status = {metadata: {}, status: 'Failure', reason: 'NonZeroExitCode', message: 'exit 3', details: {causes}};
  await channels.error.write(encode(JSON.stringify(status)));
  channels.error.close();
}

beforeAll(async () => {
  const {server} = createKubeRig();
  served = await serveHttps(withPod(server.handle), server.userOfToken);
  folder = mkdtempSync(join(tmpdir(), 'k8s-learn-kubectl-'));
  writeFileSync(join(folder, 'config'), served.kubeconfig(), {mode: 0o600});
});

afterAll(async () => {
  await served.close();
  rmSync(folder, {recursive: true});
});

function run(kubectl: string, args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const env = {HOME: folder, KUBECONFIG: join(folder, 'config')};
    const child = spawn(kubectl, args, {env});
    const text = {out: '', err: ''};
    child.stdout.on('data', (part) => (text.out += part));
    child.stderr.on('data', (part) => (text.err += part));
    child.on('error', reject).on('close', (code) => resolve({code, ...text}));
    child.stdin.end(input);
  });
}

const manifest = (replicas: number | string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: 'nginx:1.27-alpine'}]}}
`;

describe.skipIf(kubectls.length === 0).each(kubectls)('%s', (kubectl) => {
  it('finds the server, its resources, and what is in them', {timeout: 60_000}, async () => {
    expect((await run(kubectl, ['version'])).out).toContain('Server Version: v1.34');
    expect((await run(kubectl, ['get', 'ns', '-o', 'name'])).out).toContain('namespace/default\n');
    expect((await run(kubectl, ['explain', 'deployment.spec.strategy'])).out).toContain('rollingUpdate');
  });

  it('applies a manifest, says when nothing changed, and is told what is wrong in it', {timeout: 60_000}, async () => {
    const apply = async (text: string): Promise<string> => {
      const {out, err} = await run(kubectl, ['apply', '-f', '-'], text);
      return out + err;
    };
    expect(await apply(manifest(2))).toBe('deployment.apps/web created\n');
    expect(await apply(manifest(2))).toBe('deployment.apps/web unchanged\n');
    expect(await apply(manifest(3))).toBe('deployment.apps/web configured\n');
    expect(await apply(manifest('3\n  replica: 1'))).toContain('unknown field "spec.replica"');
    expect(await apply(manifest('many'))).toContain('unrecognized type: int32');
    expect((await run(kubectl, ['delete', 'deployment', 'web'])).code).toBe(0);
  });

  it('creates things by its typed commands, whatever encoding it sends them in', {timeout: 60_000}, async () => {
    const created = await run(kubectl, ['create', 'configmap', 'c', '--from-literal=a=1']);
    expect(created).toEqual({code: 0, out: 'configmap/c created\n', err: ''});
    expect((await run(kubectl, ['get', 'cm', 'c', '-o', 'jsonpath={.data.a}'])).out).toBe('1');
    expect((await run(kubectl, ['delete', 'cm', 'c'])).code).toBe(0);
  });

  it('runs a command with its input, its output, and its exit code', {timeout: 60_000}, async () => {
    const {code, out, err} = await run(kubectl, ['exec', '-i', 'web', '--', 'cat', 'a b'], 'hello\n');
    expect([code, out]).toEqual([3, 'cat|a b\nhello\n']);
    expect(err).toContain('on stderr\n');
    expect(err).toContain('command terminated with exit code 3');
  });

  it('forwards a port', {timeout: 60_000}, async () => {
    const child = spawn(kubectl, ['port-forward', 'pod/web', ':80'], {
      env: {HOME: folder, KUBECONFIG: join(folder, 'config')},
    });
    try {
      const port = await new Promise<number>((resolve) => {
        child.stdout.on('data', (part) => {
          const [, found] = /127\.0\.0\.1:(\d+)/.exec(String(part)) ?? [];
          if (found !== undefined) resolve(Number(found));
        });
      });
      for (const word of ['one', 'two']) {
        const text = await new Promise<string>((resolve) => {
          let all = '';
          const socket = createConnection(port, '127.0.0.1', () => socket.write(word));
          socket
            .on('data', (part) => (all += part))
            .on('close', () => resolve(all))
            .on('error', () => resolve(all));
        });
        expect(text).toBe(`80 ${word}`);
      }
    } finally {
      child.kill();
    }
  });
});
