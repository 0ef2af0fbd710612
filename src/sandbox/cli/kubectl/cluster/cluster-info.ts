import {defineCommand, type Kubectl, type KubectlCommand} from '../app.ts';
import {at, type Json, metaOf, number, objects, text} from '../json.ts';

export const clusterInfo: KubectlCommand = defineCommand({
  usage: '[flags]',
  short: 'Display cluster information',
  long: "Display addresses of the control plane and services with label kubernetes.io/cluster-service=true. To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.",
  examples: '# Print the address of the control plane and cluster services\nkubectl cluster-info',
  flags: [],
  args: {kind: 'atLeast', count: 0},
  async run({app}) {
    const {server, prefix} = await app.clientConfig();
    const base = `${server.url}${prefix}`;
    const services = await app.api.json({
      path: '/api/v1/namespaces/kube-system/services',
      query: {labelSelector: 'kubernetes.io/cluster-service=true'},
    });
    await app.print(lineOf(app, 'Kubernetes control plane', base));
    for (const service of objects(services['items'])) {
      const name = text(at(service, 'metadata', 'labels', 'kubernetes.io/name')) || metaOf(service).name;
      await app.print(lineOf(app, name, addressOf(service, base)));
    }
    await app.print("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
    return 0;
  },
});

function lineOf({context: {tty}}: Kubectl, name: string, address: string): string {
  const colour = (code: number, word: string) => (tty.stdout ? `\u001b[0;${code}m${word}\u001b[0m` : word);
  return `${colour(32, name)} is running at ${colour(33, address)}\n`;
}

/** Where a service answers: at its load balancer, else through the API server. */
function addressOf(service: Json, base: string): string {
  const ports = objects(at(service, 'spec', 'ports'));
  const [ingress] = objects(at(service, 'status', 'loadBalancer', 'ingress'));
  if (ingress !== undefined) {
    const host = text(ingress['ip']) || text(ingress['hostname']);
    return ports.map((port) => `http://${host}:${number(port['port'])}`).join(' ');
  }
  const {name, namespace} = metaOf(service);
  const [port] = ports;
  const scheme = text(port?.['name']) === 'https' || number(port?.['port']) === 443 ? 'https' : '';
  return `${base}/api/v1/namespaces/${namespace}/services/${joined(scheme, name, text(port?.['name']))}/proxy`;
}

function joined(scheme: string, name: string, port: string): string {
  if (scheme !== '') return `${scheme}:${name}:${port}`;
  return port === '' ? name : `${name}:${port}`;
}

export const clusterInfoDump = defineCommand({
  usage: '[flags]',
  short: 'Dump relevant information for debugging and diagnosis',
  flags: [],
  args: {kind: 'atLeast', count: 0},
  async run() {
    throw new Error(
      'dump is not part of this kubectl; kubectl get all,events -A -o yaml shows most of what it collects',
    );
  },
});
