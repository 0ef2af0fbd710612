import {listIn, textIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {portOf} from './evidence.ts';
import {nameOf} from './kube-evidence.ts';

/** Something outside the cluster asks for a Service that is open inside only. */
export const serviceNotNodePort = defineCause({
  cause: 'service-not-node-port',
  verdict: 'unmet',
  params: ['service', 'type'],
  says: {
    usual: {
      en: 'Service {service} is of type {type}: it answers inside the cluster only.‹ From outside it needs type NodePort.›',
      zh: 'Service {service} 的类型是 {type}：只在集群内部应答。‹要从外面访问，类型得是 NodePort。›',
    },
  },
  explains({subject, checks = [], surroundings}) {
    if (subject.api !== 'http' || portOf(subject.url) < 30_000) return undefined;
    const asked = checks.flatMap(({type, params}) =>
      type === 'object' && params['kind'] === 'Service' ? [params['name']] : [],
    );
    const service = surroundings.cluster?.services.find((one) => asked.includes(nameOf(one)));
    const hasNodePort = service && listIn(service, 'spec', 'ports').some(({nodePort}) => typeof nodePort === 'number');
    return service && !hasNodePort ? {service: nameOf(service), type: textIn(service, 'spec', 'type')} : undefined;
  },
});
