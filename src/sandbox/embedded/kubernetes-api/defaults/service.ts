import {changedEach, filled, type Loose, without, withoutEmpty} from '../values/filled.ts';
import {fieldsOf, listOf} from '../values/reading.ts';
import {withoutFalse} from './container.ts';
import {withoutText} from './pod-spec.ts';

/** How long a client comes to the same Pod: three hours. */
const affinitySeconds = 10_800;

/** The spec of a Service with everything it says nothing of; its addresses come later. */
export function defaultServiceSpec(spec: Loose): Loose {
  let result = withoutFalse(withoutEmpty(spec), ['publishNotReadyAddresses']);
  result = withoutText(result, ['clusterIP', 'externalName', 'loadBalancerIP', 'type', 'sessionAffinity']);
  result = filled(result, {type: 'ClusterIP', sessionAffinity: 'None'});
  result = changedEach(result, 'ports', defaultPort);
  return withAffinity(withPolicies(result));
}

function defaultPort(port: Loose): Loose {
  const plain = port['nodePort'] === 0 ? without(port, 'nodePort') : port;
  const target = plain['targetPort'] === 0 || plain['targetPort'] === '' ? without(plain, 'targetPort') : plain;
  return filled(target, {protocol: 'TCP', targetPort: port['port']});
}

/** `clusterIPs` when a client knows only `clusterIP`, and the other way. No default: nobody has said it. */
export function withClusterIps(spec: Loose): Loose {
  const [first] = listOf(spec['clusterIPs']);
  if (spec['clusterIP'] === undefined) return first === undefined ? spec : {...spec, clusterIP: first};
  return filled(spec, {clusterIPs: [spec['clusterIP']]});
}

function withPolicies(spec: Loose): Loose {
  const type = spec['type'];
  const outside = type === 'NodePort' || type === 'LoadBalancer';
  return filled(spec, {
    externalTrafficPolicy: outside || listOf(spec['externalIPs']).length > 0 ? 'Cluster' : undefined,
    internalTrafficPolicy: outside || type === 'ClusterIP' ? 'Cluster' : undefined,
    allocateLoadBalancerNodePorts: type === 'LoadBalancer' ? true : undefined,
  });
}

function withAffinity(spec: Loose): Loose {
  if (spec['sessionAffinity'] === 'None') return without(spec, 'sessionAffinityConfig');
  if (spec['sessionAffinity'] !== 'ClientIP') return spec;
  const client = fieldsOf(fieldsOf(spec['sessionAffinityConfig'])['clientIP']);
  if (client['timeoutSeconds'] !== undefined) return spec;
  return {...spec, sessionAffinityConfig: {clientIP: {timeoutSeconds: affinitySeconds}}};
}
