import type {Service} from 'kubernetes-types/core/v1';
import type {Stored} from '../../../kubernetes-api/object.ts';

/**
 * The variables that tell containers of the Services there are: `WEB_SERVICE_HOST`, `WEB_PORT_80_TCP`, ...
 * https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables
 */
export function serviceEnv(services: readonly Stored<Service>[]): ReadonlyMap<string, string> {
  const env = new Map<string, string>();
  for (const {metadata, spec} of services) {
    const address = spec?.clusterIP;
    const ports = spec?.ports ?? [];
    const [first] = ports;
    if (!address || address === 'None' || spec?.type === 'ExternalName' || !first) continue;
    const name = variableName(metadata.name);
    env.set(`${name}_SERVICE_HOST`, address);
    env.set(`${name}_SERVICE_PORT`, String(first.port));
    for (const port of ports)
      if (port.name) env.set(`${name}_SERVICE_PORT_${variableName(port.name)}`, String(port.port));
    for (const port of ports) {
      const protocol = (port.protocol ?? 'TCP').toLowerCase();
      const prefix = `${name}_PORT_${port.port}_${protocol.toUpperCase()}`;
      const url = `${protocol}://${address}:${port.port}`;
      if (port === first) env.set(`${name}_PORT`, url);
      env.set(prefix, url);
      env.set(`${prefix}_PROTO`, protocol);
      env.set(`${prefix}_PORT`, String(port.port));
      env.set(`${prefix}_ADDR`, address);
    }
  }
  return env;
}

function variableName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
