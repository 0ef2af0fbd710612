import {goTimeOf} from '../../../go/time.ts';
import {isObject, type Json, number, object, objects, text, texts} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {goValue, orNone, selectorText} from '../words.ts';

const indent = '    ';

export const networkPolicy = defineDescriber({
  kind: 'NetworkPolicy',
  group: 'networking.k8s.io',
  version: 'v1',
  events: 'none',
  describe({meta, spec}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    page.line(0, 'Created on:', goTimeOf(text(meta['creationTimestamp'])));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'Spec:');
    const selected = selectorText(spec['podSelector']);
    const everything = '<none> (Allowing the specific traffic to all pods in this namespace)';
    page.line(1, `PodSelector:     ${selected === '' ? everything : selected}`);
    writeDirection(page, spec, ingress);
    writeDirection(page, spec, egress);
    page.line(1, `Policy Types: ${orNone(texts(spec['policyTypes']).join(', '))}`);
  },
});

/** The two ways of traffic: the same rules in other words. */
interface Direction {
  readonly type: string;
  readonly field: string;
  /** Where a rule names the others. */
  readonly peers: string;
  readonly title: string;
  readonly anybody: string;
}

const ingress: Direction = {type: 'Ingress', field: 'ingress', peers: 'from', title: 'From:', anybody: 'source'};
const egress: Direction = {type: 'Egress', field: 'egress', peers: 'to', title: 'To:', anybody: 'destination'};

function writeDirection(page: Page, spec: Json, direction: Direction): void {
  const {type, field} = direction;
  if (!texts(spec['policyTypes']).includes(type)) {
    page.line(1, `Not affecting ${field} traffic`);
    return;
  }
  page.line(1, `Allowing ${field} traffic:`);
  const rules = objects(spec[field]);
  if (rules.length === 0) page.line(0, `${indent}<none> (Selected pods are isolated for ${field} connectivity)`);
  for (const [index, rule] of rules.entries()) {
    if (index > 0) page.line(0, `${indent}----------`);
    writePorts(page, objects(rule['ports']));
    writePeers(page, objects(rule[direction.peers]), direction);
  }
}

function writePorts(page: Page, ports: readonly Json[]): void {
  if (ports.length === 0) page.line(0, `${indent}To Port: <any> (traffic allowed to all ports)`);
  for (const {port, endPort, protocol} of ports) {
    const how = text(protocol) || 'TCP';
    const range =
      endPort === undefined ? `To Port: ${goValue(port)}` : `To Port Range: ${goValue(port)}-${number(endPort)}`;
    page.line(0, `${indent}${range}/${how}`);
  }
}

function writePeers(page: Page, peers: readonly Json[], {title, anybody}: Direction): void {
  if (peers.length === 0) page.line(0, `${indent}${title} <any> (traffic not restricted by ${anybody})`);
  for (const {namespaceSelector, podSelector, ipBlock} of peers) {
    page.line(0, `${indent}${title}`);
    if (isObject(namespaceSelector)) {
      page.line(1, `${indent}NamespaceSelector: ${orNone(selectorText(namespaceSelector))}`);
    }
    if (isObject(podSelector)) page.line(1, `${indent}PodSelector: ${orNone(selectorText(podSelector))}`);
    if (isObject(namespaceSelector) || isObject(podSelector) || !isObject(ipBlock)) continue;
    page.line(1, `${indent}IPBlock:`);
    page.line(2, `${indent}CIDR: ${text(object(ipBlock)['cidr'])}`);
    page.line(2, `${indent}Except: ${texts(ipBlock['except']).join(', ')}`);
  }
}
