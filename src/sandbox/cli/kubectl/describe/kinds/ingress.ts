import {errorOf} from '../../errors.ts';
import {at, isObject, type Json, number, objects, text, texts} from '../../json.ts';
import {defineDescriber, listAt, nearby, type Subject} from '../describer.ts';
import type {Page} from '../page.ts';
import {addressesText} from '../parts/addresses.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';

export const ingress = defineDescriber({
  kind: 'Ingress',
  group: 'networking.k8s.io',
  version: 'v1',
  async describe(subject, page) {
    const {meta, spec, status} = subject;
    page.line(0, 'Name:', text(meta['name']));
    writeLabels(page, 'Labels', meta['labels']);
    page.line(0, 'Namespace:', text(meta['namespace']));
    const addresses = objects(at(status, 'loadBalancer', 'ingress')).map(
      (one) => text(one['ip']) || text(one['hostname']),
    );
    page.line(
      0,
      'Address:',
      [...new Set(addresses)]
        .filter((address) => address !== '')
        .sort()
        .join(','),
    );
    page.line(0, 'Ingress Class:', spec['ingressClassName'] === undefined ? '<none>' : text(spec['ingressClassName']));
    const backend = spec['defaultBackend'];
    const otherwise = isObject(backend) ? await backendText(subject, backend) : '<default>';
    page.line(0, 'Default backend:', otherwise);
    writeTls(page, objects(spec['tls']));
    await writeRules(subject, page, otherwise);
    writeAnnotations(page, 'Annotations', meta['annotations']);
  },
});

function writeTls(page: Page, all: readonly Json[]): void {
  if (all.length > 0) page.line(0, 'TLS:');
  for (const {secretName, hosts} of all) {
    const names = texts(hosts).join(',');
    page.line(1, text(secretName) === '' ? `SNI routes ${names}` : `${text(secretName)} terminates ${names}`);
  }
}

async function writeRules(subject: Subject, page: Page, otherwise: string): Promise<void> {
  page.write(0, 'Rules:\n  Host\tPath\tBackends\n');
  page.line(1, '----', '----', '--------');
  const rules = objects(subject.spec['rules']).filter(({http}) => isObject(http));
  for (const rule of rules) {
    page.line(1, text(rule['host']) || '*', '');
    for (const path of objects(at(rule, 'http', 'paths'))) {
      const backend = isObject(path['backend']) ? path['backend'] : {};
      page.line(2, '', `${text(path['path'])} `, await backendText(subject, backend));
    }
  }
  if (rules.length === 0) page.line(1, '*', '*', otherwise);
}

/** `web:80 (10.244.0.5:80)`; why not, where the Service cannot be found. */
async function backendText(subject: Subject, {service, resource}: Json): Promise<string> {
  if (isObject(service)) {
    const port = number(at(service, 'port', 'number'));
    const name = text(at(service, 'port', 'name'));
    const words = `${text(service['name'])}:${port === 0 ? name : port}`;
    return `${words} (${await endpointsText(subject, text(service['name']), {port, name})})`;
  }
  if (!isObject(resource)) return '';
  const group = typeof resource['apiGroup'] === 'string' ? resource['apiGroup'] : '<none>';
  return `APIGroup: ${group}, Kind: ${text(resource['kind'])}, Name: ${text(resource['name'])}`;
}

interface BackendPort {
  /** 0 when the port is named. */
  readonly port: number;
  readonly name: string;
}

async function endpointsText(subject: Subject, service: string, {port, name}: BackendPort): Promise<string> {
  const slices = `/apis/discovery.k8s.io/v1/namespaces/${subject.namespace}/endpointslices`;
  try {
    const found = await listAt(subject, slices, {labelSelector: `kubernetes.io/service-name=${service}`});
    const whole = await subject.kubectl.api.json({path: `${nearby(subject, 'services')}/${service}`});
    const ports = objects(at(whole, 'spec', 'ports')).filter((one) =>
      port !== 0 ? one['port'] === port : name !== '' && one['name'] === name,
    );
    return addressesText(found, text(ports.at(-1)?.['name']));
  } catch (error) {
    return `<error: ${errorOf(error).message}>`;
  }
}
