import {type ApiServer, createApiServer} from '../../kubernetes-api/server.ts';
import type {Listener} from '../../runtime/net/stack.ts';
import type {Process, Program} from '../../runtime/process/process.ts';
import {acceptAll, listenOn} from '../../runtime/programs/servers/listening-socket.ts';
import {isSystemError} from '../../system-error.ts';
import type {Backplane, EtcdService} from '../backplane.ts';
import {Lifetime} from '../lifetime.ts';
import {type Flags, parseFlags} from './flags.ts';
import {type Say, sayOn} from './klog.ts';
import {kubeletOf} from './node-kubelets.ts';
import {reachEtcd} from './storage.ts';
import {told} from './told.ts';
import {kubernetesVersion} from './version.ts';

/** https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ */
export function kubeApiserverProgram(backplane: Backplane): Program {
  return {name: 'kube-apiserver', memoryBytes: 64 << 20, main: (process) => runApiserver(process, backplane)};
}

async function runApiserver(process: Process, backplane: Backplane): Promise<number> {
  const flags = parseFlags(process.argv.slice(1));
  if (flags.has('version')) {
    await process.print(`Kubernetes ${kubernetesVersion}\n`);
    return 0;
  }
  const say = sayOn(process);
  const end = told(process);
  await say('I', 'server.go:150', `"Version: ${kubernetesVersion}"`);
  const why = problemOf(process, flags);
  if (why !== undefined) {
    await process.complain(`Error: ${why}`);
    return 1;
  }
  const etcd = await reachEtcd(process, backplane, {
    urls: (flags.get('etcd-servers') ?? '').split(','),
    warn: (text) => say('W', 'logging.go:55', text),
  });
  if (!etcd) {
    await say(
      'F',
      'instance.go:232',
      'Error creating leases: error creating storage factory: context deadline exceeded',
    );
    return 255;
  }
  return serve(process, backplane, {flags, etcd, say, end});
}

/** What is wrong with its flags and files; undefined when nothing is. */
function problemOf(process: Process, flags: Flags): string | undefined {
  if (!flags.has('etcd-servers')) return '--etcd-servers must be specified';
  const needed = ['service-account-issuer', 'service-account-signing-key-file', 'service-account-key-file'];
  const missing = needed.find((name) => !flags.has(name));
  if (missing !== undefined) return `--${missing} is a required flag`;
  const files = [...needed.slice(1), 'tls-cert-file', 'tls-private-key-file', 'client-ca-file'];
  const absent = files.flatMap((name) => flags.get(name) ?? []).find((path) => !process.files.stat(path));
  return absent === undefined ? undefined : `open ${absent}: no such file or directory`;
}

async function serve(
  process: Process,
  backplane: Backplane,
  given: {readonly flags: Flags; readonly etcd: EtcdService; readonly say: Say; readonly end: Promise<number>},
): Promise<number> {
  const {flags, etcd, say, end} = given;
  const {fabric, network} = process.space;
  const clientAuthority = fileOf(process, flags, 'client-ca-file');
  const port = Number(flags.get('secure-port') ?? 6443);
  const server = createApiServer({
    store: etcd.store,
    random: process.space.kernel.outside.random,
    kubelets: kubeletOf(process, backplane, etcd.store),
    dial: async (to, signal) => (await fabric.connect(network, to, signal)).stream,
    advertise: {address: advertised(process, flags), port},
    serviceCidr: flags.get('service-cluster-ip-range') ?? '10.96.0.0/16',
    signingKey: fileOf(process, flags, 'service-account-signing-key-file') ?? '',
    ...(clientAuthority === undefined ? {} : {clientAuthority}),
  });
  try {
    const {listener} = listenOn(process, port, flags.get('bind-address') ?? '0.0.0.0');
    serveOutside(process, {listener, server, flags});
    backplane.apis.offer(listener, {server, life: new Lifetime(process.signal)});
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const at = `0.0.0.0:${port}`;
    await process.complain(
      `Error: failed to create listener: failed to listen on ${at}: listen tcp ${at}: bind: ${error.message.toLowerCase()}`,
    );
    return 1;
  }
  await say('I', 'secure_serving.go:211', `Serving securely on [::]:${port}`);
  return process.wait(Promise.race([end, lossOf(etcd)]));
}

function advertised({space}: Process, flags: Flags): string {
  return flags.get('advertise-address') ?? space.network.interfaces[0]?.address ?? '127.0.0.1';
}

/** What is in the file a flag names; undefined without that flag. */
function fileOf({files}: Process, flags: Flags, flag: string): string | undefined {
  const path = flags.get(flag);
  return path === undefined ? undefined : files.readText(path);
}

/** TLS and HTTP for whoever comes with bytes; where there is none of that, they are hung up on. */
function serveOutside(
  process: Process,
  {listener, server, flags}: {readonly listener: Listener; readonly server: ApiServer; readonly flags: Flags},
): void {
  const {https} = process.space.kernel.outside;
  const read = (flag: string): string => fileOf(process, flags, flag) ?? '';
  const own = https?.issue({commonName: 'kube-apiserver', use: 'server', names: ['localhost', '127.0.0.1']});
  void acceptAll(process, listener, async ({stream}) => {
    if (!https || !own) return stream.writer.close();
    const given = {certificate: read('tls-cert-file'), key: read('tls-private-key-file')};
    const keyPair = given.certificate === '' ? own : given;
    const serving = {
      keyPair,
      clientAuthority: read('client-ca-file'),
      userOfToken: (token: string) => server.userOfToken(token),
      handle: server.handle,
    };
    await https.serve(stream, serving, process.signal);
  });
}

/** Upstream lives on and answers nothing without etcd, until its liveness probe ends it; here it ends by itself. */
function lossOf({life}: EtcdService): Promise<number> {
  return new Promise((resolve) => {
    if (life.over) resolve(255);
    life.onEnd(() => resolve(255));
  });
}
