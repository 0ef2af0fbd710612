import {decodeText} from '../../bytes.ts';
import {duration} from '../../cobra/flag-kinds.ts';
import type {CommandListener, Duplex} from '../../context.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {errorOf, UsageError} from '../errors.ts';
import {commaList} from '../flag-kinds.ts';
import {at, type Json, metaOf, text} from '../json.ts';
import {openWebSocket} from '../streams/web-socket.ts';
import {type ForwardedPort, forwardTarget} from './ports.ts';

const flags = {
  address: commaList('address', {
    usage:
      'Addresses to listen on (comma separated). Only accepts IP addresses or localhost as a value. When localhost is supplied, kubectl will try to bind on both 127.0.0.1 and ::1 and will fail if neither of these addresses are available to bind.',
    initial: ['localhost'],
  }),
  podTimeout: duration('pod-running-timeout', {
    usage: 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
    initial: 60e9,
  }),
} as const;

export const portForward = defineCommand({
  usage: 'TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  short: 'Forward one or more local ports to a pod',
  long: 'Forward one or more local ports to a pod. The forwarding ends when the pod does, or with Ctrl-C.',
  examples: `# Port 8888 here leads to port 5000 of a pod
kubectl port-forward pod/mypod 8888:5000

# Port 8443 here leads to the port https of a service
kubectl port-forward service/myservice 8443:https`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    const [given = '', ...ports] = args;
    if (ports.length === 0) throw new UsageError('TYPE/NAME and list of ports are required for port-forward');
    const target = await forwardTarget(app, {given, ports, timeoutMs: get(flags.podTimeout) / 1e6});
    const phase = text(at(target.pod, 'status', 'phase'));
    if (phase !== 'Running')
      throw new Error(`unable to forward port because pod is not running. Current status=${phase}`);
    const listeners = await listenOnAll(call, target.ports);
    await Promise.all(listeners.map((one) => serve(app, target.pod, one)));
    return 0;
  },
});

interface Listening {
  readonly listener: CommandListener;
  readonly remote: number;
}

async function listenOnAll({app, get}: KubectlCall, ports: readonly ForwardedPort[]): Promise<readonly Listening[]> {
  const {listen} = app.context;
  if (listen === undefined) throw new Error('there are no ports to listen on here');
  const all: Listening[] = [];
  for (const {local, remote} of ports) {
    const before = all.length;
    const failures: string[] = [];
    let port = local;
    for (const address of get(flags.address).flatMap((one) => (one === 'localhost' ? ['127.0.0.1', '::1'] : [one]))) {
      try {
        const listener = await listen(address, port);
        port = listener.port;
        all.push({listener, remote});
        const host = address.includes(':') ? `[${address}]` : address;
        await app.print(`Forwarding from ${host}:${port} -> ${remote}\n`);
      } catch (error) {
        failures.push(`unable to create listener: Error ${errorOf(error).message}`);
      }
    }
    if (all.length === before) {
      await app.warn(
        `Unable to listen on port ${local}: Listeners failed to create with the following errors: [${failures.join(' ')}]\n`,
      );
      throw new Error(`unable to listen on any of the requested ports: [{${local} ${remote}}]`);
    }
  }
  return all;
}

async function serve(app: Kubectl, pod: Json, {listener, remote}: Listening): Promise<void> {
  for await (const connection of listener.connections) {
    await app.print(`Handling connection for ${listener.port}\n`);
    void forward(app, {pod, remote, connection}).catch(async (error: unknown) => {
      connection.close();
      await app.warn(`error: an error occurred forwarding ${listener.port} -> ${remote}: ${errorOf(error).message}\n`);
    });
  }
}

interface Forwarding {
  readonly pod: Json;
  readonly remote: number;
  readonly connection: Duplex;
}

const data = 0;

/** One connection is one WebSocket: a channel of bytes and one of errors, each beginning with the port's number. */
async function forward(app: Kubectl, {pod, remote, connection}: Forwarding): Promise<void> {
  const {name, namespace} = metaOf(pod);
  const resource = await app.discovery.find('pods');
  const session = await openWebSocket(app.api, {
    path: pathOf(resource, {namespace, name, subresource: 'portforward'}),
    query: {ports: remote},
    protocols: ['v4.channel.k8s.io'],
  });
  void sendAll(connection, session.send).catch(() => undefined);
  const begun = new Set<number>();
  for await (const message of session.messages) {
    const channel = message[0] ?? 0;
    if (!begun.has(channel)) {
      begun.add(channel);
      continue;
    }
    const bytes = message.subarray(1);
    if (channel === data) await connection.write(bytes);
    else if (bytes.length > 0) throw new Error(decodeText(bytes));
  }
  connection.closeWrite();
  session.close();
}

async function sendAll(connection: Duplex, send: (message: Uint8Array) => Promise<void>): Promise<void> {
  for await (const piece of connection.input) {
    const message = new Uint8Array(piece.length + 1);
    message.set(piece, 1);
    await send(message);
  }
}
