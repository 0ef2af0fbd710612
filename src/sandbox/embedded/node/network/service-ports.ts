import type {Service} from 'kubernetes-types/core/v1';
import type {EndpointSlice} from 'kubernetes-types/discovery/v1';
import type {Stored} from '../../kubernetes-api/object.ts';
import type {Endpoint} from '../../runtime/net/stack.ts';
import type {ServicePort} from './service-rules.ts';

/** A service whose client stays with one endpoint does so for three hours when it does not say how long. */
const usualAffinitySeconds = 10_800;

interface Backend extends Endpoint {
  readonly isReady: boolean;
  readonly isServing: boolean;
  readonly node: string;
}

/** Where the ports of a Service lead, as the node `nodeName` sees it. */
export function servicePorts(
  service: Stored<Service>,
  slices: readonly Stored<EndpointSlice>[],
  nodeName: string,
): readonly ServicePort[] {
  const {spec} = service;
  const addresses = [...(spec?.clusterIPs ?? []), ...(spec?.externalIPs ?? []), ...balancers(service)].filter(
    (address) => address !== 'None' && address !== '' && !address.includes(':'),
  );
  if (spec?.type === 'ExternalName' || addresses.length === 0) return [];
  return (spec?.ports ?? []).map((port): ServicePort => {
    const backends = slices.flatMap((slice) => backendsIn(slice, port.name ?? ''));
    const usable = usableOf(backends);
    const seconds = spec?.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? usualAffinitySeconds;
    return {
      addresses: addresses.map((address) => `${address}:${port.port}`),
      nodePort: port.nodePort ?? 0,
      endpoints: usable,
      local: usableOf(backends.filter(({node}) => node === nodeName)),
      internalLocal: spec?.internalTrafficPolicy === 'Local',
      externalLocal: spec?.externalTrafficPolicy === 'Local',
      affinityMs: spec?.sessionAffinity === 'ClientIP' ? seconds * 1000 : 0,
    };
  });
}

function balancers({status}: Stored<Service>): readonly string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ip}) => ip ?? []);
}

function backendsIn(slice: Stored<EndpointSlice>, name: string): readonly Backend[] {
  const port = (slice.ports ?? []).find((one) => (one.name ?? '') === name)?.port;
  if (port === undefined || slice.addressType !== 'IPv4') return [];
  // Go writes a list without items as null.
  return (slice.endpoints ?? []).flatMap(({addresses, conditions, nodeName = ''}) =>
    addresses.map((address) => ({
      address,
      port,
      isReady: conditions?.ready !== false,
      isServing: conditions?.serving !== false && conditions?.terminating === true,
      node: nodeName,
    })),
  );
}

/** Those that are ready; when none is, those that still answer while they end. */
function usableOf(backends: readonly Backend[]): readonly Endpoint[] {
  const ready = backends.filter(({isReady}) => isReady);
  return (ready.length > 0 ? ready : backends.filter(({isServing}) => isServing)).map(({address, port}) => ({
    address,
    port,
  }));
}
