import type {Service} from 'kubernetes-types/core/v1';
import type {EndpointSlice} from 'kubernetes-types/discovery/v1';
import type {Informers} from '../../controllers/informer.ts';
import {keyOf, type Stored} from '../../kubernetes-api/object.ts';
import type {NameAnswer, NameQuestion, NameRecord} from '../../runtime/net/stack.ts';
import {ServiceTable} from './service-table.ts';

/** An endpoint of a headless Service, or one that is asked for by its own name. */
interface Member {
  readonly address: string;
  /** Its host name, or its address with dashes. */
  readonly label: string;
  readonly ports: readonly {readonly name: string; readonly protocol: string; readonly port: number}[];
}

/** What a question about the cluster comes to: an answer, or the outside name that is meant. */
export type ClusterAnswer = NameAnswer | {readonly status: 'elsewhere'; readonly name: string};

const none: NameAnswer = {status: 'no-such-name'};

/** The names of a cluster. https://github.com/kubernetes/dns/blob/master/docs/specification.md */
export class ClusterNames {
  readonly #table: ServiceTable;
  readonly #namespaces: (name: string) => boolean;
  readonly #domain: string;
  readonly #byAddress: () => ReadonlyMap<string, string>;

  constructor(informers: Informers, domain: string) {
    this.#domain = domain;
    let names: Map<string, string> | undefined;
    this.#table = new ServiceTable(informers, () => {
      names = undefined;
    });
    const namespaces = informers.of('namespaces');
    this.#namespaces = (name) => namespaces.get('', name) !== undefined;
    this.#byAddress = () => {
      names ??= this.#reverse();
      return names;
    };
  }

  /** `name` is in lower case, without a dot at its end, and of the cluster's domain. */
  answer({name, type}: NameQuestion): ClusterAnswer {
    const inside = name === this.#domain ? '' : name.slice(0, -this.#domain.length - 1);
    const labels = inside.split('.').reverse();
    const [kind = '', namespace = '', service = '', ...rest] = labels;
    if (kind === 'pod') return this.#ofPod(name, namespace, service, type);
    if (kind !== 'svc') return kind === '' ? {status: 'found', records: []} : none;
    if (namespace === '' || service === '') return namespace === '' || this.#namespaces(namespace) ? empty : none;
    const found = this.#table.services.get(namespace, service);
    if (!found) return none;
    if (found.spec?.type === 'ExternalName') return {status: 'elsewhere', name: found.spec.externalName ?? ''};
    return this.#ofService({name, type}, found, rest);
  }

  /** The name of an address of the cluster; undefined when it has none. */
  nameOf(address: string): string | undefined {
    return this.#byAddress().get(address);
  }

  #ofService({name, type}: NameQuestion, service: Stored<Service>, rest: readonly string[]): NameAnswer {
    const members = this.#members(service);
    const own = this.#nameOfService(service);
    const isHeadless = service.spec?.clusterIP === 'None';
    const [first, second] = rest;
    // `_http._tcp.web`: which ports there are.
    if (first?.startsWith('_')) return this.#ports({name, type}, service, [second ?? '', first]);
    if (first !== undefined) {
      const member = rest.length === 1 ? members.filter(({label}) => label === first) : [];
      return member.length === 0 ? none : addresses(name, type, member);
    }
    if (type === 'SRV') return this.#allPorts(name, service);
    if (isHeadless) return members.length === 0 && type === 'A' ? none : addresses(name, type, members);
    return addresses(own, type, [{address: service.spec?.clusterIP ?? ''}]);
  }

  #ports(
    {name, type}: NameQuestion,
    service: Stored<Service>,
    [port, protocol]: readonly [string, string],
  ): NameAnswer {
    const wanted = port.replace(/^_/, '');
    const records = this.#srv(name, service).filter(
      ({portName, portProtocol}) => portName === wanted && `_${portProtocol.toLowerCase()}` === protocol,
    );
    if (records.length === 0) return none;
    return {status: 'found', records: type === 'SRV' ? records.map(({record}) => record) : []};
  }

  #allPorts(name: string, service: Stored<Service>): NameAnswer {
    return {status: 'found', records: this.#srv(name, service).map(({record}) => record)};
  }

  #srv(
    name: string,
    service: Stored<Service>,
  ): readonly {readonly portName: string; readonly portProtocol: string; readonly record: NameRecord}[] {
    const own = this.#nameOfService(service);
    const line = (port: number, target: string): NameRecord => ({name, type: 'SRV', value: `0 100 ${port} ${target}`});
    if (service.spec?.clusterIP !== 'None')
      return (service.spec?.ports ?? []).map(({name: portName = '', protocol = 'TCP', port}) => ({
        portName,
        portProtocol: protocol,
        record: line(port, own),
      }));
    return this.#members(service).flatMap(({label, ports}) =>
      ports.map(({name: portName, protocol, port}) => ({
        portName,
        portProtocol: protocol,
        record: line(port, `${label}.${own}`),
      })),
    );
  }

  #members({metadata}: Stored<Service>): readonly Member[] {
    return this.#table.slicesOf(keyOf(metadata.namespace, metadata.name)).flatMap(membersIn);
  }

  /** `10-244-1-5.default.pod`: any address has such a name. */
  #ofPod(name: string, namespace: string, label: string, type: NameQuestion['type']): NameAnswer {
    if (!this.#namespaces(namespace)) return none;
    if (label === '') return empty;
    const address = label.replaceAll('-', '.');
    return /^\d+(\.\d+){3}$/.test(address) ? addresses(name, type, [{address}]) : none;
  }

  #nameOfService({metadata}: Stored<Service>): string {
    return `${metadata.name}.${metadata.namespace ?? ''}.svc.${this.#domain}`;
  }

  #reverse(): Map<string, string> {
    const names = new Map<string, string>();
    for (const service of this.#table.services.all()) {
      const own = this.#nameOfService(service);
      if (service.spec?.clusterIP === 'None')
        for (const {address, label} of this.#members(service)) names.set(address, `${label}.${own}`);
      else for (const address of service.spec?.clusterIPs ?? []) names.set(address, own);
    }
    return names;
  }
}

const empty: NameAnswer = {status: 'found', records: []};

function addresses(name: string, type: NameQuestion['type'], found: readonly {readonly address: string}[]): NameAnswer {
  if (type !== 'A') return empty;
  return {status: 'found', records: found.map(({address}) => ({name, type: 'A', value: address}))};
}

function membersIn(slice: Stored<EndpointSlice>): readonly Member[] {
  const ports = (slice.ports ?? []).flatMap(({name = '', protocol = 'TCP', port}) =>
    port === undefined ? [] : [{name: name ?? '', protocol: protocol ?? 'TCP', port}],
  );
  // Go writes a list without items as null.
  return (slice.endpoints ?? []).flatMap(({addresses: all, conditions, hostname}) =>
    conditions?.ready === false
      ? []
      : all.map((address) => ({address, label: hostname ?? address.replaceAll('.', '-'), ports})),
  );
}
