import {LineFault} from './fault.ts';

/** Ports as EXPOSE names them, `80`, `53/udp`, `8000-8010`, as `80/tcp` one by one. Throws a LineFault. https://pkg.go.dev/github.com/docker/go-connections/nat#ParsePortSpec */
export function parsePortSpecs(specs: readonly string[]): readonly string[] {
  return specs.flatMap(portsOf);
}

function portsOf(spec: string): readonly string[] {
  const parts = spec.split(':');
  const {port, protocol} = splitProtocol(parts.pop() ?? '');
  const host = parts.pop() ?? '';
  const address = parts.join(':').replace(/^\[(.*)\]$/, '$1');
  if (address !== '' && !/^[0-9.]+$|^[0-9a-f:.]+$/i.test(address))
    throw new LineFault(`Invalid ip address: ${address}`);
  if (port === '') throw new LineFault(`No port specified: ${spec}<empty>`);
  const range = rangeOf(port);
  if (!range) throw new LineFault(`Invalid containerPort: ${port}`);
  const hostRange = host === '' ? undefined : rangeOf(host);
  if (host !== '' && !hostRange) throw new LineFault(`Invalid hostPort: ${host}`);
  const length = range.last - range.first;
  if (hostRange && length > 0 && hostRange.last - hostRange.first !== length)
    throw new LineFault(`Invalid ranges specified for container and host Ports: ${port} and ${host}`);
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) throw new LineFault(`Invalid proto: ${protocol}`);
  return Array.from({length: length + 1}, (_, index) => `${range.first + index}/${protocol.toLowerCase()}`);
}

function splitProtocol(text: string): {readonly port: string; readonly protocol: string} {
  const [port = '', protocol = ''] = text.split('/');
  return {port, protocol: protocol === '' ? 'tcp' : protocol};
}

function rangeOf(text: string): {readonly first: number; readonly last: number} | undefined {
  const [first = '', last = first, ...more] = text.split('-');
  const isPort = (part: string): boolean => /^\d{1,5}$/.test(part) && Number(part) <= 65_535;
  if (more.length > 0 || !isPort(first) || !isPort(last) || Number(last) < Number(first)) return undefined;
  return {first: Number(first), last: Number(last)};
}
