import type {Fabric} from '../../runtime/net/fabric.ts';
import type {Endpoint, NetworkStack} from '../../runtime/net/stack.ts';
import type {Passing, Translated} from '../../runtime/net/way.ts';

/** Where a port of a Service leads, on one node. */
export interface ServicePort {
  /** `10.96.3.7:80`: its addresses inside the cluster. */
  readonly addresses: readonly string[];
  /** On every address of the node; 0: none. */
  readonly nodePort: number;
  readonly endpoints: readonly Endpoint[];
  /** Those on this node. */
  readonly local: readonly Endpoint[];
  readonly internalLocal: boolean;
  readonly externalLocal: boolean;
  /** How long a client stays with one endpoint; 0: not at all. */
  readonly affinityMs: number;
}

interface Kept {
  readonly endpoint: Endpoint;
  readonly until: number;
}

/** At most so many clients are remembered for each port of a Service. */
const mostClients = 10_000;

/**
 * The rules kube-proxy has written into the kernel of one node. They stay as they are when it is gone, until the node is.
 * https://kubernetes.io/docs/reference/networking/virtual-ips/
 */
export class ServiceRules {
  readonly #stack: NetworkStack;
  readonly #random: (count: number) => Uint8Array;
  readonly #now: () => number;
  readonly #services = new Map<string, readonly ServicePort[]>();
  readonly #byAddress = new Map<string, ServicePort>();
  readonly #byNodePort = new Map<number, ServicePort>();
  readonly #clients = new WeakMap<ServicePort, Map<string, Kept>>();
  readonly #stop: () => void;

  constructor(options: {
    readonly fabric: Fabric;
    readonly stack: NetworkStack;
    readonly random: (count: number) => Uint8Array;
    readonly now: () => number;
  }) {
    this.#stack = options.stack.base;
    this.#random = options.random;
    this.#now = options.now;
    this.#stop = options.fabric.translate((passing) => this.#translate(passing));
  }

  /** What is known of one Service, by its key; nothing: it is gone. */
  set(service: string, ports: readonly ServicePort[]): void {
    for (const port of this.#services.get(service) ?? []) this.#forget(port);
    if (ports.length === 0) this.#services.delete(service);
    else this.#services.set(service, ports);
    for (const port of ports) {
      for (const address of port.addresses) this.#byAddress.set(address, port);
      if (port.nodePort > 0) this.#byNodePort.set(port.nodePort, port);
    }
  }

  services(): readonly string[] {
    return [...this.#services.keys()];
  }

  /** The node is gone, and its kernel. */
  remove(): void {
    this.#stop();
  }

  #forget(port: ServicePort): void {
    for (const address of port.addresses) if (this.#byAddress.get(address) === port) this.#byAddress.delete(address);
    if (this.#byNodePort.get(port.nodePort) === port) this.#byNodePort.delete(port.nodePort);
  }

  #translate({to, at, source}: Passing): Translated | 'refused' | undefined {
    if (at.base !== this.#stack) return undefined;
    const inside = this.#byAddress.get(`${to.address}:${to.port}`);
    if (inside) return this.#choose(inside, inside.internalLocal ? inside.local : inside.endpoints, source);
    const outside = this.#byNodePort.get(to.port);
    if (!outside || !at.hasAddress(to.address)) return undefined;
    const chosen = this.#choose(outside, outside.externalLocal ? outside.local : outside.endpoints, source);
    return chosen === 'refused' || outside.externalLocal ? chosen : {...chosen, masquerade: true};
  }

  #choose(port: ServicePort, among: readonly Endpoint[], source: string | undefined): Endpoint | 'refused' {
    const kept = port.affinityMs > 0 ? this.#kept(port, among, source) : undefined;
    const chosen = kept ?? among[this.#number(among.length)];
    if (!chosen) return 'refused';
    if (port.affinityMs > 0) this.#keep(port, chosen, source);
    return chosen;
  }

  #kept(port: ServicePort, among: readonly Endpoint[], source: string | undefined): Endpoint | undefined {
    const known = this.#clients.get(port)?.get(source ?? '');
    if (!known || known.until < this.#now()) return undefined;
    return among.find(
      ({address, port: number}) => address === known.endpoint.address && number === known.endpoint.port,
    );
  }

  #keep(port: ServicePort, endpoint: Endpoint, source: string | undefined): void {
    const clients = this.#clients.get(port) ?? new Map<string, Kept>();
    this.#clients.set(port, clients);
    if (clients.size >= mostClients) clients.clear();
    clients.set(source ?? '', {endpoint, until: this.#now() + port.affinityMs});
  }

  #number(below: number): number {
    if (below < 2) return 0;
    const [high = 0, low = 0] = this.#random(2);
    return (high * 256 + low) % below;
  }
}
