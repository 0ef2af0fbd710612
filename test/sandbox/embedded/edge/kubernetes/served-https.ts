import {type AddressInfo, createServer} from 'node:net';
import {nodeHttps} from '../../../../../src/sandbox/embedded/edge/kubernetes/https.ts';
import {readerOf, writerOf} from '../../../../../src/sandbox/embedded/edge/streams.ts';
import type {KubeRequest, KubeResponse} from '../../../../../src/sandbox/embedded/kubernetes-api/api/request.ts';
import type {KeyPair} from '../../../../../src/sandbox/embedded/kubernetes-api/https.ts';

/** The front door with whatever stands behind it, on a free loopback port. */
export interface ServedHttps {
  readonly port: number;
  readonly authority: KeyPair;
  readonly admin: KeyPair;
  /** Errors it was told of. */
  readonly faults: readonly unknown[];
  /** Connections that are not over. */
  open(): number;
  kubeconfig(): string;
  close(): Promise<void>;
}

export async function serveHttps(
  handle: (request: KubeRequest) => Promise<KubeResponse>,
  userOfToken: (token: string) => {readonly name: string; readonly groups: readonly string[]} | undefined = () =>
    undefined,
): Promise<ServedHttps> {
  const faults: unknown[] = [];
  const https = nodeHttps({now: Date.now, onFault: (error) => void faults.push(error)});
  const authority = https.issue({commonName: 'kubernetes', use: 'authority'});
  const keyPair = https.issue(
    {commonName: 'kube-apiserver', use: 'server', names: ['localhost', '127.0.0.1']},
    authority,
  );
  const admin = https.issue(
    {commonName: 'kubernetes-admin', organizations: ['system:masters', 'second'], use: 'client'},
    authority,
  );
  const stop = new AbortController();
  let open = 0;
  const server = createServer({allowHalfOpen: true, noDelay: true}, async (socket) => {
    socket.on('error', () => socket.destroy());
    open += 1;
    const stream = {reader: readerOf(socket), writer: writerOf(socket)};
    await https.serve(stream, {keyPair, clientAuthority: authority.certificate, userOfToken, handle}, stop.signal);
    open -= 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    port,
    authority,
    admin,
    faults,
    open: () => open,
    kubeconfig: () => kubeconfigOf(port, authority, admin),
    close: () =>
      new Promise((resolve) => {
        stop.abort(new Error('the test is over'));
        server.close(() => resolve());
      }),
  };
}

function kubeconfigOf(port: number, authority: KeyPair, admin: KeyPair): string {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'test',
        cluster: {
          server: `https://127.0.0.1:${port}`,
          'certificate-authority-data': base64(authority.certificate),
        },
      },
    ],
    users: [
      {
        name: 'admin',
        user: {'client-certificate-data': base64(admin.certificate), 'client-key-data': base64(admin.key)},
      },
    ],
    contexts: [{name: 'test', context: {cluster: 'test', user: 'admin'}}],
    'current-context': 'test',
  });
}
