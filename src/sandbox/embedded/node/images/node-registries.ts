import {resolveName} from '../../runtime/net/resolve.ts';
import type {Connection} from '../../runtime/net/stack.ts';
import type {Process} from '../../runtime/process/process.ts';
import {isSystemError} from '../../system-error.ts';

const folder = '/etc/containerd/certs.d';

/** A registry that cannot be reached; the message is what comes after the address in Go's words. */
export class DialFault extends Error {
  /** `http://localhost:5001` */
  readonly base: string;

  constructor(base: string, message: string) {
    super(message);
    this.base = base;
  }
}

/**
 * Connects a node to registries: where `certs.d/NAME/hosts.toml` leads to, else to the name itself.
 * https://github.com/containerd/containerd/blob/main/docs/hosts.md
 */
export function registryDialer(process: Process): (domain: string) => Promise<Connection> {
  const {space, files, signal} = process;
  return async (domain) => {
    const base = hostsUrl(process, domain) ?? `${isLocal(domain) ? 'http' : 'https'}://${domain}`;
    const url = new URL(base);
    const port = Number(url.port) || (url.protocol === 'http:' ? 80 : 443);
    const seeker = {files, fabric: space.fabric, network: space.network};
    const found = await resolveName(seeker, url.hostname);
    const [address] = found.status === 'found' ? found.addresses : [];
    if (address === undefined) throw new DialFault(base, `dial tcp: lookup ${url.hostname}: no such host`);
    try {
      const connection = await space.fabric.connect(space.network, {address, port}, signal);
      if (url.protocol === 'http:') return connection;
      connection.stream.writer.close();
      throw new DialFault(base, 'http: server gave HTTP response to HTTPS client');
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new DialFault(base, `dial tcp ${address}:${port}: connect: ${error.message.toLowerCase()}`);
    }
  };
}

function isLocal(domain: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+)(:\d+)?$/.test(domain);
}

/** The first host such a file names; undefined when there is no file. */
function hostsUrl({files}: Process, domain: string): string | undefined {
  for (const name of [domain, `${domain.replace(':', '_')}_`, '_default']) {
    const path = `${folder}/${name}/hosts.toml`;
    if (!files.stat(path)) continue;
    const text = files.readText(path);
    const [, host] = /^\s*\[host\."?(https?:\/\/[^"\]\s]+)"?\]/m.exec(text) ?? [];
    const [, server] = /^\s*server\s*=\s*"(https?:\/\/[^"]+)"/m.exec(text) ?? [];
    if (host !== undefined || server !== undefined) return (host ?? server)?.replace(/\/$/, '');
  }
  return undefined;
}
