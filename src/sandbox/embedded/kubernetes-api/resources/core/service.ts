import {defaultServiceSpec, withClusterIps} from '../../defaults/service.ts';
import type {Draft, KubeObject} from '../../object.ts';
import {invalid} from '../../refusal.ts';
import {At, causesIn} from '../../validation/at.ts';
import {comparing, validating} from '../../validation/metadata.ts';
import {checkService, checkServiceChange} from '../../validation/service.ts';
import {changedEach, without} from '../../values/filled.ts';
import {fieldsOf, listOf, numberOf, textOf} from '../../values/reading.ts';
import {specOf} from '../columns.ts';
import {defineResource} from '../define.ts';
import type {StrategyContext} from '../resource.ts';
import {withSpec} from '../strategy.ts';
import {allocated, hasClusterIp, hasNodePorts} from './service-addresses.ts';
import {serviceColumns} from './service-columns.ts';

// @api Service partial: the address of a load balancer stays pending; TCP and cluster DNS
/** https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/ */
export const service = defineResource({
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  categories: ['all'],
  hasStatus: true,
  selectable: {
    'spec.clusterIP': (one) => textOf(specOf(one)['clusterIP']),
    'spec.type': (one) => textOf(specOf(one)['type']),
  },
  columns: serviceColumns,
  strategy: {
    warnings: headlessWarnings,
    defaults: (object) => withSpec(object, defaultServiceSpec(fieldsOf(object.spec))),
    prepareCreate: (object, context) => {
      const known = withSpec(object, withClusterIps(fieldsOf(object.spec)));
      return {...withAddresses(known, undefined, context), status: {loadBalancer: {}}};
    },
    handsOut: true,
    prepareUpdate,
    validate: validating((root) => checkService(root)),
    validateUpdate: comparing(checkServiceChange),
  },
});

function headlessWarnings({spec}: Draft): readonly string[] {
  const {clusterIP, externalIPs, sessionAffinity} = fieldsOf(spec);
  if (clusterIP !== 'None') return [];
  return [
    ...(listOf(externalIPs).length > 0 ? ['spec.externalIPs is ignored for headless services'] : []),
    ...(sessionAffinity === 'ClientIP' ? ['spec.SessionAffinity is ignored for headless services'] : []),
  ];
}

function prepareUpdate(object: Draft, before: KubeObject, context: StrategyContext): Draft {
  const patched = withKnown(fieldsOf(object.spec), specOf(before));
  const kept = withoutOutdated(patched, specOf(before));
  const balanced = kept['type'] === 'LoadBalancer';
  const status = balanced ? object.status : {loadBalancer: {}};
  return {...withAddresses({...object, spec: kept}, before, context), status};
}

/** A Service that is right gets its addresses and ports; one that is not is told so first. */
function withAddresses(object: Draft, before: KubeObject | undefined, context: StrategyContext): Draft {
  const causes = causesIn(object, (root) => {
    checkService(root);
    if (before) checkServiceChange(root, new At('', before, []));
  });
  if (causes.length > 0) return object;
  const others = context.list('services').filter(({metadata}) => metadata.uid !== object.metadata?.uid);
  const {spec, causes: refused} = allocated(fieldsOf(object.spec), {others, random: () => randomOf(context)});
  if (refused.length > 0) throw invalid({group: '', kind: 'Service', name: object.metadata?.name ?? ''}, refused);
  return {...object, spec};
}

/** A number below 2³², as random as uids are. */
function randomOf(context: StrategyContext): number {
  return Number.parseInt(context.uid().slice(0, 8), 16);
}

type Loose = {readonly [field: string]: unknown};

/** What a client leaves out and the Service has already: its addresses, its ports on the nodes. */
function withKnown(spec: Loose, before: Loose): Loose {
  let result = spec;
  if (hasClusterIp(before) && hasClusterIp(spec)) {
    if (textOf(spec['clusterIP']) === '') result = {...result, clusterIP: before['clusterIP']};
    const same = result['clusterIP'] === before['clusterIP'];
    if (same && listOf(spec['clusterIPs']).length === 0) result = {...result, clusterIPs: before['clusterIPs']};
    if (same && listOf(spec['ipFamilies']).length === 0) result = {...result, ipFamilies: before['ipFamilies']};
    if (spec['ipFamilyPolicy'] === undefined) result = {...result, ipFamilyPolicy: before['ipFamilyPolicy']};
  }
  if (hasNodePorts(before) && hasNodePorts(result)) result = withKnownPorts(result, before);
  return withFirstAddress(result, before);
}

function withKnownPorts(spec: Loose, before: Loose): Loose {
  const known = new Map(listOf(before['ports']).map((port) => [textOf(fieldsOf(port).name), fieldsOf(port).nodePort]));
  const used = new Set(listOf(spec['ports']).map((port) => numberOf(fieldsOf(port).nodePort)));
  return changedEach(spec, 'ports', (port) => {
    const old = numberOf(known.get(textOf(port['name'])));
    if (numberOf(port['nodePort']) !== 0 || old === 0 || used.has(old)) return port;
    used.add(old);
    return {...port, nodePort: old};
  });
}

/** `clusterIP` is the first of `clusterIPs`; a client may know only the one. */
function withFirstAddress(spec: Loose, before: Loose): Loose {
  const [address, all] = [textOf(spec['clusterIP']), listOf(spec['clusterIPs'])];
  const onlyOne = spec['clusterIP'] !== before['clusterIP'] && textOf(all[0]) === textOf(before['clusterIP']);
  if (address === '' || (!onlyOne && all.length > 0)) return spec;
  return {...spec, clusterIPs: [address, ...all.slice(1)]};
}

/** A Service of another type loses what only its old type had, unless the client says so itself. */
function withoutOutdated(spec: Loose, before: Loose): Loose {
  let result = spec;
  if (hasClusterIp(before) && !hasClusterIp(spec) && sameText(spec, before, 'clusterIP'))
    result = without(result, 'clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy');
  if (hasNodePorts(before) && !hasNodePorts(spec))
    result = changedEach(result, 'ports', (port, index) => {
      const old = fieldsOf(listOf(before['ports'])[index]);
      return numberOf(port['nodePort']) === numberOf(old.nodePort) ? without(port, 'nodePort') : port;
    });
  if (before['type'] === 'LoadBalancer' && spec['type'] !== 'LoadBalancer')
    result = without(result, 'allocateLoadBalancerNodePorts', 'loadBalancerClass', 'healthCheckNodePort');
  const wasExternal = before['type'] === 'NodePort' || before['type'] === 'LoadBalancer';
  const isExternal =
    spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer' || listOf(spec['externalIPs']).length > 0;
  if (wasExternal && !isExternal && sameText(spec, before, 'externalTrafficPolicy'))
    result = without(result, 'externalTrafficPolicy');
  return result;
}

function sameText(spec: Loose, before: Loose, field: string): boolean {
  return textOf(spec[field]) === textOf(before[field]) || textOf(spec[field]) === '';
}
