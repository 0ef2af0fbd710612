import {encode} from '../../bytes/bytes.ts';
import {Informers} from '../../controllers/informer.ts';
import {type ServerAnswer, serveConnection} from '../../runtime/http/server.ts';
import type {NameAnswer, NameQuestion, NetworkStack} from '../../runtime/net/stack.ts';
import type {Process, Program} from '../../runtime/process/process.ts';
import {acceptAll, listenOn} from '../../runtime/programs/servers/listening-socket.ts';
import {isSystemError} from '../../system-error.ts';
import {inClusterClient} from '../access/component-client.ts';
import type {Backplane} from '../backplane.ts';
import {parseFlags} from '../control-plane/flags.ts';
import {told} from '../control-plane/told.ts';
import {ClusterNames} from './cluster-names.ts';
import {type Corefile, parseCorefile} from './corefile.ts';

const version = '1.12.1';
/** How often the plugin `reload` looks at the Corefile. */
const reloadMs = 30_000;
const healthPort = 8080;
const readyPort = 8181;
const metricsPort = 9153;

/** The name server of a cluster. https://coredns.io/plugins/kubernetes/ */
export function corednsProgram(backplane: Backplane): Program {
  return {name: 'coredns', memoryBytes: 18 << 20, main: (process) => runCoredns(process, backplane)};
}

async function runCoredns(process: Process, backplane: Backplane): Promise<number> {
  const flags = parseFlags(process.argv.slice(1));
  if (flags.has('version')) {
    await process.print(`CoreDNS-${version}\nlinux/amd64, go1.24.1, \n`);
    return 0;
  }
  const end = told(process);
  const path = flags.get('conf') ?? 'Corefile';
  try {
    const server = new DnsServer(process, backplane, parseCorefile(process.files.readText(path)));
    server.serve();
    await process.print('.:53\n');
    await process.print(`CoreDNS-${version}\nlinux/amd64, go1.24.1, \n`);
    void server.keepUp(path).catch(() => {});
    void server.followCluster().catch(() => {});
  } catch (error) {
    if (process.signal.aborted || !(error instanceof Error)) throw error;
    const why = isSystemError(error) ? `open ${error.subject}: ${error.message.toLowerCase()}` : error.message;
    await process.print(`${why}\n`);
    return 1;
  }
  const code = await process.wait(end);
  await process.print('[INFO] SIGTERM: Shutting down servers then terminating\n');
  return code;
}

class DnsServer {
  readonly #process: Process;
  readonly #backplane: Backplane;
  #corefile: Corefile;
  #names: ClusterNames | undefined;

  constructor(process: Process, backplane: Backplane, corefile: Corefile) {
    this.#process = process;
    this.#backplane = backplane;
    this.#corefile = corefile;
  }

  /** Answers at its address from now on, as long as its process lives. */
  serve(): void {
    const {network} = this.#process.space;
    const address = network.interfaces[0]?.address ?? '127.0.0.1';
    listenOn(this.#process, 53);
    network.nameServers.set(address, (question) => this.#answer(question));
    this.#process.signal.addEventListener('abort', () => network.nameServers.delete(address), {once: true});
    this.#http(healthPort, 'health', () => ({status: 200, body: encode('OK')}));
    this.#http(readyPort, 'ready', () =>
      this.#names || this.#corefile.zones.length === 0
        ? {status: 200, body: encode('OK')}
        : {status: 503, body: encode('kubernetes')},
    );
    this.#http(metricsPort, 'prometheus', () => ({status: 200, body: encode('')}));
  }

  async followCluster(): Promise<void> {
    const [domain] = this.#corefile.zones;
    if (domain === undefined) return;
    const client = inClusterClient(this.#process, this.#backplane, 'coredns');
    await this.#process.wait(client.ready());
    const informers = new Informers(client);
    this.#process.signal.addEventListener('abort', () => informers.stop(), {once: true});
    this.#names = new ClusterNames(informers, domain);
  }

  /** Takes a Corefile that has changed. */
  async keepUp(path: string): Promise<void> {
    const {files} = this.#process;
    for (let before = files.readText(path); ; ) {
      await this.#process.sleep(reloadMs);
      if (!this.#corefile.plugins.has('reload')) return;
      const text = files.readText(path);
      if (text === before) continue;
      before = text;
      await this.#reload(text);
    }
  }

  async #reload(text: string): Promise<void> {
    await this.#process.print('[INFO] Reloading\n');
    try {
      this.#corefile = parseCorefile(text);
      await this.#process.print('[INFO] Reloading complete\n');
    } catch (error) {
      if (this.#process.signal.aborted || !(error instanceof Error)) throw error;
      await this.#process.print(`[ERROR] Restart failed: ${error.message}\n`);
    }
  }

  #http(port: number, plugin: string, answer: () => ServerAnswer): void {
    if (!this.#corefile.plugins.has(plugin)) return;
    const {listener} = listenOn(this.#process, port);
    const signal = this.#process.signal;
    void acceptAll(this.#process, listener, ({stream}) =>
      serveConnection(stream, {signal, answer: async () => answer()}),
    );
  }

  async #answer(asked: NameQuestion): Promise<NameAnswer> {
    const question = {...asked, name: asked.name.toLowerCase().replace(/\.$/, '')};
    const answer = await this.#resolve(question);
    if (this.#corefile.logs) {
      const code = answer.status === 'found' ? 'NOERROR' : answer.status === 'failed' ? 'SERVFAIL' : 'NXDOMAIN';
      await this.#process.print(`[INFO] - "${question.type} IN ${question.name}. udp 512" ${code}\n`);
    }
    return answer;
  }

  async #resolve(question: NameQuestion): Promise<NameAnswer> {
    const {hosts, zones} = this.#corefile;
    const listed = hosts.get(question.name);
    if (listed) {
      const records = listed.map((value) => ({name: question.name, type: 'A' as const, value}));
      return {status: 'found', records: question.type === 'A' ? records : []};
    }
    const [domain = ''] = zones;
    if (domain !== '' && isIn(question.name, domain)) return this.#ofCluster(question);
    const address = addressOfReverse(question.name);
    const name = address === undefined ? undefined : this.#names?.nameOf(address);
    if (name !== undefined) return {status: 'found', records: [{name: question.name, type: 'PTR', value: name}]};
    return this.#forward(question);
  }

  async #ofCluster(question: NameQuestion): Promise<NameAnswer> {
    const answer = this.#names?.answer(question) ?? {status: 'failed'};
    if (answer.status !== 'elsewhere') return answer;
    // The name it stands for is what the records are of, as behind a CNAME.
    return this.#resolve({...question, name: answer.name.toLowerCase().replace(/\.$/, '')});
  }

  async #forward(question: NameQuestion): Promise<NameAnswer> {
    if (!this.#corefile.forwards) return {status: 'no-such-name'};
    const {fabric, network} = this.#process.space;
    const node = nodeOf(network);
    return node ? fabric.ask(node, dockersNameServer, question) : {status: 'failed'};
  }
}

/** What every node has in its /etc/resolv.conf. */
const dockersNameServer = '127.0.0.11';

function nodeOf({interfaces}: NetworkStack): NetworkStack | undefined {
  return interfaces.map(({network}) => network.router).find((router) => router !== undefined);
}

function isIn(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

function addressOfReverse(name: string): string | undefined {
  const [, reversed] = /^((?:\d+\.){3}\d+)\.in-addr\.arpa$/.exec(name) ?? [];
  return reversed?.split('.').reverse().join('.');
}
