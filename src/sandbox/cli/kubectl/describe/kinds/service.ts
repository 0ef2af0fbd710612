import {at, type Json, number, objects, text, texts} from '../../json.ts';
import {defineDescriber, listAt, type Subject} from '../describer.ts';
import type {Page} from '../page.ts';
import {addressesText} from '../parts/addresses.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {labelsText, orNone, plain} from '../words.ts';

export const service = defineDescriber({
  kind: 'Service',
  group: '',
  version: 'v1',
  async describe(subject, page) {
    const {meta, spec} = subject;
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'Selector:', labelsText(spec['selector']));
    page.line(0, 'Type:', text(spec['type']));
    writeAddresses(subject, page);
    const slices = await slicesOf(subject, text(meta['name']));
    for (const port of objects(spec['ports'])) writePort(page, port, slices);
    page.line(0, 'Session Affinity:', text(spec['sessionAffinity']));
    writeTraffic(spec, page);
  },
});

/** The EndpointSlices of a Service; none when they cannot be had. */
export async function slicesOf(subject: Subject, service: string): Promise<readonly Json[]> {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${subject.namespace}/endpointslices`;
  try {
    return await listAt(subject, path, {labelSelector: `kubernetes.io/service-name=${service}`});
  } catch {
    // The Service is worth describing without them.
    return [];
  }
}

function writeAddresses({spec, status}: Subject, page: Page): void {
  if (spec['ipFamilyPolicy'] !== undefined) page.line(0, 'IP Family Policy:', text(spec['ipFamilyPolicy']));
  page.line(0, 'IP Families:', orNone(texts(spec['ipFamilies']).join(',')));
  page.line(0, 'IP:', text(spec['clusterIP']));
  page.line(0, 'IPs:', orNone(texts(spec['clusterIPs']).join(',')));
  const external = texts(spec['externalIPs']).join(',');
  if (external !== '') page.line(0, 'External IPs:', external);
  if (text(spec['loadBalancerIP']) !== '') page.line(0, 'Desired LoadBalancer IP:', text(spec['loadBalancerIP']));
  if (text(spec['externalName']) !== '') page.line(0, 'External Name:', text(spec['externalName']));
  const ingress = objects(at(status, 'loadBalancer', 'ingress')).map(ingressText);
  if (ingress.length > 0) page.line(0, 'LoadBalancer Ingress:', ingress.join(', '));
}

function ingressText({ip, ipMode, hostname}: Json): string {
  if (text(ip) === '') return text(hostname);
  return ipMode === undefined ? text(ip) : `${text(ip)} (${text(ipMode)})`;
}

function writePort(page: Page, port: Json, slices: readonly Json[]): void {
  const name = text(port['name']);
  const title = name === '' ? '<unset>' : name;
  const protocol = text(port['protocol']);
  page.line(0, 'Port:', title, `${number(port['port'])}/${protocol}`);
  page.line(0, 'TargetPort:', `${plain(port['targetPort']) || '0'}/${protocol}`);
  if (number(port['nodePort']) !== 0) page.line(0, 'NodePort:', title, `${number(port['nodePort'])}/${protocol}`);
  page.line(0, 'Endpoints:', addressesText(slices, name));
}

function writeTraffic(spec: Json, page: Page): void {
  for (const [title, field] of [
    ['External Traffic Policy:', 'externalTrafficPolicy'],
    ['Internal Traffic Policy:', 'internalTrafficPolicy'],
    ['HealthCheck NodePort:', 'healthCheckNodePort'],
  ] as const) {
    if (spec[field] !== undefined) page.line(0, title, plain(spec[field]));
  }
  const ranges = texts(spec['loadBalancerSourceRanges']).join(',');
  if (ranges !== '') page.line(0, 'LoadBalancer Source Ranges:', ranges);
  if (spec['trafficDistribution'] !== undefined) {
    page.line(0, 'Traffic Distribution:', text(spec['trafficDistribution']));
  }
}
