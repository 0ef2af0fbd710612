import {changed, changedEach, filled, type Loose, without, withoutEmpty} from '../values/filled.ts';
import {fieldsOf, isFields, listOf} from '../values/reading.ts';
import {defaultContainer, withoutFalse} from './container.ts';
import {canonicalMap, defaultVolume} from './volume.ts';

const common = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
};

/** The spec of a template for Pods. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec */
export function defaultPodSpec(spec: Loose): Loose {
  let result = withoutFalse(withoutEmpty(spec, 'containers'), ['hostNetwork', 'hostPID', 'hostIPC']);
  result = withoutText(result, ['nodeName', 'hostname', 'subdomain', 'priorityClassName']);
  result = filled(withServiceAccount(result), common);
  result = changedEach(result, 'volumes', defaultVolume);
  result = changedEach(result, 'containers', defaultContainer);
  result = changedEach(result, 'initContainers', defaultContainer);
  result = changedEach(result, 'ephemeralContainers', defaultContainer);
  return changed(result, 'overhead', canonicalMap);
}

/** Texts that say nothing when they are empty are not stored. */
export function withoutText<T extends Loose>(fields: T, names: readonly string[]): T {
  return without(fields, ...names.filter((name) => fields[name] === ''));
}

/** The old name of a field and its new one are kept the same. */
function withServiceAccount(spec: Loose): Loose {
  const name = spec['serviceAccountName'] || spec['serviceAccount'];
  if (typeof name !== 'string' || name === '') return withoutText(spec, ['serviceAccountName', 'serviceAccount']);
  if (spec['serviceAccountName'] === name && spec['serviceAccount'] === name) return spec;
  return {...spec, serviceAccountName: name, serviceAccount: name};
}

/** In the network of the node, a port of a container is one of the node. */
function withHostPorts(spec: Loose): Loose {
  const fill = (container: Loose) =>
    changedEach(container, 'ports', (port) => filled(port, {hostPort: port['containerPort']}));
  return changedEach(changedEach(spec, 'containers', fill), 'initContainers', fill);
}

/** The spec of a Pod itself: what is limited is requested as well. */
export function defaultPod(spec: Loose): Loose {
  let result = filled(defaultPodSpec(spec), {enableServiceLinks: true});
  if (result['hostNetwork'] === true) result = withHostPorts(result);
  result = changedEach(result, 'containers', withRequests);
  return changedEach(result, 'initContainers', withRequests);
}

function withRequests(container: Loose): Loose {
  return changed(container, 'resources', (resources) => {
    const [limits, requests] = [fieldsOf(resources['limits']), fieldsOf(resources['requests'])];
    const all = filled(requests, limits);
    return all === requests ? resources : {...resources, requests: all};
  });
}

/** A template for Pods, of a Deployment, a Job and so on. */
export function defaultTemplate(template: Loose): Loose {
  const result = filled(template, {metadata: {}, spec: {}});
  return changed(changed(result, 'spec', defaultPodSpec), 'metadata', withoutEmpty);
}

/** The labels of a template, for kinds that take theirs from there. */
export function templateLabels(spec: Loose): Loose | undefined {
  const labels = fieldsOf(fieldsOf(fieldsOf(spec['template'])['metadata'])['labels']);
  return Object.keys(labels).length > 0 ? labels : undefined;
}

const counted = ['cpu', 'memory'];

/** How a Pod is treated when its node runs short: `Guaranteed`, `Burstable`, `BestEffort`. */
export function qosClassOf(spec: unknown): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const {containers, initContainers} = fieldsOf(spec);
  const all = [...listOf(containers), ...listOf(initContainers)].map((container) =>
    fieldsOf(fieldsOf(container)['resources']),
  );
  const asked = (part: unknown) =>
    isFields(part) && counted.some((name) => part[name] !== undefined && part[name] !== '0');
  if (!all.some(({limits, requests}) => asked(limits) || asked(requests))) return 'BestEffort';
  const guaranteed = all.every(({limits, requests}) =>
    counted.every((name) => {
      const limit = fieldsOf(limits)[name];
      return limit !== undefined && limit !== '0' && fieldsOf(requests)[name] === limit;
    }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
