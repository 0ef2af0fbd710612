import {encode, hex} from '../../../bytes/bytes.ts';
import type {ByteReader, ByteStream, ByteWriter} from '../../../bytes/pipe.ts';
import type {Forwarding} from '../../../kubernetes-api/api/request.ts';
import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import type {Connection} from '../../../runtime/net/stack.ts';
import {isSystemError} from '../../../system-error.ts';
import type {PodState} from '../pod-state.ts';
import {uuidOf} from '../uuid.ts';

/** Carries connections of a client to ports of a Pod's own loopback, until the client is gone. */
export async function forwardPorts(state: PodState, forwarding: Forwarding): Promise<void> {
  const {sandbox} = state;
  if (!sandbox) throw new KubeRefusal(500, 'InternalError', `unable to upgrade connection: pod does not exist`);
  forwarding.onConnection((port, data, error) => void carryOne(state, {port, data, error, signal: forwarding.signal}));
  if (forwarding.signal.aborted) return;
  await new Promise<void>((resolve) => forwarding.signal.addEventListener('abort', () => resolve(), {once: true}));
}

async function carryOne(
  state: PodState,
  given: {readonly port: number; readonly data: ByteStream; readonly error: ByteWriter; readonly signal: AbortSignal},
): Promise<void> {
  const {port, data, error, signal} = given;
  const connection = await connect(state, given);
  if (!connection) return;
  const {stream} = connection;
  try {
    await Promise.all([carry(data.reader, stream.writer, signal), carry(stream.reader, data.writer, signal)]);
  } catch (problem) {
    if (!isSystemError(problem) && !signal.aborted) throw problem;
    if (!signal.aborted) await say(error, `error forwarding port ${port}: lost connection to pod`);
  } finally {
    stream.reader.close();
    stream.writer.close();
    data.reader.close();
    data.writer.close();
    error.close();
  }
}

/** Undefined where nobody listens: the client has been told. */
async function connect(
  state: PodState,
  {port, data, error, signal}: Parameters<typeof carryOne>[1],
): Promise<Connection | undefined> {
  const {sandbox, context} = state;
  try {
    if (sandbox) return await context.node.fabric.connect(sandbox.stack, {address: '127.0.0.1', port}, signal);
  } catch (problem) {
    if (!isSystemError(problem) && !signal.aborted) throw problem;
  }
  await say(error, refusedText(state, port));
  error.close();
  data.writer.close();
  data.reader.close();
  return undefined;
}

/** In containerd's words. */
function refusedText({sandbox, context}: PodState, port: number): string {
  const id = sandbox?.id ?? '';
  const namespace = uuidOf(hex(context.node.kernel.outside.random(16)));
  const refused = `dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6 [::1]:${port}: connect: connection refused `;
  return (
    `error forwarding port ${port} to pod ${id}, uid : failed to execute portforward in network namespace ` +
    `"/var/run/netns/cni-${namespace}": failed to connect to localhost:${port} inside namespace "${id}", IPv4: ${refused}`
  );
}

async function carry(from: ByteReader, to: ByteWriter, signal: AbortSignal): Promise<void> {
  for (;;) {
    const bytes = await from.read(undefined, signal);
    if (bytes === null) return to.close();
    await to.write(bytes, signal);
  }
}

/** The client may be gone by now. */
async function say(to: ByteWriter, text: string): Promise<void> {
  try {
    await to.write(encode(text));
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
