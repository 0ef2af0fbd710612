import type {Kubectl} from '../app.ts';
import {at, type Json, objects, text} from '../json.ts';
import {ownerOf, podOf} from '../streams/pod-of.ts';

/** A port of ours and the one of a Pod it leads to. */
export interface ForwardedPort {
  /** 0 takes any that is free. */
  readonly local: number;
  readonly remote: number;
}

/** What is forwarded to. */
export interface ForwardTarget {
  readonly pod: Json;
  readonly ports: readonly ForwardedPort[];
}

/** The Pod and the ports that a command line means; a Service's ports are turned into those of its Pod. */
export async function forwardTarget(
  kubectl: Kubectl,
  {given, ports, timeoutMs}: {readonly given: string; readonly ports: readonly string[]; readonly timeoutMs: number},
): Promise<ForwardTarget> {
  const owner = await ownerOf(kubectl, given);
  const pod = text(owner['kind']) === 'Pod' ? owner : await podOf(kubectl, {given, timeoutMs});
  return {pod, ports: ports.map((one) => parsed(one, {owner, pod}))};
}

interface Ends {
  readonly owner: Json;
  readonly pod: Json;
}

/** `8080:80`, `80`, `:80`, `8080:http`. */
function parsed(given: string, ends: Ends): ForwardedPort {
  const [first = '', second, ...more] = given.split(':');
  if (more.length > 0) throw new Error(`invalid port format '${given}'`);
  const remote = remotePort(second ?? first, ends);
  if (second === undefined) return {local: /^\d+$/.test(first) ? Number(first) : remote, remote};
  if (first !== '' && !/^\d+$/.test(first))
    throw new Error(
      `error parsing local port '${first}': strconv.ParseUint: parsing ${JSON.stringify(first)}: invalid syntax`,
    );
  return {local: Number(first || 0), remote};
}

function remotePort(given: string, {owner, pod}: Ends): number {
  const isNumber = /^\d+$/.test(given);
  if (text(owner['kind']) !== 'Service') return isNumber ? checked(Number(given)) : containerPort(pod, given);
  const port = objects(at(owner, 'spec', 'ports')).find((one) =>
    isNumber ? one['port'] === Number(given) : one['name'] === given,
  );
  if (port === undefined) {
    throw new Error(
      `Service ${text(at(owner, 'metadata', 'name'))} does not have a ${isNumber ? `service port ${given}` : `named port ${JSON.stringify(given)}`}`,
    );
  }
  if (at(owner, 'spec', 'clusterIP') === 'None') return Number(port['port']);
  const target = port['targetPort'];
  return typeof target === 'string' ? containerPort(pod, target) : Number(target ?? port['port']);
}

function checked(port: number): number {
  if (port === 0) throw new Error('remote port must be > 0');
  return port;
}

function containerPort(pod: Json, name: string): number {
  const ports = objects(at(pod, 'spec', 'containers')).flatMap((one) => objects(one['ports']));
  const found = ports.find((one) => one['name'] === name);
  if (found === undefined)
    throw new Error(`Pod '${text(at(pod, 'metadata', 'name'))}' does not have a named port '${name}'`);
  return Number(found['containerPort']);
}
