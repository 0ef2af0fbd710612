import {parseAddress} from '../../runtime/net/address.ts';
import type {Connection} from '../../runtime/net/stack.ts';
import {isSystemError} from '../../system-error.ts';
import {ApiRefusal} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';

/** Docker speaks plain HTTP with these alone: https://docs.docker.com/reference/cli/dockerd/#insecure-registries */
const loopbackName = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

interface HostAndPort {
  readonly host: string;
  readonly port: number;
  readonly isLoopback: boolean;
}

/** Connects to a registry. Throws 500 with what a daemon says that cannot. Nothing real is ever reached. */
export function connectToRegistry(daemon: Daemon, domain: string): Connection {
  const {host, port, isLoopback} = hostOf(domain);
  if (isLoopback) {
    try {
      return daemon.fabric.fromHost(port);
    } catch (error) {
      if (!isSystemError(error, 'ECONNREFUSED')) throw error;
      const address = host === '[::1]' ? host : parseAddress(host) === undefined ? '127.0.0.1' : host;
      throw new ApiRefusal(500, `Get "http://${domain}/v2/": dial tcp ${address}:${port}: connect: connection refused`);
    }
  }
  throw new ApiRefusal(500, `Get "https://${domain}/v2/": ${whyNoTls(daemon, {host, port})}`);
}

function hostOf(domain: string): HostAndPort {
  const [, host = domain, written] = /^(.*?)(?::(\d+))?$/.exec(domain) ?? [];
  const isLoopback = loopbackName.test(host);
  return {host, port: written === undefined ? (isLoopback ? 80 : 443) : Number(written), isLoopback};
}

function whyNoTls(daemon: Daemon, {host, port}: {readonly host: string; readonly port: number}): string {
  if (parseAddress(host) === undefined) return `dial tcp: lookup ${host}: no such host`;
  const isThere =
    host === '0.0.0.0' || isGateway(daemon, host) ? daemon.fabric.isPublished(port) : listens(daemon, host, port);
  if (isThere === undefined)
    return 'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)';
  return isThere
    ? 'http: server gave HTTP response to HTTPS client'
    : `dial tcp ${host}:${port}: connect: connection refused`;
}

function isGateway(daemon: Daemon, address: string): boolean {
  return daemon.networks.list().some(({bridge}) => bridge?.gateway === address);
}

/** Undefined when no container has the address. */
function listens(daemon: Daemon, address: string, port: number): boolean | undefined {
  const container = daemon.containers
    .list()
    .find(({endpoints}) => [...endpoints.values()].some((endpoint) => endpoint.address === address));
  return container && container.stack.listenerAt(address, port) !== undefined;
}
