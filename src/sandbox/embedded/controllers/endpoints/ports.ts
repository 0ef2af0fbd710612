import type {Pod, Service, ServicePort} from 'kubernetes-types/core/v1';
import type {Frozen, Stored} from '../../kubernetes-api/object.ts';

/** A port of a Service as one of its Pods has it. */
export interface EndpointPort {
  /** '' when the Service's port has none. */
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly appProtocol?: string;
}

/** The ports of a Service on a Pod; those it names and the Pod does not have are left out. */
export function portsOn({spec}: Stored<Service>, pod: Stored<Pod>): readonly EndpointPort[] {
  return (spec?.ports ?? []).flatMap((servicePort) => {
    const port = portOn(servicePort, pod);
    if (port === undefined) return [];
    const {name = '', protocol = 'TCP', appProtocol} = servicePort;
    return [{name, protocol, port, ...(appProtocol === undefined ? {} : {appProtocol})}];
  });
}

function portOn({targetPort, port, protocol = 'TCP'}: Frozen<ServicePort>, {spec}: Stored<Pod>): number | undefined {
  if (targetPort === undefined || targetPort === '' || targetPort === 0) return port;
  if (typeof targetPort === 'number') return targetPort;
  const sidecars = (spec?.initContainers ?? []).filter(({restartPolicy}) => restartPolicy === 'Always');
  for (const container of [...(spec?.containers ?? []), ...sidecars])
    for (const one of container.ports ?? [])
      if (one.name === targetPort && (one.protocol ?? 'TCP') === protocol) return one.containerPort;
  return undefined;
}
