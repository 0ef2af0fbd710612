import type {Command} from '../../cobra/command.ts';
import {int, text} from '../../cobra/flag-kinds.ts';
import type {Kubectl, KubectlCall} from '../app.ts';
import {commaList} from '../flag-kinds.ts';
import type {Json} from '../json.ts';
import {createCommand} from './generator.ts';

const tcp = commaList('tcp', {
  usage: "Port pairs can be specified as '<port>:<targetPort>'.",
});
const clusterIp = text('clusterip', {
  usage: "Assign your own ClusterIP or set to 'None' for a 'headless' service (no loadbalancing).",
});
const nodePort = int('node-port', {usage: 'Port used to expose the service on each node in a cluster.'});
const externalName = text('external-name', {usage: 'External name of service'});

export const createClusterIp = serviceCommand('ClusterIP', {
  extra: [clusterIp],
  fields: ({get}) => (get(clusterIp) === '' ? {} : {clusterIP: get(clusterIp)}),
});

export const createNodePort = serviceCommand('NodePort', {extra: [nodePort], fields: () => ({})});

export const createLoadBalancer = serviceCommand('LoadBalancer', {extra: [], fields: () => ({})});

export const createExternalName = serviceCommand('ExternalName', {
  extra: [externalName],
  fields: ({get}) => ({externalName: get(externalName)}),
});

type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

interface ServiceRules {
  readonly extra: Parameters<typeof createCommand>[0]['flags'];
  fields(call: KubectlCall): Json;
}

function serviceCommand(type: ServiceType, {extra, fields}: ServiceRules): Command<Kubectl> {
  const external = type === 'ExternalName';
  return createCommand({
    usage: external
      ? 'NAME --external-name external.name [--dry-run=server|client|none]'
      : 'NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
    short: external ? 'Create an ExternalName service' : `Create a ${type} service`,
    examples: external
      ? '# Create a new ExternalName service named my-ns\nkubectl create service externalname my-ns --external-name bar.com'
      : `# Create a new ${type} service named my-cs\nkubectl create service ${type.toLowerCase()} my-cs --tcp=5678:8080`,
    flags: [tcp, ...extra],
    required: external ? [externalName] : [],
    failure: `${type} service`,
    make(call, name) {
      const pairs = call.get(tcp);
      const headless = type === 'ClusterIP' && call.get(clusterIp) === 'None';
      if (pairs.length === 0 && !external && !headless)
        throw new Error('at least one tcp port specifier must be provided');
      const ports = pairs.map((pair) => port(pair, type === 'NodePort' ? call.get(nodePort) : 0));
      const spec = {...fields(call), ...(ports.length === 0 ? {} : {ports}), selector: {app: name}, type};
      return {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {labels: {app: name}, name},
        spec,
        status: {loadBalancer: {}},
      };
    },
  });
}

/** `8080:80`, `80`, `80:http`. */
function port(pair: string, node: number): Json {
  const [first = '', second] = pair.split(':');
  const number = portNumber(first);
  const target = second === undefined ? number : /^\d+$/.test(second) ? portNumber(second) : second;
  return {
    name: pair.replace(':', '-'),
    ...(node > 0 ? {nodePort: node} : {}),
    port: number,
    protocol: 'TCP',
    targetPort: target,
  };
}

function portNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text)) throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (number < 1 || number > 65535) throw new Error(`invalid port: must be between 1 and 65535, inclusive`);
  return number;
}
