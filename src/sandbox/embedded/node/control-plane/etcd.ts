import {encode} from '../../bytes/bytes.ts';
import {Store} from '../../kubernetes-api/store/store.ts';
import {serveConnection} from '../../runtime/http/server.ts';
import type {Endpoint} from '../../runtime/net/stack.ts';
import type {Process, Program} from '../../runtime/process/process.ts';
import {acceptAll, listenOn} from '../../runtime/programs/servers/listening-socket.ts';
import {isSystemError} from '../../system-error.ts';
import type {Backplane} from '../backplane.ts';
import {Lifetime} from '../lifetime.ts';
import {parseFlags} from './flags.ts';

const version = '3.6.5';
const usualClientUrl = 'http://localhost:2379';

/**
 * The database of a cluster: its content lives with its data directory, so that a restart finds it again.
 * https://etcd.io/docs/v3.6/op-guide/configuration/
 */
export function etcdProgram(backplane: Backplane): Program {
  return {name: 'etcd', memoryBytes: 24 << 20, main: (process) => runEtcd(process, backplane)};
}

async function runEtcd(process: Process, backplane: Backplane): Promise<number> {
  const flags = parseFlags(process.argv.slice(1));
  if (flags.has('version')) {
    await process.print(`etcd Version: ${version}\nGit SHA: a061450\nGo Version: go1.24.7\nGo OS/Arch: linux/amd64\n`);
    return 0;
  }
  const say = (level: string, message: string, more: object = {}): Promise<void> =>
    process.complain(JSON.stringify({level, ts: new Date(process.now()).toISOString(), msg: message, ...more}));
  const folder = flags.get('data-dir') ?? 'default.etcd';
  const urls = (flags.get('listen-client-urls') ?? usualClientUrl).split(',');
  await say('info', 'Running: ', {args: process.argv});
  const end = new Promise<number>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.onSignal(name, () => resolve(0));
  });
  try {
    const store = databaseIn(process, folder, backplane);
    for (const url of urls) listen(process, urlEndpoint(url), store, backplane);
    for (const url of flags.get('listen-metrics-urls')?.split(',') ?? []) serveHealth(process, urlEndpoint(url));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const why = `listen tcp ${urls[0]?.replace(/^https?:\/\//, '')}: bind: ${error.message.toLowerCase()}`;
    await say('fatal', 'discovery failed', {error: why});
    return 1;
  }
  await say('info', 'ready to serve client requests');
  await say('info', 'serving client traffic securely', {traffic: 'grpc+http', address: urls[0]});
  const code = await process.wait(end);
  await say('info', 'closed etcd server', {'data-dir': folder});
  return code;
}

/** What a data directory holds; a new one is made. */
function databaseIn(process: Process, folder: string, {databases}: Backplane): Store {
  const {files} = process;
  files.makeDirectories(`${folder}/member/snap`, 0o700);
  files.makeDirectories(`${folder}/member/wal`, 0o700);
  // The node of the directory itself: what is copied elsewhere is no database.
  const {node} = files.mounts.own(files.mounts.find(files.absolute(folder), {follow: true, user: process.user}));
  if (!node) return new Store(process.space.kernel.clock);
  const store = databases.get(node) ?? new Store(process.space.kernel.clock);
  databases.set(node, store);
  files.write(
    `${folder}/member/snap/db`,
    'The objects of this cluster are kept by the embedded engine of k8s-learn.\n',
  );
  return store;
}

function listen(process: Process, {address, port}: Endpoint, store: Store, backplane: Backplane): void {
  const {listener} = listenOn(process, port, address);
  backplane.etcds.offer(listener, {store, life: new Lifetime(process.signal)});
  // Its own protocol is not spoken to strangers: whoever connects is hung up on.
  void acceptAll(process, listener, async ({stream}) => {
    stream.writer.close();
    stream.reader.close();
  });
}

function serveHealth(process: Process, {address, port}: Endpoint): void {
  const {listener} = listenOn(process, port, address);
  void acceptAll(process, listener, ({stream}) =>
    serveConnection(stream, {
      signal: process.signal,
      answer: async ({target}) => {
        if (/^\/(health|livez|readyz)/.test(target)) return {status: 200, body: encode(healthText(target))};
        return {status: 404, body: encode('404 page not found\n')};
      },
    }),
  );
}

function healthText(target: string): string {
  return target.startsWith('/health') ? '{"health":"true","reason":""}' : 'ok\n';
}

/** `https://127.0.0.1:2379` as a place to listen or connect to. */
export function urlEndpoint(url: string): Endpoint {
  const {hostname, port} = new URL(url);
  return {address: hostname === 'localhost' ? '127.0.0.1' : hostname, port: Number(port || 2379)};
}
