import {spawnSync} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {runKind} from '../../../../src/sandbox/cli/kind/main.ts';
import {type StartedEngine, startEngine} from '../../../../src/sandbox/embedded/edge/start.ts';
import {ourDockerCli} from '../../../parity/compare.ts';
import {type Client, functionClient, programClient} from '../../../parity/run.ts';
import {type TemporaryFolder, temporaryFolder} from '../../../support/temporary-folder.ts';
import {type RecordedCalls, recordCalls} from './recorded-calls.ts';

const clusterMs = 60_000;
const isRealKindKnown = (spawnSync('kind', ['version'], {encoding: 'utf8'}).stdout ?? '').startsWith('kind v0.33.');
const image = 'kindest/node:v1.34.4';
const config = `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
- role: control-plane
  labels: {tier: front}
  extraPortMappings:
  - {containerPort: 30080, hostPort: -1, listenAddress: 127.0.0.1}
  extraMounts:
  - {hostPath: mounted, containerPath: /mounted, readOnly: true, propagation: HostToContainer}
- role: worker
featureGates: {ImageVolume: true}
runtimeConfig: {api/alpha: "false"}
networking: {dnsSearch: [a.test, b.test], podSubnet: 10.245.0.0/16, kubeProxyMode: nftables}
kubeadmConfigPatches:
- |
  kind: ClusterConfiguration
  apiServer:
    certSANs: [a.test]
    extraArgs: {v: "3"}
`;

const commands = [
  `create cluster --name c --config c.yaml --image ${image} --kubeconfig k --wait 60s`,
  'get nodes --name c',
  'load docker-image busybox:1.36 --name c',
  'get kubeconfig --name c',
  'export kubeconfig --name c --kubeconfig k',
  'delete cluster --name c --kubeconfig k',
];

/** JSON as it compares: an object's keys have no order, and docker itself gives variables one of its own each time. */
function inOrder(key: string, value: unknown): unknown {
  if (key === 'Env' && Array.isArray(value)) return value.toSorted();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Each call once, without what differs from run to run. They have no order, since kind works on all nodes at once; how often
 * one comes differs too: it asks without a pause until the node is Ready, and for a load balancer that is not there.
 */
function plain(calls: readonly string[]): readonly string[] {
  const compared = calls.map((call) =>
    call
      .replace(/\{.*\}$/, (body) => JSON.stringify(JSON.parse(body), inOrder))
      .replaceAll(/[0-9a-f]{64}/g, '<id>')
      .replaceAll(/(?<="6443\/tcp":\[\{"HostIp":"127\.0\.0\.1","HostPort":")\d+/g, '<port>'),
  );
  return [...new Set(compared)].sort();
}

describe.runIf(isRealKindKnown)('the calls of our kind', () => {
  let folder: TemporaryFolder;
  let engine: StartedEngine;
  let recorded: RecordedCalls;

  beforeAll(async () => {
    folder = await temporaryFolder();
    engine = await startEngine({
      socketPath: join(folder.path, 'e.sock'),
      bindFolder: folder.path,
      downloadPace: 0,
      onFault: (error) => {
        throw error;
      },
    });
    recorded = await recordCalls(folder.path, engine.host);
    await writeFile(join(folder.path, 'c.yaml'), config);
    for (const name of [image, 'busybox:1.36']) await run(ourDockerCli, ['pull', '-q', name]);
  });

  afterAll(async () => {
    await engine.stop();
    await recorded.stop();
    await folder.remove();
  });

  const run = async (client: Client, argv: readonly string[]): Promise<void> => {
    const env = {DOCKER_HOST: recorded.host, DOCKER_CONFIG: join(folder.path, 'config'), HOME: folder.path};
    const {code, stderr} = await client.run({argv, stdin: '', folder: folder.path, env});
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
    if (client === ourDockerCli) recorded.take();
  };

  const callsOf = async (client: Client): Promise<readonly (readonly string[])[]> => {
    // The network stays when a cluster goes: each begins without.
    await run(ourDockerCli, ['network', 'prune', '-f']);
    const calls: (readonly string[])[] = [];
    for (const command of commands) {
      await run(client, command.split(' '));
      calls.push(plain(recorded.take()));
    }
    return calls;
  };

  it(
    'are those of the real one, with its own docker',
    async () => {
      const expected = await callsOf(programClient('real', 'kind', {timeoutMs: clusterMs}));
      const seen = await callsOf(functionClient('ours', runKind));
      for (const [index, command] of commands.entries())
        expect({command, calls: seen[index]}).toEqual({command, calls: expected[index]});
    },
    4 * clusterMs,
  );
});
