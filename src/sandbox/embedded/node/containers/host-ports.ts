import {type ByteStream, carry} from '../../bytes/pipe.ts';
import type {Listener, NetworkStack} from '../../runtime/net/stack.ts';
import {isSystemError} from '../../system-error.ts';
import type {Node} from '../node.ts';

/** A port of the node that leads to one of a Pod. */
export interface HostPort {
  readonly hostPort: number;
  readonly containerPort: number;
  /** '' is every address of the node. */
  readonly address: string;
}

/**
 * Opens ports on the node that lead to a Pod's own, as the portmap plugin does; one that is taken stays whose it is. Returns
 * how to close them. https://www.cni.dev/plugins/current/meta/portmap/
 */
export function openHostPorts(node: Node, stack: NetworkStack, ports: readonly HostPort[]): () => void {
  const life = new AbortController();
  const listeners = ports.flatMap(({hostPort, containerPort, address}) => {
    try {
      const listener = node.stack.listen(hostPort, address || '0.0.0.0');
      void lead(listener, {node, stack, port: containerPort, signal: life.signal});
      return [listener];
    } catch (error) {
      if (isSystemError(error)) return [];
      throw error;
    }
  });
  return () => {
    life.abort();
    for (const listener of listeners) listener.close();
  };
}

interface Goal {
  readonly node: Node;
  readonly stack: NetworkStack;
  readonly port: number;
  readonly signal: AbortSignal;
}

async function lead(listener: Listener, goal: Goal): Promise<void> {
  for (;;) {
    try {
      const {stream} = await listener.accept(goal.signal);
      void join(stream, goal);
    } catch (error) {
      // It is closed: the Pod is gone, or its node is off.
      if (goal.signal.aborted || isSystemError(error)) return;
      throw error;
    }
  }
}

async function join(client: ByteStream, {node, stack, port, signal}: Goal): Promise<void> {
  const ends = [client];
  try {
    const {stream} = await node.fabric.connect(stack, {address: '127.0.0.1', port}, signal);
    ends.push(stream);
    await Promise.all([carry(client.reader, stream.writer), carry(stream.reader, client.writer)]);
  } catch (error) {
    if (!isSystemError(error) && !signal.aborted) throw error;
  } finally {
    for (const {reader, writer} of ends) {
      reader.close();
      writer.close();
    }
  }
}
