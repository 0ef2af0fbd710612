import {type KubeObject, keyOf, same} from '../object.ts';
import {type ApiState, timestamp} from '../objects/state.ts';
import {updateObject} from '../objects/update.ts';
import {KubeRefusal} from '../refusal.ts';
import {fieldsOf, listOf, textOf} from '../values/reading.ts';
import {metricsResources} from './metrics-resources.ts';

const collection = 'apiservices.apiregistration.k8s.io';
const metrics = 'v1beta1.metrics.k8s.io';

const user = {name: 'system:apiserver', groups: ['system:masters'], manager: 'kube-apiserver'};

/**
 * Serves the metrics of nodes and Pods while somebody asks for that API with an APIService, and says of all APIServices
 * whether they are there; returns how to stop. https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/
 */
export function installApiServices(state: ApiState): () => void {
  const look = (name: string): void => {
    const service = state.store.get(collection, name);
    if (name === metrics) serveMetrics(state, service !== undefined);
    if (service) tell(state, service);
  };
  for (const {metadata} of state.store.list(collection)) look(metadata.name);
  return state.store.watch(collection, state.store.revision, ({object}) =>
    state.store.clock.soon(() => look(object.metadata.name)),
  );
}

function serveMetrics({resources}: ApiState, isServed: boolean): void {
  for (const resource of metricsResources) {
    if (isServed) resources.add(resource);
    else resources.remove(resource);
  }
}

/** Throws 503 for a group that another server would answer for. */
export function refuseAggregated({store}: ApiState, group: string, version: string): void {
  const service = store.get(collection, `${version}.${group}`);
  if (!service || fieldsOf(service.spec).service === undefined || service.metadata.name === metrics) return;
  const message = 'the server is currently unable to handle the request';
  throw new KubeRefusal(503, 'ServiceUnavailable', message);
}

function tell(state: ApiState, service: KubeObject): void {
  const resource = state.resources.of(collection);
  if (!resource) return;
  const found = {...availability(state, service), type: 'Available'};
  const [known] = listOf(fieldsOf(service.status).conditions).map(fieldsOf);
  const {lastTransitionTime, ...rest} = known ?? {};
  if (same(rest, found)) return;
  const at = known?.status === found.status ? lastTransitionTime : timestamp(state.store.clock.now());
  updateObject(state, {
    target: {resource, collection, namespace: '', name: service.metadata.name, user},
    draft: {...service, status: {conditions: [{...found, lastTransitionTime: at}]}},
    dryRun: false,
    manager: user.manager,
    subresource: 'status',
  });
}

function availability({store}: ApiState, {metadata, spec}: KubeObject) {
  const {service} = fieldsOf(spec);
  if (service === undefined)
    return {status: 'True', reason: 'Local', message: 'Local APIServices are always available'};
  if (metadata.name === metrics) return {status: 'True', reason: 'Passed', message: 'all checks passed'};
  const {name, namespace} = fieldsOf(service);
  const there = store.get('services', keyOf(textOf(namespace), textOf(name)));
  const message = `service/${textOf(name)} in "${textOf(namespace)}" is not present`;
  if (!there) return {status: 'False', reason: 'ServiceNotFound', message};
  const endpoints = `endpoints for service/${textOf(name)} in "${textOf(namespace)}" have no addresses`;
  return {status: 'False', reason: 'MissingEndpoints', message: endpoints};
}
