import type {ContainerView} from '../../observation.ts';
import type {Case} from './diagnosis.ts';
import {containerNamed, difference, portOf, serverOf} from './evidence.ts';

/** A port that should be published and the container that should publish it. */
export interface WantedPort {
  readonly container: ContainerView;
  readonly host: number;
  readonly port: number;
}

const SILENT: ReadonlySet<string> = new Set(['nothing-listens', 'connection-closed', 'http-timeout', 'wrong-protocol']);

/** From a container check that differs in its ports, or from a URL that nothing answers while its container runs. */
export function wantedPort(found: Case): WantedPort | undefined {
  const ports = difference(found, 'ports');
  if (ports) {
    const [host, port] = (ports['expected'] ?? '').split('->').map((text) => Number.parseInt(text, 10));
    const container = containerNamed(found, ports['name'] ?? '');
    return container && host !== undefined && port !== undefined ? {container, host, port} : undefined;
  }
  if (found.subject.api !== 'http' || !SILENT.has(found.verdict.cause)) return undefined;
  const container = serverOf(found);
  if (container?.state !== 'running') return undefined;
  const host = portOf(found.subject.url);
  const swapped = container.ports.find((one) => one.container === host && one.host !== host);
  const port = swapped && container.exposed.includes(swapped.host) ? swapped.host : listening(container);
  return port === undefined ? undefined : {container, host, port};
}

/** The port its program listens on, as far as the image says; else the one it was published with. */
function listening({exposed, ports}: ContainerView): number | undefined {
  return exposed[0] ?? ports[0]?.container;
}
