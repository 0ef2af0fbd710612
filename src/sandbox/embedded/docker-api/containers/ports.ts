import {badRequest} from '../api/refusal.ts';
import type {ContainerConfig} from './container-config.ts';
import type {HostConfig, PortBindings} from './host-config.ts';

/** `80/tcp`. */
export interface ContainerPort {
  readonly port: number;
  readonly protocol: string;
}

/** Throws 400 for what is no port; the protocol is TCP when none is named. */
export function parsePort(text: string): ContainerPort {
  const [number = '', protocol = 'tcp'] = text.split('/');
  return {port: portNumber(number), protocol: protocol.toLowerCase()};
}

function portNumber(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65_535) throw badRequest(`invalid port specification: "${text}"`);
  return Number(text);
}

/** A port or a range of the host: `8080`, `8000-8010`. First 0: any free one. Throws 400. */
export function parseHostPorts(text: string): {readonly first: number; readonly last: number} {
  if (text === '') return {first: 0, last: 0};
  const [from = '', to = from] = text.split('-');
  if (!/^\d+(-\d+)?$/.test(text) || Number(from) > 65_535 || Number(to) > 65_535 || Number(to) < Number(from))
    throw badRequest(`invalid port specification: "${text}"`);
  return {first: Number(from), last: Number(to)};
}

/** Refuses bindings that name no ports. */
export function checkPortBindings(bindings: PortBindings): void {
  for (const [port, places] of Object.entries(bindings)) {
    parsePort(port);
    for (const {HostPort} of places ?? []) parseHostPorts(HostPort);
  }
}

/** Refuses what `EXPOSE` could not mean. */
export function checkExposedPorts(ports: {readonly [port: string]: object}): void {
  for (const port of Object.keys(ports)) {
    const [range = ''] = port.split('/');
    for (const end of range.split('-')) portNumber(end);
  }
}

/**
 * Every port a container shows, with and without a place on the host, by its name `80/tcp`; ranges one by one, sorted.
 */
export function portsOf(config: ContainerConfig, host: HostConfig): readonly string[] {
  const named = [...Object.keys(config.ExposedPorts ?? {}), ...Object.keys(host.PortBindings)].flatMap(expanded);
  return [...new Set(named)].sort(byPort);
}

/** `8000-8002/tcp`, as `EXPOSE` may say it, is three ports. */
function expanded(text: string): readonly string[] {
  const [range = '', protocol = 'tcp'] = text.split('/');
  const [first = '', last = first] = range.split('-');
  const names: string[] = [];
  for (let port = Number(first); port <= Number(last); port += 1) names.push(`${port}/${protocol.toLowerCase()}`);
  return names;
}

function byPort(one: string, other: string): number {
  const [a, b] = [parsePort(one), parsePort(other)];
  return a.port - b.port || a.protocol.localeCompare(b.protocol);
}
