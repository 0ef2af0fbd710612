import {isIp} from './checks.ts';

/** Ports as a container's configuration has them. */
export interface PortMappings {
  /** `80/tcp`. */
  readonly exposed: readonly string[];
  readonly bindings: ReadonlyMap<string, readonly {readonly HostIp: string; readonly HostPort: string}[]>;
}

/** Reads what `-p` takes: `[[ip:]host:]container[/protocol]`, with ranges. Throws in docker's words. */
export function parsePublished(specs: readonly string[]): PortMappings {
  const exposed: string[] = [];
  const bindings = new Map<string, {readonly HostIp: string; readonly HostPort: string}[]>();
  for (const spec of specs.map(shortForm)) {
    for (const {port, ip, hostPort} of parseSpec(spec)) {
      if (!exposed.includes(port)) exposed.push(port);
      bindings.set(port, [...(bindings.get(port) ?? []), {HostIp: ip, HostPort: hostPort}]);
    }
  }
  return {exposed, bindings};
}

/** Reads what `--expose` takes: a port or a range, with a protocol or without. */
export function parseExposed(specs: readonly string[]): readonly string[] {
  return specs.flatMap((spec) => {
    if (spec.includes(':')) throw new Error(`invalid port format for --expose: ${spec}`);
    const {ports, protocol} = splitProtocol(spec);
    try {
      const {first, last} = parseRange(ports);
      return numbers(first, last).map((port) => `${port}/${protocol}`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`invalid range format for --expose: ${spec}, error: ${reason}`);
    }
  });
}

/** `published=8080,target=80` says the same as `8080:80`. */
function shortForm(spec: string): string {
  if (!spec.includes('=')) return spec;
  const parts = new Map([['protocol', 'tcp']]);
  for (const pair of spec.split(',')) {
    const [key = '', value] = pair.split('=');
    if (value === undefined) {
      throw new Error(`invalid publish opts format (should be name=value but got '${pair}')`);
    }
    parts.set(key, value);
  }
  return `${parts.get('published') ?? ''}:${parts.get('target') ?? ''}/${parts.get('protocol') ?? ''}`;
}

interface Binding {
  readonly port: string;
  readonly ip: string;
  readonly hostPort: string;
}

function parseSpec(spec: string): readonly Binding[] {
  const {rawIp, hostPorts, ports, protocol} = splitSpec(spec);
  const ip = rawIp.replace(/^\[(.*)\]$/, '$1');
  if (ip !== '' && !isIp(ip)) throw new Error(`invalid IP address: ${ip}`);
  if (ports === '') throw new Error(`no port specified: ${spec}<empty>`);
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) throw new Error(`invalid proto: ${protocol}`);
  const own = rangeOr(ports, `invalid containerPort: ${ports}`);
  const host = hostPorts === '' ? undefined : rangeOr(hostPorts, `invalid hostPort: ${hostPorts}`);
  const ownCount = own.last - own.first;
  const hostCount = host === undefined ? ownCount : host.last - host.first;
  // One port of the container may be published on whichever of a range is free.
  if (hostCount !== ownCount && ownCount !== 0) {
    throw new Error(`invalid ranges specified for container and host Ports: ${ports} and ${hostPorts}`);
  }
  return numbers(own.first, own.last).map((port, at) => ({
    port: `${port}/${protocol.toLowerCase()}`,
    ip,
    hostPort: hostPortText(host, {at, single: ownCount === 0}),
  }));
}

function hostPortText(host: Range | undefined, {at, single}: {readonly at: number; readonly single: boolean}): string {
  if (host === undefined) return '';
  if (single && host.last > host.first) return `${host.first}-${host.last}`;
  return String(host.first + at);
}

function splitSpec(spec: string): {
  readonly rawIp: string;
  readonly hostPorts: string;
  readonly ports: string;
  readonly protocol: string;
} {
  const parts = spec.split(':');
  const {ports, protocol} = splitProtocol(parts.at(-1) ?? '');
  const hostPorts = parts.length > 1 ? (parts.at(-2) ?? '') : '';
  return {rawIp: parts.slice(0, -2).join(':'), hostPorts, ports, protocol};
}

function splitProtocol(text: string): {readonly ports: string; readonly protocol: string} {
  const [ports = '', protocol = ''] = text.split('/');
  return {ports, protocol: protocol === '' ? 'tcp' : protocol};
}

interface Range {
  readonly first: number;
  readonly last: number;
}

function rangeOr(text: string, problem: string): Range {
  try {
    return parseRange(text);
  } catch {
    throw new Error(problem);
  }
}

function parseRange(text: string): Range {
  if (text === '') throw new Error('empty string specified for ports');
  const [start = '', end] = text.split('-');
  const first = parsePort(start);
  const last = end === undefined ? first : parsePort(end);
  if (last < first) throw new Error(`invalid range specified for port: ${text}`);
  return {first, last};
}

function parsePort(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (Number(text) > 65_535) throw new Error(`strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`);
  return Number(text);
}

function numbers(first: number, last: number): readonly number[] {
  return Array.from({length: last - first + 1}, (_, at) => first + at);
}
