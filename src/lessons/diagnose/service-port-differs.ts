import {listIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {nameOf, serviceOf} from './kube-evidence.ts';

/** A port is asked for that the Service does not have. */
export const servicePortDiffers = defineCause({
  cause: 'service-port-differs',
  verdict: 'unmet',
  params: ['service', 'port', 'seen'],
  says: {
    usual: {
      en: 'Service {service} has no port {port}; it has {seen}.',
      zh: 'Service {service} 没有 {port} 端口，它有的是 {seen}。',
    },
  },
  explains(found) {
    const service = serviceOf(found);
    const {subject} = found;
    if (!service || subject.api !== 'kubernetes' || subject.resource !== 'answer') return undefined;
    const ports = listIn(service, 'spec', 'ports').map(({port}) => String(port));
    const {port} = subject;
    return ports.includes(String(port)) ? undefined : {service: nameOf(service), port, seen: ports.join(', ')};
  },
});
