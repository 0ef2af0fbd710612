import type {NodeContainer} from '../../containers/node-container.ts';
import type {Node} from '../../node.ts';
import {goDuration} from '../durations.ts';
import type {PodContainer, PodProbe} from '../pod.ts';
import {tcpProbe} from './dial.ts';
import {httpGet, portNumber} from './http-get.ts';
import {failure, type Outcome, success} from './outcome.ts';
import {runCommand} from './run-command.ts';

export interface ProbeTarget {
  readonly node: Node;
  readonly podAddress: string;
  readonly container: PodContainer;
  readonly running: NodeContainer;
}

/** One look at a container. https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#probe-check-methods */
export async function runProbe(probe: PodProbe, target: ProbeTarget): Promise<Outcome> {
  const {node, container, podAddress} = target;
  const timeoutMs = (probe.timeoutSeconds || 1) * 1000;
  if (probe.exec) return execProbe(probe.exec.command ?? [], target, timeoutMs);
  if (probe.httpGet) return httpGet({node, container, podAddress, action: probe.httpGet, timeoutMs});
  if (probe.tcpSocket) {
    const port = portNumber(probe.tcpSocket.port, container);
    if (port === undefined) return {kind: 'error', why: `couldn't find port: "${probe.tcpSocket.port}"`};
    return tcpProbe(node, {address: probe.tcpSocket.host || podAddress, port}, timeoutMs);
  }
  if (probe.grpc) return grpcProbe(node, {address: podAddress, port: probe.grpc.port}, timeoutMs);
  return {kind: 'error', why: `missing probe handler for ${container.name}`};
}

async function execProbe(argv: readonly string[], {node, running}: ProbeTarget, timeoutMs: number): Promise<Outcome> {
  const result = await runCommand({container: running, argv, outside: node.kernel.outside, timeoutMs});
  switch (result.kind) {
    case 'ended':
      return result.code === 0 ? success : failure(result.output);
    case 'late':
      return failure(`command timed out: "${argv.join(' ')}" timed out after ${goDuration(timeoutMs)}`);
    case 'fault':
      return {kind: 'error', why: `rpc error: code = Unknown desc = ${result.why}`};
  }
}

/** No program in here speaks gRPC: nobody listening is told as it is, and a listener is not made up to answer. */
async function grpcProbe(
  node: Node,
  to: {readonly address: string; readonly port: number},
  timeoutMs: number,
): Promise<Outcome> {
  const reached = await tcpProbe(node, to, timeoutMs);
  if (reached.kind === 'success')
    return {kind: 'error', why: 'gRPC is not simulated by the embedded engine of k8s-learn'};
  return failure(
    `timeout: failed to connect service "${to.address}:${to.port}" within ${goDuration(timeoutMs)}: context deadline exceeded`,
  );
}
