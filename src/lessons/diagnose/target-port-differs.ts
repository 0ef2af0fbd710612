import {listIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {nameOf, podsOf, serviceOf} from './kube-evidence.ts';

/** A Service that hands on to a port nobody has. */
export const targetPortDiffers = defineCause({
  cause: 'target-port-differs',
  verdict: 'unmet',
  params: ['service', 'targetPort', 'seen'],
  says: {
    usual: {
      en: 'Service {service} hands on to port {targetPort} of its Pods; their containers say they listen on {seen}.‹ `targetPort` is the container’s port, `port` the Service’s own.›',
      zh: 'Service {service} 把请求转给 Pod 的 {targetPort} 端口，而容器声明监听的是 {seen}。‹`targetPort` 是容器的端口，`port` 是 Service 自己的。›',
    },
    named: {
      en: 'Service {service} hands on to a port called {targetPort}; the Pods’ containers have no port of that name, but {seen}.',
      zh: 'Service {service} 要转到名叫 {targetPort} 的端口，而 Pod 的容器没有这个名字的端口，只有 {seen}。',
    },
  },
  variant: ({targetPort}) => (/^\d+$/.test(targetPort) ? 'usual' : 'named'),
  explains(found) {
    const service = serviceOf(found);
    const pods = podsOf(found);
    if (!service || pods.length === 0) return undefined;
    const ports = pods.flatMap((pod) => listIn(pod, 'spec', 'containers').flatMap((one) => listIn(one, 'ports')));
    if (ports.length === 0) return undefined;
    for (const port of listIn(service, 'spec', 'ports')) {
      const target = port['targetPort'] ?? port['port'];
      const isThere = ports.some(({containerPort, name}) => containerPort === target || name === target);
      const seen = [
        ...new Set(
          ports.map(({containerPort, name}) => (typeof target === 'string' ? (name ?? containerPort) : containerPort)),
        ),
      ];
      if (!isThere) return {service: nameOf(service), targetPort: String(target), seen: seen.map(String).join(', ')};
    }
    return undefined;
  },
});
